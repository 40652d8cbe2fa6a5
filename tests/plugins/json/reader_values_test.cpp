// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(json_reader_values)

namespace {
namespace data = boost::unit_test::data;
using dp::data::Value;
using dp::test::feed;
using dp::test::kNull;
using dp::test::open_json;
using dp::test::Piece;
using dp::test::read_whole;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::Seen;
using dp::test::seen;

struct Text {
  std::string text;
  Rows rows;
  std::vector<Reject> rejects;
  friend std::ostream& operator<<(std::ostream& out, const Text& one) {
    return out << one.text;
  }
};

const Text kTexts[] = {
    {"", {}, {}},
    {" \n\n", {}, {}},
    {"{\"x\":1}{\"x\":2} {\"x\":3}", {{"1"}, {"2"}, {"3"}}, {}},
    {"{\n \"x\": 1\n}\n{\n \"x\": 2\n}\n", {{"1"}, {"2"}}, {}},
    {"\xef\xbb\xbf{}\r\n{\"x\":\"4\"}\n", {{kNull}, {"4"}}, {}},
    {"\x1e{\"x\":1}\n\x1e\x1e{\n\"x\":2}\n", {{"1"}, {"2"}}, {}},
    {"\x1e{\"x\":1\n\x1e{\"x\":2}\n",
     {{"2"}},
     {{1, "{\"x\":1", "byte 8: got the end, expected more"}}},
    {"{\"x\":1}, {\"x\":2}", {{"1"}, {"2"}}, {{7, ",", "byte 1: got ',', expected a value"}}},
    {"{\"x\":1}}\n{\"x\":2}", {{"1"}, {"2"}}, {{7, "}", "byte 1: got '}', expected a value"}}},
    {"{\"x\":1,\n\"y\":\"a\n}\n{\"x\":2}",
     {{"2"}},
     {{0, "{\"x\":1,\n\"y\":\"a", "byte 15: got the end, expected the end of the string"},
      {15, "}", "byte 1: got '}', expected a value"}}},
    {"{\"x\":1}\n5\n[1] \"s\"\n{\"x\":2}",
     {{"1"}, {"2"}},
     {{8, "5", "got a number, expected an object"},
      {10, "[1]", "got an array, expected an object"},
      {14, "\"s\"", "got a string, expected an object"}}},
    {"{\"x\":1}\n{\"x\":[", {{"1"}}, {{8, "{\"x\":[", "byte 7: got the end, expected more"}}},
};

dp::test::Given ints() { return dp::test::members({{"x", "int"}}, "values"); }

}  // namespace

BOOST_DATA_TEST_CASE(values_are_records_and_a_wrong_one_is_a_reject, kTexts, given) {
  auto task = open_json("", ints());
  BOOST_TEST(task.cut() == DP_CUT_RECORDS);
  const auto whole = read_whole(task, given.text);
  BOOST_TEST(whole.rows == given.rows);
  BOOST_TEST(whole.rejects == given.rejects, boost::test_tools::per_element());
  for (std::size_t size = 1; size <= given.text.size(); ++size) {
    BOOST_REQUIRE_EQUAL(feed(task, given.text, size), given.text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

BOOST_AUTO_TEST_CASE(auto_takes_values_that_are_no_lines_for_what_they_are) {
  const std::string text = "{\n \"a\": 1\n}\n{\n \"a\": 2,\n \"b\": [\n  1\n ]\n}\n";
  auto task = open_json(text);
  BOOST_TEST(task.cut() == DP_CUT_RECORDS);
  const auto whole = read_whole(task, text);
  BOOST_TEST(whole.rows == (Rows{{"1", kNull}, {"2", "[1]"}}));
  BOOST_TEST(open_json("{\n\"a\": 1\n}\n").cut() == DP_CUT_WHOLE);
  BOOST_TEST(open_json("\x1e{\n\"a\": 1\n}\n\x1e{\n\"a\":2\n}\n").cut() == DP_CUT_RECORDS);
}

BOOST_AUTO_TEST_CASE(a_slice_begins_at_a_border_like_the_first_one) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "{\n  \"x\": " + std::to_string(i) + "\n}\n";
  auto task = open_json(text, ints());
  for (const std::size_t from : {1u, 100u, 1000u}) {
    const auto data = text.substr(from - 1);
    const Piece piece{.offset = from - 1, .first = false, .head = text};
    const auto found = from - 1 + task.find(data, piece).value();
    BOOST_TEST(text.substr(found, 4) == "\n{\n ");
    BOOST_TEST(text[found - 1] == '}');
  }
  std::string sequence;
  for (int i = 0; i < 100; ++i) sequence += "\x1e{\"x\":" + std::to_string(i) + "}\n";
  const Piece piece{.offset = 20, .first = false, .head = sequence};
  const auto found = 20 + task.find(sequence.substr(20), piece).value();
  BOOST_TEST(sequence[found] == '\x1e');
}

BOOST_AUTO_TEST_CASE(a_value_that_is_too_long_ends_the_item) {
  const std::string text =
      "{\"x\":1}\n{\"x\":\"" + std::string(17 << 20, 'a') + "\"}\n{\"x\":3}";
  auto task = open_json("", ints());
  const Piece piece{.last = false, .full = true, .head = text.substr(0, DP_HEAD_BYTES)};
  BOOST_REQUIRE(task.read(text.substr(0, text.size() - 20), piece));
  BOOST_TEST(task.rows() == (Rows{{"1"}}));
  BOOST_TEST(task.consumed() == DP_REST);
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason == "value: does not end within 16777216 bytes");
}

BOOST_AUTO_TEST_SUITE_END()
