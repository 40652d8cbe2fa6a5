// SPDX-License-Identifier: Apache-2.0
#include "json/infer.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_infer)

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

Names names_of(const json::Sample& sample) {
  Names names;
  for (const auto& member : sample.members()) names.push_back(member.name);
  return names;
}

}  // namespace

BOOST_AUTO_TEST_CASE(records_are_lines_if_most_lines_are_values) {
  BOOST_TEST((json::Sample("{\"a\":1}\n{\"a\":2}\n", true).records() == Records::lines));
  BOOST_TEST((json::Sample("1\n2\nx\n", true).records() == Records::lines));
  BOOST_TEST((json::Sample("[\n{\"a\":1},\n{\"a\":2}\n]\n", true).records() == Records::array));
  BOOST_TEST((json::Sample("[1,2]\n", true).records() == Records::array));
  BOOST_TEST((json::Sample("{\n\"a\": [1]\n}\n", true).records() == Records::document));
}

BOOST_AUTO_TEST_CASE(lines_of_several_values_are_lines) {
  BOOST_TEST((json::Sample("{\"a\":1}{\"a\":2}", true).records() == Records::lines));
  BOOST_TEST((json::Sample("{\"a\":1} [2]\n{\"a\":3}\n", true).records() == Records::lines));
  BOOST_TEST(
      (json::Sample("\x1e{\"a\":1}\n\x1e{\"a\":2}\n", true).records() == Records::lines));
  const auto sample = sample_of("{\"a\":1}{\"b\":2}\n\x1e[1]\n", Records::lines);
  BOOST_TEST(names_of(sample) == (Names{"a", "b",
                                        "\xfe"
                                        "0"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_come_in_order_of_first_appearance) {
  const auto sample = sample_of("{\"b\":1,\"a\":2}\n{\"c\":1,\"b\":2}\n", Records::lines);
  BOOST_TEST(names_of(sample) == (Names{"b", "a", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(records_of_all_kinds_have_members) {
  const auto sample = sample_of("[[1,2],{\"a\":1},[3],7,null]", Records::array);
  BOOST_TEST(names_of(sample) == (Names{"a",
                                        "\xfe"
                                        "0",
                                        "\xfe"
                                        "1",
                                        "\xff"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_of_a_value_within_are_found) {
  const auto sample =
      sample_of("{\"u\":{\"x\":1}}\n{\"u\":[1]}\n{\"u\":{\"y\":{},\"x\":2}}\n", Records::lines);
  BOOST_TEST(sample.members_at({"u"}) == (Names{"x", "y"}), boost::test_tools::per_element());
  BOOST_TEST(sample.members_at({"u", "y"}).empty());
}

BOOST_AUTO_TEST_CASE(types_are_those_that_fit_all_values) {
  const auto sample = sample_of(
      "[{\"i\":1,\"f\":1,\"s\":\"x\",\"o\":{},\"d\":\"2024-02-29\",\"n\":null,\"t\":\"x\"},"
      " {\"i\":2,\"f\":2.5,\"s\":3,\"o\":{},\"d\":\"2024-03-01\",\"n\":true}]",
      Records::array);
  Types types;
  std::vector<bool> any;
  for (const auto& seen :
       sample.seen_at({{"i"}, {"f"}, {"s"}, {"o"}, {"d"}, {"n"}, {"t"}, {"no"}})) {
    types.push_back(seen.types.first());
    any.push_back(seen.any);
  }
  BOOST_TEST((types == Types{Type::int64, Type::float64, Type::json, Type::json, Type::date,
                             Type::boolean, Type::string, Type::string}));
  BOOST_TEST((any == std::vector<bool>{true, true, true, true, true, true, true, false}));
}

BOOST_AUTO_TEST_CASE(types_of_members_are_those_of_their_paths) {
  const auto sample =
      sample_of("{\"a\":1,\"b\":\"x\",\"a\":null}\n{\"a\":1.5}\n{\"b\":2,\"a\":\n[true]\n7\n",
                Records::lines);
  for (const auto& member : sample.members()) {
    if (member.name.starts_with(json::kPlaceMark) || member.name == json::kScalar) continue;
    const auto seen = sample.seen_at_path(Path{member.name});
    BOOST_TEST(member.seen.types.bits() == seen.types.bits(), member.name);
    BOOST_TEST(member.seen.any == seen.any, member.name);
  }
  Types types;
  for (const auto& member : sample.members()) types.push_back(member.seen.types.first());
  BOOST_TEST((types == Types{Type::float64, Type::string, Type::boolean, Type::int64}));
}

BOOST_AUTO_TEST_CASE(what_a_cut_document_has_up_to_the_cut_is_seen) {
  json::Sample sample("{\"a\":1,\"b\":[{\"c\":2},{\"c\":3,\"d\":[4,5", false);
  sample.part(Records::document, {});
  BOOST_TEST(names_of(sample) == (Names{"a", "b"}), boost::test_tools::per_element());
  const auto seen = sample.seen_at({{"a"}, {"b", "c"}, {"b", "d"}}, {{"b"}});
  BOOST_TEST((seen[0].types.first() == Type::int64));
  BOOST_TEST((seen[1].types.first() == Type::int64));
  BOOST_TEST(seen[2].any_array);
  BOOST_TEST(sample.members_at({"b"}, {{"b"}}) == (Names{"c", "d"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_a_long_line_with_several_values_those_before_the_cut_are_seen) {
  json::Sample sample("{\"a\":1}{\"b\":2}{\"c\":3,\"d", false);
  sample.part(Records::lines, {});
  BOOST_TEST(names_of(sample) == (Names{"a", "b", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_value_that_is_null_is_there) {
  const auto sample = sample_of("{\"a\":null}\n{\"b\":{\"c\":1}}\n", Records::lines);
  BOOST_TEST(sample.seen_at_path(Path{"a"}).any);
  BOOST_TEST(sample.seen_at_path(Path{"b", "c"}).any);
  BOOST_TEST(!sample.seen_at_path(Path{"c"}).any);
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
