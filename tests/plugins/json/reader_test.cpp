// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(json_reader)

namespace {
namespace data = boost::unit_test::data;
using dp::Type;
using dp::data::Value;
using dp::test::Given;
using dp::test::members;
using dp::test::open_json;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::texts_of;
using dp::test::try_json;
using dp::test::why;

const std::string kNull = dp::test::kNull;

Given layout(const std::string& word) { return {{"layout", Value::of(word)}}; }

/// Columns by their paths.
Given paths(const dp::test::Pairs& all) {
  return {{"layout", Value::of("lines")}, {"columns", texts_of(all)}};
}

std::string types_of(const std::string& text, const Given& given = {}) {
  std::string types;
  const auto schema = open_json(text, given).schema();
  for (const auto& field : schema)
    types += (types.empty() ? "" : " ") + field.name + ":" + std::string(type_name(field.type));
  return types;
}

Rows rows_of(const std::string& text, const Given& given = {}) {
  auto task = open_json(text, given);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rejects().empty());
  return task.rows();
}

struct Bad {
  const char* text;
  const char* reason;  ///< nullptr: it is right
  friend std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.text; }
};

/// Lines between two good ones, of columns x: int, y: string.
const Bad kBad[] = {
    {R"({"x":1,"y":"a"}})", "byte 16: got '}', expected the end"},
    {R"({"x":1,"y":"a"} 2)", "byte 17: got '2', expected the end"},
    {R"({"x":1,"y":"a")", "byte 15: got the end, expected more"},
    {R"({"x":1)", "byte 7: got the end, expected more"},
    {R"({"x":1,"y":[1)", "byte 14: got the end, expected more"},
    {R"({"x":1,"y":"a)", "byte 14: got the end, expected the end of the string"},
    {R"({"x":1,"y":"a\)", "byte 15: got the end, expected the end of the string"},
    {R"({"x":1,})",
     "byte 8: got '}', expected a name in quotes (trailing_commas: true passes over the comma "
     "before it)"},
    {R"({"x":[1,]})",
     "byte 9: got ']', expected a value (trailing_commas: true passes over the comma before "
     "it)"},
    {R"({"x":1 "y":2})", "byte 8: got '\"', expected ',' or '}'"},
    {R"({"x" 1})", "byte 6: got '1', expected ':'"},
    {R"({x:1})", "byte 2: got 'x', expected a name in quotes"},
    {R"({"x":})", "byte 6: got '}', expected a value"},
    {R"({"x":1])", "byte 7: got ']', expected ',' or '}'"},
    {R"({"z":nul})", "byte 6: got 'n', expected a value"},
    {R"({"z":True})", "byte 6: got 'T', expected a value"},
    {R"({"z":NaN})", "byte 6: got 'N', expected a value"},
    {R"({"z":01})", "byte 6: got '0', expected a value"},
    {R"({"z":+1})", "byte 6: got '+', expected a value"},
    {R"({"z":1.})", "byte 6: got '1', expected a value"},
    {R"({"z":.5})", "byte 6: got '.', expected a value"},
    {R"({"z":1e})", "byte 6: got '1', expected a value"},
    {R"({"z":-})", "byte 6: got '-', expected a value"},
    {R"({"z":1a})", "byte 6: got '1', expected a value"},
    {R"({"z":"\x"})", "byte 7: got '\\', expected an escape of JSON, surrogates in pairs"},
    {R"({"z":"\u12"})", "byte 7: got '\\', expected an escape of JSON, surrogates in pairs"},
    {R"({"z":"a\ud800b"})",
     "byte 8: got '\\', expected an escape of JSON, surrogates in pairs"},
    {"{\"z\":\"a\tb\"}", "byte 8: got '\\x09', expected no control character in a string"},
    {"{\"z\":\xe9}", "byte 6: got 0xe9, expected UTF-8"},
    {"{\"z\":\"\xe9\"}", "byte 7: got 0xe9, expected UTF-8"},
    {"{\"z\":\"\xed\xa0\x80\"}", "byte 7: got 0xed, expected UTF-8"},
    {"{\"z\":1}\f", "byte 8: got '\\x0c', expected the end"},
    {"\x1a", "byte 1: got '\\x1a', expected a value"},
    {"'a'", "byte 1: got ''', expected a value"},
    {"5", "got a number, expected an object"},
    {"[1]", "got an array, expected an object"},
    {"null", "got null, expected an object"},
    {R"({"x":"abc"})", "column 'x': got 'abc', expected int"},
    {R"({"x":1.0})", "column 'x': got '1.0', expected int"},
    {R"({"x":true})", "column 'x': got 'true', expected int"},
    {R"({"x":{}})", "column 'x': got '{}', expected int"},
    {R"({"x":9223372036854775808})", "column 'x': got '9223372036854775808', expected int"},
    {R"({"z":123456789012345678901234567890,"w":1e999})", nullptr},
    {R"({"z":"\ud83d\ude00 \/ \b \f"})", nullptr},
    {" {\t\"z\" : [ ] } \r", nullptr},
};

