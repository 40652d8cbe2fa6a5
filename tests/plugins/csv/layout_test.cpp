// SPDX-License-Identifier: Apache-2.0
#include "csv/layout.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_layout)

namespace csv = dp::csv;
using dp::data::Value;
using dp::test::try_csv;
using dp::test::why;
using Names = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(fields_are_matched_with_columns_by_their_names) {
  const dp::Schema columns = {{"a"}, {"b"}, {"c"}};
  const auto sources = csv::match_columns(columns, {"c", "a", "b"}).value();
  BOOST_TEST(sources == (std::vector<std::uint32_t>{1, 2, 0}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(missing_and_additional_columns_are_named) {
  const dp::Schema columns = {{"a"}, {"b"}};
  BOOST_TEST(
      why(csv::match_columns(columns, {"a", "x", "y"})) ==
      "header: got a, x, y, expected a, b as in the first input (missing: b; more: x, y): none "
      "of its records is read");
  BOOST_TEST(
      why(csv::match_columns(columns, {"a", "b", "c"})) ==
      "header: got a, b, c, expected a, b as in the first input (missing: none; more: c): none "
      "of its records is read");
}

BOOST_AUTO_TEST_CASE(columns_come_from_the_header_the_option_or_numbers) {
  const auto names = [](const dp::Schema& schema) {
    Names out;
    for (const auto& field : schema) out.push_back(field.name);
    return out;
  };
  BOOST_TEST(names(try_csv("x,y\n1,2\n").value().schema()) == (Names{"x", "y"}),
             boost::test_tools::per_element());
  const auto off = Value::of(false);
  BOOST_TEST(names(try_csv("1,2\n", {{"header", off}}).value().schema()) ==
                 (Names{"column1", "column2"}),
             boost::test_tools::per_element());
  const auto given = Value::list({Value::of("p"), Value::of("q")});
  BOOST_TEST(names(try_csv("1,2\n", {{"header", off}, {"columns", given}}).value().schema()) ==
                 (Names{"p", "q"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_header_alone_is_no_line_at_the_end) {
  const auto columns = [](const std::string& text, std::int64_t lines) {
    return try_csv(text, {{"skip_end_lines", Value::of(lines)}}).value().schema();
  };
  BOOST_TEST(columns("x,y\n", 1).size() == 2u);
  BOOST_TEST(columns("x,y\nTotal,0\n", 2).size() == 2u);
  BOOST_TEST(columns("x,y\n1,2\nTotal,2\n", 1).size() == 2u);
  BOOST_TEST(columns("0 rows\n", 1).empty());
}

BOOST_AUTO_TEST_CASE(a_first_line_that_looks_like_a_record_is_warned_of) {
  const auto warnings = [](const std::string& text, const dp::test::Given& given = {}) {
    dp::test::Setting setting;
    setting.sample = text;
    setting.role = DP_READER;
    setting.refutes = true;
    return dp::test::Task::open("csv", "csv", dp::test::map_of(given), std::move(setting))
        .value()
        .warnings();
  };
  BOOST_TEST(
      warnings("1,x\n2,y\n") ==
          (Names{"header: the first line names the columns, and looks like a record: its "
                 "values are of the types of those below (got '1,x'); header: false reads "
                 "it as one, and types: {NAME: int} says that it is none"}),
      boost::test_tools::per_element());
  for (const char* text : {"a,b\n1,2\n", "a,2020\n1,2\n", ",0\n1,2\n", "x,y\nz,w\n", "1,2\n"})
    BOOST_TEST(warnings(text).empty(), text);
  BOOST_TEST(warnings("1,x\n2,y\n", {{"types", dp::test::texts_of({{"1", "int"}})}}).empty());
  BOOST_TEST(warnings("1,x\n2,y\n", {{"header", Value::of(false)}}).empty());
}

BOOST_AUTO_TEST_CASE(names_are_trimmed_as_values_are) {
  const dp::test::Given trims = {{"trim", Value::of(true)},
                                 {"types", dp::test::texts_of({{"b", "int"}})}};
  const auto schema = try_csv("a, b \n1, 2 \n", trims).value().schema();
  BOOST_TEST(schema[1].name == "b");
  auto task = dp::test::open_csv("a, b \n1, 2 \n", trims);
  BOOST_REQUIRE(task.read("b ,a\n 2 ,1\n"));
  BOOST_TEST(task.rows() == (dp::test::Rows{{"1", "2"}}));
}

BOOST_AUTO_TEST_CASE(names_fit_if_any_record_at_the_beginning_has_as_many_fields) {
  const auto off = Value::of(false);
  const auto given = Value::list({Value::of("p"), Value::of("q")});
  const dp::test::Given two = {{"header", off}, {"columns", given}};
  BOOST_TEST(try_csv("title\n1,2\n", two).value().schema().size() == 2u);
  BOOST_TEST(why(try_csv("1,2,3\n4\n", two)) ==
             "columns: got 2 columns, expected 3, as the first record has");
  auto padded = two;
  padded.emplace_back("ragged", Value::of("pad"));
  BOOST_TEST(try_csv("1,2,3\n4\n", padded).value().schema().size() == 2u);
  padded.back().second = Value::of("truncate");
  BOOST_TEST(try_csv("1,2,3\n", padded).value().schema().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_nul_in_a_name_is_shown) {
  const std::string text("a\0b,c\n1,2\n", 10);
  BOOST_TEST(try_csv(text).value().schema()[0].name == "a\\0b");
  const auto given = Value::list({Value::of(std::string("\0", 1)), Value::of("\\0x")});
  const auto schema =
      try_csv("1,2\n", {{"header", Value::of(false)}, {"columns", given}}).value().schema();
  BOOST_TEST(schema[0].name == "\\0");
}

BOOST_AUTO_TEST_CASE(names_beside_a_header_and_names_given_twice_are_refused) {
  const auto twice = Value::list({Value::of("p"), Value::of("p")});
  BOOST_TEST(why(try_csv("1,2\n", {{"columns", twice}})) ==
             "columns: the header names them (got names and header: true, expected header: "
             "false; or 'types' to give types, or a 'select' step to keep fewer)");
  BOOST_TEST(why(try_csv("1,2\n", {{"header", Value::of(false)}, {"columns", twice}})) ==
             "columns[1]: got 'p' a second time, expected a name of its own for each column");
}

BOOST_AUTO_TEST_CASE(a_quote_that_cannot_quote_is_refused) {
  BOOST_TEST(why(try_csv("a\n", {{"quote", Value::of("x")}})) ==
             "quote: cannot quote fields (got 'x', expected double, single, none, or one "
             "punctuation character that is in no number or time and not the delimiter)");
}

BOOST_AUTO_TEST_SUITE_END()
