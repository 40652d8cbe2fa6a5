// SPDX-License-Identifier: Apache-2.0
#include "csv/layout.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "values/knowledge.hpp"
#include "values/type_set.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_layout)

namespace csv = dp::csv;
using dp::data::Value;
using dp::test::try_csv;
using dp::test::why;
using Names = std::vector<std::string>;

namespace {

/// Where the columns a, b are in an item with these names, of one byte each.
dp::Result<csv::ItemColumns> matched(const Names& names,
                                     csv::OtherColumns other = csv::OtherColumns::reject) {
  csv::Layout layout;
  layout.columns = {{"a"}, {"b"}};
  layout.other = other;
  csv::Header header;
  header.names = names;
  for (std::uint32_t i = 0; i < names.size(); ++i) header.places.push_back(2 * i);
  return csv::match_columns(layout, header);
}

}  // namespace

BOOST_AUTO_TEST_CASE(fields_are_matched_with_columns_by_their_names) {
  const auto found = matched({"b", "a"}).value();
  BOOST_TEST(found.sources == (std::vector<std::uint32_t>{1, 0}),
             boost::test_tools::per_element());
  BOOST_TEST(found.fields == 2u);
}

BOOST_AUTO_TEST_CASE(missing_and_additional_columns_are_named) {
  BOOST_TEST(
      why(matched({"a", "x", "y"})) ==
      "header: got a, x, y, expected a, b as in the first input (missing: b; more: x, y): none "
      "of its records is read");
  BOOST_TEST(
      why(matched({"a", "b", "c"})) ==
      "header: got a, b, c, expected a, b as in the first input (missing: none; more: c): none "
      "of its records is read");
}

BOOST_AUTO_TEST_CASE(columns_may_be_missing_and_others_be_there_if_the_option_says_so) {
  for (const auto other : {csv::OtherColumns::first, csv::OtherColumns::all}) {
    const auto found = matched({"b", "x", "y"}, other).value();
    BOOST_TEST(found.sources == (std::vector<std::uint32_t>{csv::kAbsent, 0}),
               boost::test_tools::per_element());
    BOOST_TEST(found.fields == 3u);
    BOOST_REQUIRE(found.more.size() == 2u);
    BOOST_TEST(found.more[1].name == "y");
    BOOST_TEST(found.more[1].field == 2u);
    BOOST_TEST(found.more[1].offset == 4u);
  }
}

BOOST_AUTO_TEST_CASE(the_first_difference_is_named_if_there_may_be_none) {
  const auto strict = [](const Names& names) {
    return why(matched(names, csv::OtherColumns::strict));
  };
  const std::string end =
      " as in the first input (columns: strict): none of its records is read";
  BOOST_TEST(strict({"b", "a"}) == "header: column 1: got 'b', expected 'a'" + end);
  BOOST_TEST(strict({"a"}) == "header: column 2: got the end, expected 'b'" + end);
  BOOST_TEST(strict({"a", "b", "c"}) == "header: column 3: got 'c', expected the end" + end);
  BOOST_TEST(matched({"a", "b"}, csv::OtherColumns::strict).has_value());
}

BOOST_AUTO_TEST_CASE(names_beside_a_header_are_a_mistake_and_a_misspelt_word_is_told) {
  const auto given = [](const Value& value) {
    return why(try_csv("a\n1\n", {{"columns", value}}));
  };
  BOOST_TEST(
      given(Value::list({Value::of("unoin")})) ==
      "columns: got 'unoin', expected one of first, union, strict, did you mean 'union'?");
  BOOST_TEST(given(Value::list({Value::of("a"), Value::of("b")})) ==
             "columns: the header names them (got names and header: true, expected header: "
             "false; or one "
             "of first, union, strict, for inputs of other columns; or 'types' to give types, "
             "or a 'select' step to keep fewer)");
}

BOOST_AUTO_TEST_CASE(columns_of_other_inputs_come_in_the_order_in_which_these_name_them) {
  dp::values::Knowledge knowledge;
  const dp::values::TypeSet none;
  knowledge.add("=y", none.bits(), dp::values::Refuter{1, 9, std::nullopt});
  knowledge.add("=z", none.bits(), dp::values::Refuter{1, 4, std::nullopt});
  knowledge.add("=x", none.bits(), dp::values::Refuter{2, 0, std::nullopt});
  knowledge.add("=x", none.bits(), dp::values::Refuter{3, 0, std::nullopt});
  knowledge.add("=a", none.bits(), dp::values::Refuter{0, 0, "'q'"});
  for (const bool growing : {false, true}) {
    dp::test::Setting setting;
    setting.sample = "a\n1\n";
    setting.role = DP_READER;
    setting.refutes = true;
    setting.growing = growing;
    knowledge.save(setting.knowledge);
    const auto task =
        dp::test::Task::open("csv", "csv",
                             dp::test::map_of({{"columns", dp::test::list_of({"union"})}}),
                             std::move(setting))
            .value();
    Names names;
    for (const auto& field : task.schema()) names.push_back(field.name);
    BOOST_TEST(names == (growing ? Names{"a", "z", "y", "x"} : Names{"a"}),
               boost::test_tools::per_element());
  }
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
             "false; or one of first, union, strict, for inputs of other columns; or 'types' "
             "to give types, or a 'select' step to keep fewer)");
  BOOST_TEST(why(try_csv("1,2\n", {{"header", Value::of(false)}, {"columns", twice}})) ==
             "columns[1]: got 'p' a second time, expected a name of its own for each column");
}

BOOST_AUTO_TEST_CASE(a_quote_that_cannot_quote_is_refused) {
  BOOST_TEST(why(try_csv("a\n", {{"quote", Value::of("x")}})) ==
             "quote: cannot quote fields (got 'x', expected double, single, none, or one "
             "punctuation character that is in no number or time and not the delimiter)");
}

BOOST_AUTO_TEST_SUITE_END()