struct Cell {
  const char* type;
  const char* json;
  const char* expected;  ///< nullptr: rejected
  friend std::ostream& operator<<(std::ostream& out, const Cell& cell) {
    return out << cell.type << " " << cell.json;
  }
};

const Cell kCells[] = {
    {"int", "-9223372036854775808", "-9223372036854775808"},
    {"int", "-0", "0"},
    {"int", "1e3", nullptr},
    {"int", R"("12")", "12"},
    {"int", R"("")", "<null>"},
    {"int", "null", "<null>"},
    {"float", "1", "1"},
    {"float", "0.1", "0.10000000000000001"},
    {"float", "1E+2", "100"},
    {"float", "123456789012345678901234567890", "1.2345678901234568e+29"},
    {"float", "1e999", nullptr},
    {"float", R"("nan")", "nan"},
    {"decimal", "12.50", "12.50"},
    {"decimal", "1E+2", "100"},
    {"decimal", R"("0.10")", "0.10"},
    {"decimal", "1e40", nullptr},
    {"json", R"("a\u0041")", R"("a\u0041")"},
    {"json", "1E5", "1E5"},
    {"json", "null", "<null>"},
    {"bool", "true", "true"},
    {"bool", R"("FALSE")", "false"},
    {"bool", "1", "true"},
    {"bool", "2", nullptr},
    {"bool", "[true]", nullptr},
    {"date", R"("1970-01-02")", "1"},
    {"date", R"("1970\u002d01-02")", "1"},
    {"date", "19700102", nullptr},
    {"timestamp", R"("1970-01-01T01:00:01+01:00")", "1000000"},
    {"timestamp", R"("1970-01-01")", "0"},
    {"timestamp", "1", nullptr},
    {"string", "12.50", "12.50"},
    {"string", "true", "true"},
    {"string", "null", "<null>"},
    {"string", R"("")", ""},
    {"string", R"("a\"b\\c\/\n\u00e9\ud83d\ude00")", "a\"b\\c/\n\xc3\xa9\xf0\x9f\x98\x80"},
    {"string", R"({"a": [1, "\u0041"]})", R"({"a": [1, "\u0041"]})"},
    {"string", "[ ]", "[ ]"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(members_are_the_columns_and_values_give_the_types) {
  const std::string text =
      "{\"name\":\"ann\",\"hits\":12,\"share\":0.5,\"ok\":true,\"day\":\"2015-05-17\"}\r\n"
      "{\"hits\":-3,\"name\":\"b\",\"share\":7,\"ok\":false,\"at\":\"1970-01-01T00:00:00Z\"}\n";
  auto task = open_json(text);
  const dp::Schema expected = {{"name", Type::string},   {"hits", Type::int64},
                               {"share", Type::float64}, {"ok", Type::boolean},
                               {"day", Type::date},      {"at", Type::timestamp}};
  BOOST_TEST((task.schema() == expected));
  BOOST_TEST((task.table().reader.cut != nullptr));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"ann", "12", "0.5", "true", "16572", kNull},
                                  {"b", "-3", "7", "false", kNull, "0"}}));
  BOOST_TEST(task.lines() == 2u);
  BOOST_TEST((task.offsets() == std::vector<std::uint64_t>{0, text.find('\n') + 1}));
}

