// SPDX-License-Identifier: Apache-2.0
#include "json/infer.hpp"

#include <boost/test/unit_test.hpp>

namespace json = dp::json;
using dp::Type;
using json::Path;
using json::Records;
using Names = std::vector<std::string>;
using Types = std::vector<Type>;

namespace {

/// The sample of an input, whose records are found.
json::Sample sample_of(std::string_view text, Records records) {
  json::Sample sample(text, true);
  sample.part(records, {});
  return sample;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_infer)

BOOST_AUTO_TEST_CASE(records_are_lines_if_most_lines_are_values) {
  BOOST_TEST((json::Sample("{\"a\":1}\n{\"a\":2}\n", true).records() == Records::lines));
  BOOST_TEST((json::Sample("1\n2\nx\n", true).records() == Records::lines));
  BOOST_TEST((json::Sample("[\n{\"a\":1},\n{\"a\":2}\n]\n", true).records() == Records::array));
  BOOST_TEST((json::Sample("[1,2]\n", true).records() == Records::array));
  BOOST_TEST((json::Sample("{\n\"a\": [1]\n}\n", true).records() == Records::document));
}

BOOST_AUTO_TEST_CASE(names_come_in_order_of_first_appearance) {
  const auto found =
      sample_of("{\"b\":1,\"a\":2}\n{\"c\":1,\"b\":2}\n", Records::lines).names();
  BOOST_TEST(found.names == (Names{"b", "a", "c"}), boost::test_tools::per_element());
  BOOST_TEST((found.paths == std::vector<Path>{{"b"}, {"a"}, {"c"}}));
}

BOOST_AUTO_TEST_CASE(elements_of_arrays_are_numbered_columns) {
  const auto found = sample_of("[[1,2],[3]]", Records::array).names();
  BOOST_TEST(found.names == (Names{"column1", "column2"}), boost::test_tools::per_element());
  BOOST_TEST((found.paths == std::vector<Path>{{"0"}, {"1"}}));
}

BOOST_AUTO_TEST_CASE(types_are_those_that_fit_all_values) {
  const auto sample = sample_of(
      "[{\"i\":1,\"f\":1,\"s\":\"x\",\"o\":{},\"d\":\"2024-02-29\",\"n\":null},"
      " {\"i\":2,\"f\":2.5,\"s\":3,\"o\":{},\"d\":\"2024-03-01\",\"n\":true}]",
      Records::array);
  Types types;
  for (const auto& set : sample.types({{"i"}, {"f"}, {"s"}, {"o"}, {"d"}, {"n"}, {"none"}}))
    types.push_back(set.first());
  BOOST_TEST((types == Types{Type::int64, Type::float64, Type::string, Type::string, Type::date,
                             Type::boolean, Type::string}));
}

BOOST_AUTO_TEST_CASE(a_value_that_is_null_is_there) {
  const auto sample = sample_of("{\"a\":null}\n{\"b\":{\"c\":1}}\n", Records::lines);
  BOOST_TEST(sample.has({"a"}));
  BOOST_TEST(sample.has({"b", "c"}));
  BOOST_TEST(!sample.has({"c"}));
  BOOST_TEST(sample.has_records());
  BOOST_TEST(!json::Sample("", true).has_records());
}

BOOST_AUTO_TEST_CASE(a_sample_without_a_whole_record_is_too_short) {
  const auto too_short = [](std::string_view text, Records records, bool whole = false) {
    json::Sample sample(text, whole);
    sample.part(records, {});
    return sample.is_too_short(records);
  };
  BOOST_TEST(too_short("\n{\"a\":1", Records::lines));
  BOOST_TEST(too_short("{\"a\":1", Records::document));
  BOOST_TEST(!too_short("{\"a\":1", Records::document, true));
  BOOST_TEST(!too_short("\n{\"a\":1}\n", Records::lines));
  BOOST_TEST(!too_short("{\n\"a\":1", Records::document));
  BOOST_TEST(too_short("[{\"a\":1}", Records::array));
  BOOST_TEST(!too_short("[{\"a\":1},{", Records::array));
}

BOOST_AUTO_TEST_SUITE_END()
