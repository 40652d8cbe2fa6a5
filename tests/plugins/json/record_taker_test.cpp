// SPDX-License-Identifier: Apache-2.0
#include "json/record_taker.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(json_record_taker)

namespace {

using dp::data::Value;
using dp::test::Given;
using dp::test::kNull;
using dp::test::open_json;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::texts_of;
using dp::test::try_json;
using dp::test::why;

Value list(const std::vector<const char*>& texts) {
  std::vector<Value> items;
  for (const char* text : texts) items.push_back(Value::of(text));
  return Value::list(std::move(items));
}

/// Orders, a row for each of their items.
Given items() {
  return {{"layout", Value::of("lines")},
          {"columns", texts_of({{"id", "id"}, {"sku", "items.sku"}, {"qty", "items.qty"}})},
          {"explode", list({"items"})}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_line_may_have_several_values) {
  const std::string text =
      "{\"a\":1}{\"a\":2}\n{\"a\":3} \t{\"a\":4}\r\n{\"a\":5}\n\x1e{\"a\":6}\n\x1e\x1e "
      "{\"a\":7}";
  auto task = open_json(text);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"1"}, {"2"}, {"3"}, {"4"}, {"5"}, {"6"}, {"7"}}));
  BOOST_TEST((task.offsets() == std::vector<std::uint64_t>{0, 7, 15, 24, 33, 42, 53}));
  BOOST_TEST(task.lines() == 5u);
  BOOST_TEST(task.rejects().empty());
}

BOOST_AUTO_TEST_CASE(a_line_of_which_one_value_is_wrong_is_one_reject) {
  auto task = open_json("", dp::test::members({{"x", "int"}}));
  const std::string text = "{\"x\":1}{\"x\":}{\"x\":3}";
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows().empty());
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0] ==
             (Reject{0, text, "byte 13: got '}', expected a value, in value 2 of the line"}));
}

BOOST_AUTO_TEST_CASE(of_a_line_the_first_value_that_is_wrong_is_told) {
  auto task = open_json("", dp::test::members({{"x", "int"}}));
  const std::pair<const char*, const char*> kLines[] = {
      {R"({"x":1}{"x":2)", "byte 14: got the end, expected more, in value 2 of the line"},
      {R"( {"x"1}{"x":2})", "byte 6: got '1', expected ':'"},
      {R"({"x":1}, {"x":2})", "byte 8: got ',', expected the end"},
      {R"({"x":1} {"x":2} 3)", "byte 17: got '3', expected the end"},
      {"\x1e[\x1e{\"x\":1}", "byte 3: got '\\x1e', expected a value"},
      {R"({"x":1} // one)",
       "byte 9: got '/', expected the end (comments: true passes over comments)"},
      {R"({"x":1}{"x":2,})",
       "byte 15: got '}', expected a name in quotes (trailing_commas: true passes over the "
       "comma before it), in value 2 of the line"},
  };
  for (const auto& [line, reason] : kLines) {
    task.forget();
    BOOST_REQUIRE(task.read(line));
    BOOST_REQUIRE(task.rejects().size() == 1u);
    BOOST_TEST(task.rejects()[0] == (Reject{0, line, reason}));
  }
}

BOOST_AUTO_TEST_CASE(records_of_all_kinds_are_records_wherever_they_stand) {
  const std::string text = "[1,\"x\"]\n{\"a\":2}\n3\nnull\n{\"0\":4}\n";
  auto task = open_json(text);
  BOOST_TEST((task.schema() == dp::Schema{{"a", dp::Type::int64},
                                          {"0", dp::Type::int64},
                                          {"column1", dp::Type::int64},
                                          {"column2", dp::Type::string},
                                          {"value", dp::Type::int64}}));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{kNull, kNull, "1", "x", kNull},
                                  {"2", kNull, kNull, kNull, kNull},
                                  {kNull, kNull, kNull, kNull, "3"},
                                  {kNull, kNull, kNull, kNull, kNull},
                                  {kNull, "4", kNull, kNull, kNull}}));
  BOOST_TEST(task.rejects().empty());
}

