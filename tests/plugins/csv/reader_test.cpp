// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_reader)

namespace {
namespace data = boost::unit_test::data;
using dp::Type;
using dp::data::Value;
using dp::test::Given;
using dp::test::list_of;
using dp::test::names_of;
using dp::test::open_csv;
using dp::test::Reject;
using dp::test::Row;
using dp::test::Rows;
using dp::test::texts_of;
using dp::test::try_csv;
using dp::test::why;
using dp::test::without_header;

const std::string kNull = dp::test::kNull;

/// Rows of a text whose columns are its own.
Rows rows_of(const std::string& text, const Given& given = {}) {
  auto task = open_csv(text, given);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rejects().empty());
  BOOST_TEST(task.consumed() == text.size());
  return task.rows();
}

std::string types_of(const std::string& text) {
  std::string types;
  const auto schema = open_csv(text).schema();
  for (const auto& field : schema)
    types += (types.empty() ? "" : " ") + std::string(dp::type_name(field.type));
  return types;
}

const Given kNoHeader = {{"header", Value::of(false)}};

struct Bad {
  const char* text;  ///< without header; x: int, y: string
  std::vector<Reject> rejects;
  friend std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.text; }
};

const Bad kBad[] = {
    {"1,a,b\n2,c\n", {{0, "1,a,b", "got 3 fields, expected 2"}}},
    {"1\r\n2,c\n", {{0, "1", "got 1 field, expected 2"}}},
    {"abc,a\n2,c\n", {{0, "abc,a", "column 'x': got 'abc', expected int"}}},
    {"\"1\"\"\",a\n2,c\n", {{0, "\"1\"\"\",a", "column 'x': got '1\"\"', expected int"}}},
    {"1,\xe9t\xe9\n2,c\n", {{0, "1,\xe9t\xe9", "column 'y': got byte 0xe9, expected UTF-8"}}},
    {"1,\"a\"b\n2,c\n",
     {{0, "1,\"a\"b",
       "column 'y': got 'b' after the closing quote, expected ',' or a line end"}}},
    {"1,\"a\n2,c\n", {{0, "1,\"a", "column 'y': unterminated quote"}}},
    {"1,\"a\n2,c\n3,\"d\n4,e\n",
     {{0, "1,\"a", "column 'y': got 'd' after the closing quote, expected ',' or a line end"},
      {9, "3,\"d", "column 'y': unterminated quote"}}},
    {"1,b,\"c\n2,c\n", {{0, "1,b,\"c", "field 3: unterminated quote"}}},
    {"1,\"a\"\r2\n2,c\n",
     {{0, "1,\"a\"\r2",
       "column 'y': got '\\x0d' after the closing quote, expected ',' or a line end"}}},
    {"99999999999999999999,a\n2,c\n",
     {{0, "99999999999999999999,a", "column 'x': got '99999999999999999999', expected int"}}},
};

struct Value1 {
  const char* type;
  const char* text;
  const char* expected;  ///< nullptr: rejected
  friend std::ostream& operator<<(std::ostream& out, const Value1& value) {
    return out << value.type << " " << value.text;
  }
};