BOOST_AUTO_TEST_CASE(types_are_guessed_so_that_nothing_is_lost) {
  const auto lines = layout("lines");
  BOOST_TEST(types_of("{\"a\":1}\n{\"a\":2.5}\n{\"a\":null}\n", lines) == "a:float");
  BOOST_TEST(types_of("{\"a\":1}\n{\"a\":\"2\"}\n", lines) == "a:json");
  BOOST_TEST(types_of("{\"a\":18446744073709551615}\n{\"a\":1}\n", lines) == "a:decimal");
  BOOST_TEST(types_of("{\"a\":1}\n{\"a\":true}\n", lines) == "a:json");
  BOOST_TEST(types_of("{\"a\":\"2015-01-01\"}\n{\"a\":\"\"}\n", lines) == "a:string");
  BOOST_TEST(types_of("{\"a\":null,\"b\":{\"c\":1},\"d\":[1]}\n", lines) ==
             "a:string b:json d:json");
  BOOST_TEST(types_of("{\"a\":1}\n{\"b\":1,\"a\":}\n{\"c\":1}\n", lines) ==
             "a:int b:string c:int");
  BOOST_TEST(types_of("[1,\"a\"]\n[2,\"b\",null]\n") ==
             "column1:int column2:string column3:string");
  BOOST_TEST(types_of("1\n2\n") == "value:int");
  BOOST_TEST(types_of("") == "");
}

BOOST_DATA_TEST_CASE(values_are_read_as_their_type, kCells, cell) {
  auto task = open_json("", members({{"v", cell.type}}));
  const std::string text = "{\"v\":" + std::string(cell.json) + "}\n";
  BOOST_REQUIRE(task.read(text));
  if (cell.expected == nullptr) {
    BOOST_TEST(task.rows().empty());
    BOOST_TEST(task.rejects().size() == 1u);
  } else {
    BOOST_TEST(task.rows() == (Rows{{cell.expected}}));
  }
}

BOOST_DATA_TEST_CASE(a_bad_line_is_one_reject_and_no_neighbour_is_harmed, kBad, bad) {
  const std::string good = R"({"x":1,"y":"a"})";
  const std::string text = good + "\n" + bad.text + "\n\n" + good;
  auto task = open_json("", members({{"x", "int"}, {"y", "string"}}));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.lines() == 4u);
  BOOST_TEST(task.blank() == 1u);
  const std::size_t records = bad.reason == nullptr ? 3 : 2;
  BOOST_TEST(task.rows().size() == records);
  BOOST_TEST(task.rows().back() == (dp::test::Row{"1", "a"}));
  BOOST_REQUIRE(task.rejects().size() == 3 - records);
  if (bad.reason == nullptr) return;
  BOOST_TEST(task.rejects()[0] == (Reject{16, bad.text, bad.reason}));
}

BOOST_AUTO_TEST_CASE(a_nul_byte_is_a_reject) {
  const std::string text("{\"a\":1}\n{\"a\":\0}\n{\"a\":\"\0\"}\n\0\n", 28);
  auto task = open_json("", members({{"a", "int"}}));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows().size() == 1u);
  BOOST_TEST(task.rejects().size() == 3u);
}

BOOST_AUTO_TEST_CASE(nesting_has_a_limit) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']') + "\n";
  };
  auto task = open_json("", dp::test::whole_as_text("lines"));
  BOOST_REQUIRE(task.read(nested(1024) + nested(1025) + std::string(500000, '[') + "\n1\n"));
  BOOST_TEST(task.rows().size() == 2u);
  BOOST_REQUIRE(task.rejects().size() == 2u);
  BOOST_TEST(task.rejects()[0].reason == "byte 1025: got '[', expected at most 1024 levels");
}

BOOST_AUTO_TEST_CASE(columns_are_found_by_pointer_and_by_dots) {
  const auto given = paths({{"id", "id"},
                            {"name", "/user/name"},
                            {"first", "tags.0"},
                            {"slash", "/a~1b"},
                            {"dot", "/a.b"},
                            {"user", "user"},
                            {"again", "user.name"},
                            {"spaced", "a b"},
                            {"all", "."}});
  const std::string text =
      R"({"user":{"x":[{}],"name":"ann"},"tags":["a","b"],"a/b":3,"a.b":4,"a b":7,"id":5})"
      "\n{\"id\":6}\n";
  BOOST_TEST(
      types_of(text, given) ==
      "id:int name:string first:string slash:int dot:int user:json again:string spaced:int "
      "all:json");
  BOOST_TEST(rows_of(text, given) ==
             (Rows{{"5", "ann", "a", "3", "4", R"({"x":[{}],"name":"ann"})", "ann", "7",
                    text.substr(0, text.find('\n'))},
                   {"6", kNull, kNull, kNull, kNull, kNull, kNull, kNull, "{\"id\":6}"}}));
}