BOOST_AUTO_TEST_CASE(elements_of_an_array_are_rows_of_their_record) {
  const std::string text =
      "{\"id\":1,\"items\":[{\"sku\":\"a\",\"qty\":2},{\"sku\":\"b\",\"qty\":1}]}\n"
      "{\"id\":2,\"items\":[]}\n";
  auto task = open_json(text, items());
  BOOST_TEST((task.schema() == dp::Schema{{"id", dp::Type::int64},
                                          {"sku", dp::Type::string},
                                          {"qty", dp::Type::int64}}));
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"1", "a", "2"}, {"1", "b", "1"}, {"2", kNull, kNull}}));
  BOOST_TEST((task.offsets() == std::vector<std::uint64_t>{0, 0, text.find('\n') + 1}));
}

BOOST_AUTO_TEST_CASE(of_two_members_of_an_element_the_one_counts_that_is_to) {
  const std::string text = R"({"id":1,"id":2,"items":[{"qty":3,"qty":4},{"qty":5}]})";
  auto given = items();
  auto last = open_json("", given);
  BOOST_REQUIRE(last.read(text));
  BOOST_TEST(last.rows() == (Rows{{"2", kNull, "4"}, {"2", kNull, "5"}}));
  given.emplace_back("duplicates", Value::of("first"));
  auto first = open_json("", given);
  BOOST_REQUIRE(first.read(text));
  BOOST_TEST(first.rows() == (Rows{{"1", kNull, "3"}, {"1", kNull, "5"}}));
}

BOOST_AUTO_TEST_CASE(a_record_of_which_one_row_does_not_fit_is_one_reject) {
  auto given = items();
  given.push_back({"types", texts_of({{"qty", "int"}})});
  auto task = open_json("", given);
  const std::string bad = R"({"id":1,"items":[{"qty":2},{"qty":"x"},{"qty":"y"}]})";
  BOOST_REQUIRE(task.read(bad + "\n{\"id\":2,\"items\":[{\"qty\":3}]}\n"));
  BOOST_TEST(task.rows() == (Rows{{"2", kNull, "3"}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0] == (Reject{0, bad, "column 'qty': got 'x', expected int"}));
}

BOOST_AUTO_TEST_CASE(a_record_may_make_more_rows_than_a_batch_has) {
  std::string text = "{\"id\":1,\"items\":[";
  for (int i = 0; i < 5000; ++i)
    text += (i == 0 ? "{\"qty\":" : ",{\"qty\":") + std::to_string(i) + "}";
  text += "]}\n";
  auto task = open_json("", items());
  BOOST_REQUIRE(task.read(text));
  BOOST_REQUIRE(task.rows().size() == 5000u);
  BOOST_TEST(task.rows()[4999] == (dp::test::Row{"1", kNull, "4999"}));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_exploded_is_refused) {
  auto given = items();
  const auto refusal = [&](const std::vector<const char*>& texts) {
    given.back().second = list(texts);
    return why(try_json("", given));
  };
  BOOST_TEST(
      refusal({"a..b"}) ==
      "explode[0]: no path to an array in a record (got 'a..b', expected one as items or "
      "order.items)");
  BOOST_TEST(refusal({"."}).starts_with("explode[0]: no path to an array"));
  BOOST_TEST(refusal({"items", "other"}) ==
             "explode[1]: is not within the one before (got 'other', expected 'items. ...')");
  BOOST_TEST(refusal({"items", "items"}).starts_with("explode[1]: is not within"));
  BOOST_TEST(refusal({"items", "items.parts"}) == "");
  BOOST_TEST(
      why(try_json("", {{"explode", list({"items"})}})) ==
      "explode: needs `columns`, which say what of the record and of its elements makes a "
      "row: columns: {id: id, sku: items.sku}");
}

BOOST_AUTO_TEST_CASE(records_of_other_members_are_rejected_if_columns_are_strict) {
  auto task = open_json("{\"a\":1,\"b\":2}\n{\"a\":2,\"b\":null}\n",
                        {{"columns", Value::of("strict")}});
  task.need({"a"});
  const std::string end = " (columns: strict, of the members that the first records have)";
  BOOST_REQUIRE(task.read("{\"b\":null,\"a\":7}\n{\"a\":1}\n{\"a\":1,\"b\":2,\"c\":[]}\n5\n"));
  BOOST_TEST(task.column("a") == (dp::test::Row{"7"}), boost::test_tools::per_element());
  BOOST_TEST(
      task.rejects() ==
          (std::vector<Reject>{
              {17, "{\"a\":1}", "member 'b': got none, expected one" + end},
              {25, "{\"a\":1,\"b\":2,\"c\":[]}", "member 'c': got one, expected none" + end},
              {46, "5",
               "a value that is no object and no array: got one, expected none" + end}}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