const Value1 kValues[] = {
    {"int", "+7", "7"},
    {"int", "-9223372036854775808", "-9223372036854775808"},
    {"int", "9223372036854775808", nullptr},
    {"int", "007", "7"},
    {"int", "1.0", nullptr},
    {"int", "-", nullptr},
    {"int", " 1", nullptr},
    {"float", "1", "1"},
    {"float", "-.5", "-0.5"},
    {"float", "2.", "2"},
    {"float", ".", nullptr},
    {"float", "0.1", "0.10000000000000001"},
    {"float", "123456789012345678901234567890", "1.2345678901234568e+29"},
    {"float", "1e-7", "9.9999999999999995e-08"},
    {"float", "1e999", nullptr},
    {"float", "inf", "inf"},
    {"float", "infinity", nullptr},
    {"float", "0x10", nullptr},
    {"float", "1,5", nullptr},
    {"decimal", "12.50", "12.50"},
    {"decimal", "+007.10", "7.10"},
    {"decimal", "1e3", "1000"},
    {"decimal", "-123456789.000000001", "-123456789.000000001"},
    {"decimal", "0.123456789012345678901234567890123456",
     "0.123456789012345678901234567890123456"},
    {"decimal", "1234567890123456789012345678901234567", nullptr},
    {"decimal", "nan", nullptr},
    {"decimal", "", "<null>"},
    {"bool", "TRUE", "true"},
    {"bool", "0", "false"},
    {"bool", "yes", nullptr},
    {"date", "1970-01-02", "1"},
    {"date", "2000-02-29", "11016"},
    {"date", "1900-02-29", nullptr},
    {"date", "1969-12-31", "-1"},
    {"date", "0000-01-01", "-719528"},
    {"date", "2015-5-17", nullptr},
    {"timestamp", "1970-01-01T00:00:01Z", "1000000"},
    {"timestamp", "1970-01-01 00:00:01.25", "1250000"},
    {"timestamp", "1970-01-01T00:00:00.123456789Z", "123456"},
    {"timestamp", "1970-01-01T01:00:00+01:00", "0"},
    {"timestamp", "1970-01-01T00:00-0030", "1800000000"},
    {"timestamp", "1970-01-01T24:00:00Z", nullptr},
    {"timestamp", "1970-01-01", "0"},
    {"timestamp", "1970-01-01T00:00:00.Z", nullptr},
    {"string", "\"\"", ""},
    {"int", "\"\"", "<null>"},
    {"string", "'a'", "'a'"},
    {"string", "a\"b", "a\"b"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_first_line_names_the_columns_and_values_give_the_types) {
  const std::string text =
      "name,hits,share,ok,day,at,zip\n"
      "ann,12,0.5,true,2015-05-17,2015-05-17T10:05:03Z,00501\n"
      "\"b, \"\"c\"\"\",-3,7,false,1970-01-01,1970-01-01T00:00:00Z,10001\n";
  auto task = open_csv(text);
  const dp::Schema expected = {{"name", Type::string},   {"hits", Type::int64},
                               {"share", Type::float64}, {"ok", Type::boolean},
                               {"day", Type::date},      {"at", Type::timestamp},
                               {"zip", Type::string}};
  BOOST_TEST((task.schema() == expected));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() ==
             (Rows{{"ann", "12", "0.5", "true", "16572", "1431857103000000", "00501"},
                   {"b, \"c\"", "-3", "7", "false", "0", "0", "10001"}}));
  BOOST_TEST(task.lines() == 3u);
  BOOST_TEST((task.offsets() == std::vector<std::uint64_t>{30, 84}));
}

BOOST_AUTO_TEST_CASE(types_are_guessed_so_that_nothing_is_lost) {
  BOOST_TEST(types_of("a,b\n1,\n2,\n") == "int string");
  BOOST_TEST(types_of("a,b\n1,1\n2.5,x\n") == "float string");
  BOOST_TEST(types_of("a,b\n+1,-01\n2,3\n") == "string string");
  BOOST_TEST(types_of("a,b\nnan,nan\n1,nan\n") == "string string");
  BOOST_TEST(types_of("a,b\n12345678901234567890,1\n") == "decimal int");
  BOOST_TEST(types_of("a,b\n2015-01-01,2015-01-01\n2015-01-01 10:00,2015-02-30\n") ==
             "string string");
  BOOST_TEST(types_of("a,b\n\"1\",\"\"\n,\n") == "int string");
  BOOST_TEST(types_of("a,b\n1,true\n2,false\nx\n") == "int bool");
  BOOST_TEST(types_of("a,b\n1E3,true\n2,FALSE\n") == "string string");
  BOOST_TEST(types_of("a,b") == "string string");
  BOOST_TEST(types_of("") == "");
}