BOOST_AUTO_TEST_CASE(of_members_of_one_name_the_last_counts) {
  BOOST_TEST(rows_of("{\"a\":1,\"a\":2}\n", members({{"a", "int"}})) == (Rows{{"2"}}));
  BOOST_TEST(rows_of("{\"a\":{\"b\":1},\"a\":{\"c\":2}}\n{\"a\":{\"b\":1},\"a\":3}\n",
                     paths({{"x", "a.b"}})) == (Rows{{kNull}, {kNull}}));
  BOOST_TEST(rows_of("{\"\\u0061\":1}\n{\"b\":0,\"\\u0061\":2}\n{\"b\":0,\"a\":3}\n",
                     members({{"a", "int"}})) == (Rows{{"1"}, {"2"}, {"3"}}));
}

/// A reader remembers which members an object had; written otherwise, they are the same.
BOOST_AUTO_TEST_CASE(a_name_is_the_same_with_escapes_and_without) {
  const std::string name(70, 'n');
  const std::string back = "a\\b";  // a, a backslash, b
  auto task =
      open_json("", members({{"x", "int"}, {back, "int"}, {"a\"", "int"}, {name, "int"}}));
  const std::string in_order = R"({"x":1,"a\\b":2,"a\"":3,")" + name + "\":4}\n";
  const std::string escaped =
      R"({"\u0078":1,"\u0061\\b":2,"a\u0022":3,"\u006e)" + name.substr(1) + "\":4}\n";
  // Here "a\b" is an a and a backspace: another name.
  const std::string other = R"({"x ":1,"a\b":2,"a":3,")" + name + "n\":4}\n";
  BOOST_REQUIRE(task.read(in_order + in_order + escaped + other + in_order));
  const dp::test::Row all = {"1", "2", "3", "4"};
  const dp::test::Row none = {kNull, kNull, kNull, kNull};
  BOOST_TEST(task.rows() == (Rows{all, all, all, none, all}));
  BOOST_TEST(task.rejects().empty());
}

BOOST_AUTO_TEST_CASE(unused_columns_are_checked_and_left_empty) {
  auto task = open_json("", members({{"a", "int"}, {"b", "int"}}));
  task.need({"b"});
  BOOST_REQUIRE(task.read("{\"a\":\"x\",\"b\":2}\n{\"a\":01,\"b\":2}\n"));
  BOOST_TEST(task.rows() == (Rows{{dp::test::kEmpty, "2"}}));
  BOOST_TEST(task.rejects().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_passed_over_at_the_beginning_of_an_item) {
  const std::string text = "\xef\xbb\xbf{\"a\":1}\n\xef\xbb\xbf{\"a\":2}\n";
  auto task = open_json(text, layout("lines"));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"1"}}));
  BOOST_TEST(task.rejects().size() == 1u);
}

BOOST_AUTO_TEST_CASE(auto_tells_lines_arrays_and_documents_apart) {
  const auto rows_in = [](const std::string& text) {
    auto task = open_json(text);
    BOOST_REQUIRE(task.read(text));
    return task.rows().size();
  };
  BOOST_TEST(rows_in("{\"a\":1}\n{\"a\":2}\n") == 2u);
  BOOST_TEST(rows_in("[1]\n[2]") == 2u);
  BOOST_TEST(rows_in("\n\n{\"a\":1}\n{\"a\":\n{\"a\":3}") == 2u);
  BOOST_TEST(rows_in("[{\"a\":1},{\"a\":2},{\"a\":3}]") == 3u);
  BOOST_TEST(rows_in("[\n{\"a\":1},\n{\"a\":2}\n]\n") == 2u);
  BOOST_TEST(rows_in("{\n\"a\":1\n}\n") == 1u);
  BOOST_TEST(rows_in("{\"a\":1}") == 1u);
  BOOST_TEST(rows_in("[[1],[2]]") == 2u);
}

