// SPDX-License-Identifier: Apache-2.0
#include "csv/infer.hpp"

#include <boost/test/unit_test.hpp>

#include "csv/layout.hpp"

BOOST_AUTO_TEST_SUITE(csv_infer)

namespace csv = dp::csv;
using dp::Type;
using Types = std::vector<Type>;

namespace {

Types types_of(std::string_view text, std::size_t count, const csv::Layout& layout,
               bool final = true) {
  Types types;
  for (const auto& set : csv::types_of(text, 0, final, layout, count))
    types.push_back(set.first());
  return types;
}

Types types_of(std::string_view text, std::size_t count, const csv::Missing& missing = {},
               bool final = true) {
  csv::Layout layout;
  layout.missing = missing;
  return types_of(text, count, layout, final);
}

}  // namespace

BOOST_AUTO_TEST_CASE(types_are_those_that_fit_all_values) {
  BOOST_TEST((types_of("1,1,a,true\n2,2.5,3,false\n", 4) ==
              Types{Type::int64, Type::float64, Type::string, Type::boolean}));
  BOOST_TEST(
      (types_of("2024-02-29,2024-02-29T10:00:00Z\n", 2) == Types{Type::date, Type::timestamp}));
}

BOOST_AUTO_TEST_CASE(records_that_are_not_rows_tell_nothing) {
  // Too many fields, wrong quotes, a blank line.
  BOOST_TEST((types_of("1\na,b\n\"c\"d\n\n2\n", 1) == Types{Type::int64}));
  // The last record may go on.
  BOOST_TEST((types_of("1\n2x", 1, csv::Missing{}, false) == Types{Type::int64}));
  BOOST_TEST((types_of("1\n2x", 1, csv::Missing{}, true) == Types{Type::string}));
}

BOOST_AUTO_TEST_CASE(nulls_and_empty_fields_tell_nothing) {
  BOOST_TEST((types_of("NA,1\n7,\n,2\n", 2, {"NA", false}) == Types{Type::int64, Type::int64}));
  // In quotes it is text.
  BOOST_TEST((types_of("\"NA\"\n7\n", 1, {"NA", false}) == Types{Type::string}));
  BOOST_TEST((types_of("\n", 1) == Types{Type::string}));
}

BOOST_AUTO_TEST_CASE(spaces_are_no_part_of_a_value_if_they_are_trimmed) {
  BOOST_TEST((types_of(" 1\t\n2\n", 1, {"", true}) == Types{Type::int64}));
  BOOST_TEST((types_of(" 1\t\n2\n", 1) == Types{Type::string}));
  BOOST_TEST(csv::trimmed("\t a b \t") == "a b");
  BOOST_TEST(csv::trimmed(" \t") == "");
}

BOOST_AUTO_TEST_CASE(the_first_record_that_is_one_tells_the_number_of_fields) {
  BOOST_TEST(csv::fields_of_first("\n\"a\"b\nc,d,e\nf\n", 0, true, {}) == 3u);
  BOOST_TEST(csv::fields_of_first("a,b\nc\n", 4, true, {}) == 1u);
  BOOST_TEST(csv::fields_of_first("a,b", 0, false, {}) == 0u);
  BOOST_TEST(csv::fields_of_first("", 0, true, {}) == 0u);
}

BOOST_AUTO_TEST_CASE(records_that_are_padded_or_cut_short_tell_what_they_have) {
  csv::Layout layout;
  const auto types = Types{Type::int64, Type::string};
  BOOST_TEST((types_of("1,2\nx\n3,y,z\n", 2, layout) == Types{Type::int64, Type::int64}));
  layout.ragged = csv::Ragged::pad;
  BOOST_TEST((types_of("1,2\n3\nx,y,z\n", 2, layout) == Types{Type::int64, Type::int64}));
  BOOST_TEST((types_of("1,2\nx\n", 2, layout) == Types{Type::string, Type::int64}));
  layout.ragged = csv::Ragged::truncate;
  BOOST_TEST((types_of("1,2\n3,y,z\n", 2, layout) == types));
}

BOOST_AUTO_TEST_CASE(numbers_are_inferred_in_their_form) {
  csv::Layout layout;
  layout.dialect.delimiter = ';';
  layout.numbers = {true, '.'};
  BOOST_TEST((types_of("1,5;1.000;1.5;1,5\n2;2;2;x\n", 4, layout) ==
              Types{Type::float64, Type::int64, Type::string, Type::string}));
  BOOST_TEST((types_of("2024-02-29;2024-02-29T10:00:00.250Z;true;007\n", 4, layout) ==
              Types{Type::date, Type::timestamp, Type::boolean, Type::string}));
}

BOOST_AUTO_TEST_SUITE_END()