BOOST_AUTO_TEST_CASE(line_ends_marks_and_blank_lines_are_no_part_of_a_record) {
  auto task = open_csv("a,b\n");
  const std::string text = "\xef\xbb\xbf\n\r\na,b\r\n1,2\n\n3,\"4\n5\"\r\n\r\n6,";
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"1", "2"}, {"3", "4\n5"}, {"6", kNull}}));
  BOOST_TEST((task.offsets() == std::vector<std::uint64_t>{11, 16, 27}));
  BOOST_TEST(task.lines() == 9u);
  BOOST_TEST(task.blank() == 4u);
  BOOST_TEST(task.consumed() == text.size());
}

BOOST_AUTO_TEST_CASE(without_header_columns_are_numbered_or_named) {
  BOOST_TEST(rows_of("1,x\n2,y", kNoHeader) == (Rows{{"1", "x"}, {"2", "y"}}));
  BOOST_TEST(open_csv("1,x\n", kNoHeader).schema()[1].name == "column2");
  const auto named = without_header({{"id", "string"}, {"word", "auto"}});
  BOOST_TEST((open_csv("1,x\n", named).schema() ==
              dp::Schema{{"id", Type::string}, {"word", Type::string}}));
  BOOST_TEST(try_csv("1,x,3\n", named).error().message ==
             "columns: got 2 columns, expected 3, as the first record has");
  const Given names{{"header", Value::of(false)},
                    {"columns", names_of({{"id", ""}, {"x", ""}})}};
  BOOST_TEST((open_csv("1,x\n", names).schema() ==
              dp::Schema{{"id", Type::int64}, {"x", Type::string}}));
}

BOOST_AUTO_TEST_CASE(types_are_those_that_are_given_and_else_guessed) {
  const std::string text = "a,b,c\n1,2,3\n";
  const Given given{{"types", texts_of({{"c", "decimal"}, {"a", "string"}, {"b", "auto"}})}};
  BOOST_TEST((open_csv(text, given).schema() ==
              dp::Schema{{"a", Type::string}, {"b", Type::int64}, {"c", Type::decimal}}));
  const Given numbered{{"header", Value::of(false)},
                       {"types", texts_of({{"column2", "float"}})}};
  BOOST_TEST((open_csv("1,2\n", numbered).schema() ==
              dp::Schema{{"column1", Type::int64}, {"column2", Type::float64}}));
}

BOOST_AUTO_TEST_CASE(of_an_empty_input_the_columns_are_those_that_have_types) {
  const Given given{{"types", texts_of({{"b", "int"}, {"a", "auto"}})}};
  for (const char* text : {"", "\n\n"})
    BOOST_TEST((open_csv(text, given).schema() ==
                dp::Schema{{"b", Type::int64}, {"a", Type::string}}));
  BOOST_TEST(open_csv("").schema().empty());
}

