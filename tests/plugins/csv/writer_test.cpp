// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <optional>

#include "plugins/harness.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_writer)

namespace {

using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::Task;
using dp::test::why;

const dp::Schema kPair = {{"name", Type::string}, {"hits", Type::int64}};

Value options(std::vector<std::pair<std::string, Value>> given) {
  auto map = Value::map();
  for (auto& [key, value] : given) map.add(key, value);
  return map;
}

Value text_option(const std::string& key, const std::string& value) {
  return options({{key, Value::of(value)}});
}

std::string write(Task& task, const dp::Schema& schema, const Batch& batch) {
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", schema));
  BOOST_REQUIRE(task.write(batch));
  BOOST_REQUIRE(task.end());
  return task.bytes();
}

std::string write(Value options, const dp::Schema& schema,
                  const std::vector<std::vector<dp::test::Cell>>& rows) {
  auto task = Task::open("csv", "csv", std::move(options)).value();
  return write(task, schema, Batch(schema, rows));
}

using Field = std::optional<std::string>;

/// Read CSV back: a field in quotes is text, an empty one without is a null.
std::vector<std::vector<Field>> parse(const std::string& text) {
  std::vector<std::vector<Field>> rows(1);
  for (std::size_t i = 0; i < text.size();) {
    Field field;
    if (text[i] == '"') {
      field = "";
      for (++i; text[i] != '"' || (i + 1 < text.size() && text[i + 1] == '"'); ++i) {
        if (text[i] == '"') ++i;
        *field += text[i];
      }
      ++i;
    } else {
      const auto end = text.find_first_of(",\n", i);
      if (end != i) field = text.substr(i, end - i);
      i = end;
    }
    rows.back().push_back(field);
    if (text[i] == ',' && text[i + 1] == '\n') rows.back().push_back(std::nullopt);
    if (text[i] == ',' && text[i + 1] == '\n') ++i;
    if (text[i] == '\n') rows.emplace_back();
    ++i;
  }
  rows.pop_back();
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_type_has_its_text) {
  const dp::Schema schema = {{"text", Type::string},   {"int", Type::int64},
                             {"float", Type::float64}, {"flag", Type::boolean},
                             {"at", Type::timestamp},  {"day", Type::date}};
  const auto written = write(Value::map(), schema,
                             {{"longer than twelve bytes", 42, 0.1, true, 1000, 0},
                              {"a,b", -1, 1e300, false, 0, -1},
                              {nullptr, nullptr, nullptr, nullptr, nullptr, nullptr}});
  BOOST_TEST(written ==
             "text,int,float,flag,at,day\n"
             "longer than twelve bytes,42,0.1,true,1970-01-01T00:00:00.001Z,1970-01-01\n"
             "\"a,b\",-1,1e300,false,1970-01-01T00:00:00Z,1969-12-31\n"
             ",,,,,\n");
}

BOOST_AUTO_TEST_CASE(decimals_are_written_with_all_their_digits) {
  const dp::Schema schema = {{"price", Type::decimal}};
  BOOST_TEST(write(Value::map(), schema,
                   {{"1.10"}, {"-0.0500"}, {"123456789012345678901234567890.123456"}}) ==
             "price\n1.10\n-0.0500\n123456789012345678901234567890.123456\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back) {
  const dp::Schema schema = {{"a", Type::string}, {"b", Type::string}};
  const std::vector<std::vector<Field>> rows = {
      {"plain", ""},      {std::nullopt, "x"},          {"x", std::nullopt},
      {"", std::nullopt}, {"two\nlines", "\r"},         {" padded ", "\"quoted\""},
      {"a,b", "\"\"\""},  {std::nullopt, std::nullopt}, {"\xff\xfe", "tab\there"}};
  std::vector<std::vector<dp::test::Cell>> cells;
  for (const auto& row : rows) {
    cells.emplace_back();
    for (const auto& field : row)
      cells.back().push_back(field ? dp::test::Cell(*field) : dp::test::Cell(nullptr));
  }
  auto back = parse(write(Value::map(), schema, cells));
  BOOST_REQUIRE_EQUAL(back.size(), rows.size() + 1);
  back.erase(back.begin());
  BOOST_TEST((back == rows));
}

BOOST_AUTO_TEST_CASE(rows_are_written_the_same_in_one_batch_or_in_many) {
  const Batch all(kPair, {{"a", 1}, {"b", 2}, {nullptr, 3}});
  auto whole = Task::open("csv", "csv").value();
  const auto expected = write(whole, kPair, all);
  auto split = Task::open("csv", "csv").value();
  BOOST_REQUIRE(split.begin());
  BOOST_REQUIRE(split.section("", kPair));
  BOOST_REQUIRE(split.write(Batch(kPair, {{"a", 1}})));
  BOOST_REQUIRE(split.write(Batch(kPair, {})));
  BOOST_REQUIRE(split.write(Batch(kPair, {{"b", 2}, {nullptr, 3}})));
  BOOST_REQUIRE(split.end());
  BOOST_TEST(split.bytes() == expected);
}

BOOST_AUTO_TEST_CASE(a_worker_of_a_stream_needs_no_calls_before_its_own) {
  auto task = Task::open("csv", "csv").value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("", kPair));
  task.forget();
  BOOST_REQUIRE(task.write(Batch(kPair, {{"b", 2}})));
  BOOST_TEST(task.bytes() == "b,2\n");
  task.forget();
  BOOST_REQUIRE(task.write(Batch(kPair, {{"c", 3}})));
  BOOST_TEST(task.bytes() == "c,3\n");
}

BOOST_AUTO_TEST_CASE(the_header_can_be_left_out) {
  BOOST_TEST(write(options({{"header", Value::of(false)}}), kPair, {{"a", 1}}) == "a,1\n");
  BOOST_TEST(write(Value::map(), {{"a,b", Type::int64}, {"", Type::int64}}, {}) ==
             "\"a,b\",\"\"\n");
}

BOOST_AUTO_TEST_CASE(a_first_name_that_begins_with_a_mark_is_quoted) {
  const auto header = [](const std::string& name, Value given = Value::map()) {
    return write(std::move(given), {{name, Type::int64}, {name, Type::int64}}, {});
  };
  const std::string mark = "\xef\xbb\xbf";
  BOOST_TEST(header(mark + "a") == "\"" + mark + "a\"," + mark + "a\n");
  BOOST_TEST(header(mark + "\"\\", text_option("escape", "\\")) ==
             "\"" + mark + "\\\"\\\\\",\"" + mark + "\\\"\\\\\"\n");
  BOOST_TEST(header(mark + "\"") == "\"" + mark + "\"\"\",\"" + mark + "\"\"\"\n");
}

BOOST_AUTO_TEST_CASE(a_header_that_would_name_the_delimiter_is_refused) {
  auto task = Task::open("csv", "csv").value();
  for (const char* name : {"sep=,", "SEP=;"}) {
    BOOST_REQUIRE(task.begin());
    BOOST_TEST(
        why(task.section("", {{name, Type::int64}})) ==
        "csv: a first line '" + std::string(name) +
            "' names the delimiter to readers, and no column: rename the column, or leave "
            "the header out (header: false)");
  }
  BOOST_REQUIRE(task.begin());
  BOOST_TEST(why(task.section("", {{"sep=,", Type::int64}, {"b", Type::int64}})) == "");
  BOOST_REQUIRE(task.begin());
  BOOST_TEST(why(task.section("", {{"sep=", Type::int64}})) == "");
}

BOOST_AUTO_TEST_CASE(delimiters_have_names) {
  for (const auto& [name, byte] : {std::pair{"tab", '\t'},
                                   {"semicolon", ';'},
                                   {"pipe", '|'},
                                   {"comma", ','},
                                   {";", ';'},
                                   {"\t", '\t'},
                                   {" ", ' '}}) {
    const std::string delimiter(1, byte);
    BOOST_TEST(write(text_option("delimiter", name), kPair, {{"x" + delimiter + "y", 1}}) ==
               "name" + delimiter + "hits\n\"x" + delimiter + "y\"" + delimiter + "1\n");
  }
}

BOOST_AUTO_TEST_CASE(a_delimiter_that_could_stand_in_a_value_is_refused) {
  for (const char* bad : {"", "0", "-", ".", ":", "+", "e", "\"", "\n", "ab", "\xc3"}) {
    const auto task = Task::open("csv", "csv", text_option("delimiter", bad));
    BOOST_REQUIRE(!task);
    BOOST_TEST((task.error().code == dp::Errc::invalid_pipeline));
    BOOST_TEST(task.error().message == "delimiter: cannot separate fields (got '" +
                                           std::string(bad) +
                                           "', expected comma, tab, semicolon, pipe, one ASCII "
                                           "character that is in no number, "
                                           "time or quote, or several as '||')");
  }
}

BOOST_AUTO_TEST_CASE(a_null_has_a_text_and_values_like_it_are_quoted) {
  BOOST_TEST(write(text_option("null_text", "NA"), kPair,
                   {{nullptr, nullptr}, {"NA", 1}, {"", 2}, {"NAN", 3}}) ==
             "name,hits\nNA,NA\n\"NA\",1\n\"\",2\nNAN,3\n");
  BOOST_TEST(write(text_option("null_text", "0"), kPair, {{nullptr, 0}, {"0", 10}}) ==
             "name,hits\n0,\"0\"\n\"0\",10\n");
}

BOOST_AUTO_TEST_CASE(a_null_that_would_not_read_back_is_refused) {
  for (const char* bad : {"a,b", "\"", "\n", "\r"}) {
    const auto task = Task::open("csv", "csv", text_option("null_text", bad));
    BOOST_REQUIRE(!task);
    BOOST_TEST(task.error().message ==
               "null_text: holds the delimiter, a quote or a line end (got '" +
                   std::string(bad) + "', expected plain text)");
  }
  BOOST_TEST(Task::open("csv", "csv",
                        options({{"null_text", Value::of(std::string("a,b"))},
                                 {"delimiter", Value::of(std::string("tab"))}}))
                 .has_value());
}

BOOST_AUTO_TEST_CASE(a_null_alone_in_its_line_leaves_no_empty_line) {
  const dp::Schema one = {{"name", Type::string}};
  BOOST_TEST(write(Value::map(), one, {{nullptr}, {"a"}}) == "name\n\"\"\na\n");
  BOOST_TEST(write(text_option("null_text", "NA"), one, {{nullptr}, {"a"}}) == "name\nNA\na\n");
}

BOOST_AUTO_TEST_CASE(lines_can_end_as_rfc_4180_says) {
  BOOST_TEST(write(text_option("newline", "crlf"), kPair, {{"a\nb", 1}}) ==
             "name,hits\r\n\"a\nb\",1\r\n");
}

BOOST_AUTO_TEST_CASE(formulas_are_disarmed_on_request_only) {
  const std::vector<std::vector<dp::test::Cell>> rows = {
      {"=1+1", -1}, {"+1", 1}, {"-1", 1}, {"@A1", 1}, {"\tx", 1}, {"\rx", 1}, {"a=b", 1}};
  BOOST_TEST(write(Value::map(), kPair, rows) ==
             "name,hits\n=1+1,-1\n+1,1\n-1,1\n@A1,1\n\tx,1\n\"\rx\",1\na=b,1\n");
  BOOST_TEST(write(options({{"formula_guard", Value::of(true)}}), kPair, rows) ==
             "name,hits\n'=1+1,-1\n'+1,1\n'-1,1\n'@A1,1\n'\tx,1\n\"'\rx\",1\na=b,1\n");
}

BOOST_AUTO_TEST_CASE(a_second_result_is_refused_with_what_to_do) {
  auto task = Task::open("csv", "csv").value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.section("top", kPair));
  const auto status = task.section("errors", kPair);
  BOOST_REQUIRE(!status);
  BOOST_TEST(
      status.error().message ==
      "csv: a file holds one result (got a second, 'errors'): give each an output of its "
      "own");
}