BOOST_AUTO_TEST_CASE(white_space_alone_is_passed_over) {
  for (const char* word : {"lines", "values", "array", "document", "auto"})
    for (const std::string text : {" ", "\n \t\r\n", "\xef\xbb\xbf\n"}) {
      auto task = open_json("{\"a\":1}\n{\"a\":2}\n", layout(word));
      BOOST_REQUIRE(task.read(text));
      BOOST_TEST(task.rejects().empty(), word);
      BOOST_TEST(task.rows().empty());
    }
}

BOOST_AUTO_TEST_CASE(comments_and_trailing_commas_are_passed_over_if_that_is_asked_for) {
  const std::string text = "// x\n[{\"a\":1, /* [ */ \"b\":[1,],}, // y\n {\"a\":2},]\n";
  const Given given{{"comments", Value::of(true)}, {"trailing_commas", Value::of(true)}};
  auto task = open_json(text, given);
  BOOST_TEST(task.cut() == DP_CUT_WHOLE);
  BOOST_TEST(types_of(text, given) == "a:int b:json");
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"1", "[1 ]"}, {"2", kNull}}));
  BOOST_TEST((task.offsets() == std::vector<std::uint64_t>{6, text.find("{\"a\":2}")}));
  BOOST_TEST(task.rejects().empty());
  auto strict = open_json(text, {{"layout", Value::of("array")}});
  BOOST_REQUIRE(strict.read(text));
  BOOST_TEST(strict.rejects().size() == 1u);
}

BOOST_AUTO_TEST_CASE(types_are_those_that_are_given_and_else_guessed) {
  const std::string text = "{\"a\":1,\"b\":2,\"c\":3}\n{\"a\":4}\n";
  const std::pair<std::string, Value> types{
      "types", texts_of({{"c", "decimal"}, {"a", "string"}, {"b", "auto"}})};
  BOOST_TEST(types_of(text, {types}) == "a:string b:int c:decimal");
  BOOST_TEST(types_of("", {types}) == "c:decimal a:string b:string");
  BOOST_TEST(types_of(text, {{"columns", texts_of({{"x", "b"}, {"y", "a"}})},
                             {"types", texts_of({{"y", "float"}})}}) == "x:int y:float");
  BOOST_TEST(why(try_json(text, {{"types", texts_of({{"d", "int"}})}})) ==
             "types.d: no such column (got 'd', expected one of a, b, c)");
  BOOST_TEST(types_of("1\n2\n", {{"types", texts_of({{"value", "float"}})}}) == "value:float");
}

BOOST_AUTO_TEST_CASE(a_type_for_a_path_is_refused_unless_a_member_is_called_so) {
  const std::string text = "{\"price\":1,\"date\":null}\n{\"price\":2}\n";
  BOOST_TEST(why(try_json(text, paths({{"price", "float"}}))) ==
             "columns.price: got 'float', which no record at the beginning has (for a type: "
             "types: {price: float}; for the member: /float)");
  BOOST_TEST(!try_json(text, paths({{"price", "auto"}})));
  for (const char* path : {"date", "/float", "price.float", "flaot"})
    BOOST_TEST(why(try_json(text, paths({{"x", path}}))) == "", path);
  BOOST_TEST(why(try_json(text, paths({{"time", "/time"}, {"int", "int"}}))) == "");
  BOOST_TEST(why(try_json("", paths({{"x", "float"}}))) == "");
}

BOOST_AUTO_TEST_CASE(options_that_mean_nothing_are_refused) {
  const auto refusal = [](const Given& given) { return why(try_json("", given)); };
  BOOST_TEST(
      refusal(paths({{"a", "a..b"}})) ==
      "columns.a: no path (got 'a..b', expected one as name, user.name, tags.0, /user/name, "
      "or . for the record itself)");
  BOOST_TEST(refusal(paths({{"a", "/a~2"}})).starts_with("columns.a: no path (got '/a~2'"));
  BOOST_TEST(refusal(paths({{"a", ""}})).starts_with("columns.a: no path (got ''"));
  BOOST_TEST(
      refusal({{"at", Value::of("/a")}, {"layout", Value::of("lines")}}) ==
      "at: leads to an array or an object of records (got layout: lines, expected layout: "
      "array or object)");
  BOOST_TEST(refusal({{"at", Value::of("a..b")}}) ==
             "at: no path (got 'a..b', expected one as /data/rows or data.rows)");
}

BOOST_AUTO_TEST_SUITE_END()