BOOST_AUTO_TEST_CASE(where_there_are_no_columns_each_record_is_rejected) {
  auto task = open_csv("", kNoHeader);
  BOOST_TEST(task.schema().empty());
  BOOST_REQUIRE(task.read("\na,b\nc\n\"d\ne\"\n"));
  BOOST_TEST(task.rows().empty());
  BOOST_TEST(
      task.rejects() == (std::vector<Reject>{{1, "a,b", "got 2 fields, expected 0"},
                                             {5, "c", "got 1 field, expected 0"},
                                             {7, "\"d\ne\"", "got 1 field, expected 0"}}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(names_are_made_unique) {
  const auto schema = open_csv("a,,a,a_2,a\n").schema();
  std::string names;
  for (const auto& field : schema) names += field.name + " ";
  BOOST_TEST(names == "a column2 a_2 a_2_2 a_3 ");
}

BOOST_AUTO_TEST_CASE(options_that_cannot_be_are_refused) {
  BOOST_TEST(why(try_csv("a,b\n", {{"types", texts_of({{"c", "int"}})}})) ==
             "types.c: no such column (got 'c', expected one of a, b)");
  BOOST_TEST(
      why(try_csv("a,b\n", {{"columns", names_of({{"a", ""}, {"b", ""}})}})) ==
      "columns: the header names them (got names and header: true, expected header: false; "
      "or one of first, union, strict, for inputs of other columns; or 'types' to give types, "
      "or a 'select' step to keep fewer)");
  BOOST_TEST(why(try_csv("1,2\n", {{"header", Value::of(false)},
                                   {"columns", names_of({{"a", ""}, {"a", ""}})}})) ==
             "columns[1]: got 'a' a second time, expected a name of its own for each column");
  BOOST_TEST(why(try_csv("1,2\n", {{"header", Value::of(false)},
                                   {"columns", names_of({{"", ""}, {"a", ""}})}})) ==
             "columns[0]: got '', expected a name of its own for each column");
  BOOST_TEST(try_csv("a\n", {{"quote", Value::of(",")}})
                 .error()
                 .message.starts_with(
                     "quote: cannot quote fields (got ',', expected double, single, none"));
  BOOST_TEST(
      try_csv("a\n", {{"delimiter", Value::of("ab")}})
          .error()
          .message.starts_with("delimiter: cannot separate fields (got 'ab', expected comma"));
  BOOST_TEST(try_csv("\xff\xfe"
                     "a")
                 .error()
                 .message == "is UTF-16 (expected UTF-8: iconv -f UTF-16 -t UTF-8)");
  BOOST_TEST(
      try_csv("\"a\"b,c\n").error().message ==
      "header: its quotes are wrong (got '\"a\"b,c\\x0a', expected fields in whole quotes or "
      "none)");
}

BOOST_AUTO_TEST_CASE(delimiter_and_quote_are_a_matter_of_choice) {
  BOOST_TEST(rows_of("a;b\n'x;''y';\"z\"\n",
                     {{"delimiter", Value::of("semicolon")}, {"quote", Value::of("single")}}) ==
             (Rows{{"x;'y", "\"z\""}}));
  BOOST_TEST(rows_of("a,b\n\"x,y\n", {{"quote", Value::of("none")}}) == (Rows{{"\"x", "y"}}));
  auto tsv = try_csv("a\tb\n1\tx,y\n", {}, "csv.tsv").value();
  BOOST_REQUIRE(tsv.read("a\tb\n1\tx,y\n"));
  BOOST_TEST(tsv.rows() == (Rows{{"1", "x,y"}}));
}

BOOST_AUTO_TEST_CASE(null_text_and_trim_are_for_bare_fields) {
  BOOST_TEST(rows_of("a,b\nNA,1\n\"NA\",\n,3\n", {{"null_text", list_of({"NA"})}}) ==
             (Rows{{kNull, "1"}, {"NA", kNull}, {"", "3"}}));
  BOOST_TEST(rows_of("a,b\n x ,\t1\n\" y \",  \n", {{"trim", Value::of(true)}}) ==
             (Rows{{"x", "1"}, {" y ", kNull}}));
  BOOST_TEST(rows_of("a,b\n  ,1\n\t,2\n",
                     {{"trim", Value::of(true)}, {"null_text", list_of({"NA"})}}) ==
             (Rows{{"", "1"}, {"", "2"}}));
}

BOOST_DATA_TEST_CASE(a_bad_record_is_rejected_and_its_neighbours_are_read, data::make(kBad),
                     bad) {
  auto task = open_csv("", without_header({{"x", "int"}, {"y", "string"}}));
  const std::string text = "0,first\n" + std::string(bad.text);
  BOOST_REQUIRE(task.read(text));
  auto expected = bad.rejects;
  for (auto& reject : expected) reject.offset += 8;
  BOOST_TEST(task.rejects() == expected, boost::test_tools::per_element());
  BOOST_TEST(task.rows()[0] == (Row{"0", "first"}), boost::test_tools::per_element());
  BOOST_TEST(task.rows()[1] == (Row{"2", "c"}), boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(a_value_is_read_as_its_type, data::make(kValues), value) {
  auto given = without_header({{"v", value.type}, {"w", "string"}});
  given.emplace_back("delimiter", Value::of(";"));
  auto task = open_csv("", given);
  BOOST_REQUIRE(task.read(std::string(value.text) + ";\n"));
  if (value.expected != nullptr)
    BOOST_TEST(task.rows() == (Rows{{value.expected, kNull}}));
  else
    BOOST_TEST(task.rejects().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_refused_row_leaves_no_null_behind) {
  auto task = open_csv("", without_header({{"x", "int"}, {"y", "int"}}));
  BOOST_REQUIRE(task.read(",x\n1,2\n"));
  BOOST_TEST(task.rows() == (Rows{{"1", "2"}}));
}

BOOST_AUTO_TEST_CASE(columns_of_other_items_are_found_by_name) {
  auto task = open_csv("a,b\n1,x\n");
  const std::string other = "b,a\ny,2\n";
  BOOST_REQUIRE(task.read("a,b\n1,x\n", {.item = 0, .head = "a,b\n1,x\n"}));
  BOOST_REQUIRE(task.read(other, {.item = 1, .head = other}));
  BOOST_REQUIRE(task.read("z,3\n", {.offset = 8, .item = 1, .first = false, .head = other}));
  BOOST_REQUIRE(task.read("4,w\n", {.offset = 8, .item = 0, .first = false, .head = "a,b\n"}));
  BOOST_TEST(task.rows() == (Rows{{"1", "x"}, {"2", "y"}, {"3", "z"}, {"4", "w"}}));
}

BOOST_AUTO_TEST_CASE(columns_that_nobody_reads_are_left_alone) {
  const std::string text = "a,b,c\n1,x,2\n3,y,4\nbad,z,6\n";
  auto task = open_csv("a,b,c\n1,x,2\n");
  task.need({"c"});
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.column("c") == (Row{"2", "4", "6"}), boost::test_tools::per_element());
  BOOST_TEST(task.column("a")[0] == dp::test::kEmpty);
}

BOOST_AUTO_TEST_CASE(batches_are_bounded) {
  std::string text = "a\n";
  for (int i = 0; i < 2500; ++i) text += "x\n";
  auto task = open_csv(text);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.batches() == (std::vector<std::size_t>{1024, 1024, 452}),
             boost::test_tools::per_element());
  text = "a\n";
  for (int i = 0; i < 30; ++i) text += "\"" + std::string(50000, 'x') + "\"\n";
  task = open_csv(text);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows().size() == 30u);
  BOOST_TEST(task.batches().front() == 5u);
}

BOOST_AUTO_TEST_CASE(a_record_that_cannot_end_is_rejected_by_its_first_line) {
  auto task = open_csv("a,b\n");
  BOOST_REQUIRE(task.read("1,\"x\n2,y\n", {.offset = 4, .first = false, .last = false}));
  BOOST_TEST(task.consumed() == 0u);
  BOOST_TEST(task.lines() == 0u);
  BOOST_REQUIRE(
      task.read("1,\"x\n2,y\n", {.offset = 4, .first = false, .last = false, .full = true}));
  BOOST_TEST(task.rows() == (Rows{{"2", "y"}}));
  BOOST_TEST(task.consumed() == 9u);
  BOOST_TEST(task.rejects() == (std::vector<Reject>{{4, "1,\"x",
                                                     "record: does not end within 9 bytes (an "
                                                     "unterminated quote?)"}}),
             boost::test_tools::per_element());
  // One that is not the first may get more bytes yet.
  BOOST_REQUIRE(
      task.read("1,z\n1,\"x\n", {.offset = 4, .first = false, .last = false, .full = true}));
  BOOST_TEST(task.consumed() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