BOOST_AUTO_TEST_CASE(an_instance_may_write_one_file_after_the_other) {
  auto task = Task::open("csv", "csv").value();
  const auto first = write(task, kPair, Batch(kPair, {{"a", 1}}));
  task.forget();
  BOOST_TEST(write(task, kPair, Batch(kPair, {{"a", 1}})) == first);
}

BOOST_AUTO_TEST_CASE(tsv_is_csv_with_tabs) {
  auto task = Task::open("csv", "csv.tsv").value();
  BOOST_TEST(task.table().task.extensions == std::string("tsv"));
  BOOST_TEST(write(task, kPair, Batch(kPair, {{"a,b", 1}, {"a\tb", 2}})) ==
             "name\thits\na,b\t1\n\"a\tb\"\t2\n");
}

BOOST_AUTO_TEST_CASE(an_escape_stands_before_quotes_in_quotes_and_before_itself) {
  const dp::Schema pair = {{"a\\", Type::string}, {"b", Type::string}};
  BOOST_TEST(write(text_option("escape", "\\"), pair,
                   {{"x \"y\"", "c:\\d"}, {"", nullptr}, {" \\", "1,2"}}) ==
             "a\\\\,b\n\"x \\\"y\\\"\",c:\\\\d\n\"\",\n\" \\\\\",\"1,2\"\n");
  BOOST_TEST(write(options({{"escape", Value::of("\\")}, {"null_text", Value::of("\\N")}}),
                   pair, {{nullptr, "\\N"}}) == "a\\\\,b\n\\N,\"\\\\N\"\n");
  const auto refused = Task::open("csv", "csv", text_option("escape", ","));
  BOOST_TEST(refused.error().message ==
             "escape: cannot escape (got ',', expected one punctuation character that is in no "
             "number or time, such as a backslash, and neither delimiter nor quote)");
}

BOOST_AUTO_TEST_CASE(a_delimiter_may_have_several_characters) {
  BOOST_TEST(write(text_option("delimiter", "||"), kPair, {{"a|b", 1}, {"c", nullptr}}) ==
             "name||hits\n\"a|b\"||1\nc||\n");
}

BOOST_AUTO_TEST_SUITE_END()
