// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "record_texts.hpp"

BOOST_AUTO_TEST_SUITE(json_reader_array)

namespace {
using dp::data::Value;
using dp::test::check_records;
using dp::test::feed;
using dp::test::Given;
using dp::test::kNull;
using dp::test::open_json;
using dp::test::Piece;
using dp::test::read_whole;
using dp::test::RecordText;
using dp::test::Rows;
using dp::test::seen;
using dp::test::texts_of;

const std::string kUnclosed = "array: got the end, expected ',' or ']'";

/// Elements with a member x, an int; the array at `at`.
Given array_at(const std::string& at = ".") {
  return {{"layout", Value::of(std::string("array"))},
          {"at", Value::of(at)},
          {"columns", texts_of({{"x", "x"}})},
          {"types", texts_of({{"x", "int"}})}};
}

const RecordText kTexts[] = {
    {"[]", {}, {}},
    {" [ \n ] \n", {}, {}},
    {"[{\"x\":1},{\"x\":2}]", {{"1"}, {"2"}}, {}},
    {"\xef\xbb\xbf[ {\"x\":1} ,\n{} ]\n", {{"1"}, {kNull}}, {}},
    {"[{\"x\":1},{\"x\":a},{\"x\":3}]",
     {{"1"}, {"3"}},
     {{9, "{\"x\":a}", "byte 6: got 'a', expected a value"}}},
    {"[{\"x\":1}, 5 ,{\"x\":3}]",
     {{"1"}, {"3"}},
     {{10, "5 ", "got a number, expected an object"}}},
    {"[{\"x\":1},{\"x\":\"a\"},{\"x\":3}]",
     {{"1"}, {"3"}},
     {{9, "{\"x\":\"a\"}", "column 'x': got 'a', expected int"}}},
    {"[{\"x\":1},,{\"x\":3}]", {{"1"}, {"3"}}, {{9, "", "byte 1: got ',', expected a value"}}},
    {"[{\"x\":1},]",
     {{"1"}},
     {{9, "",
       "byte 1: got ']', expected a value (trailing_commas: true passes over the comma before "
       "it)"}}},
    {"[,]",
     {},
     {{1, "", "byte 1: got ',', expected a value"},
      {2, "",
       "byte 1: got ']', expected a value (trailing_commas: true passes over the comma before "
       "it)"}}},
    {"[{\"x\":1} {\"x\":2},{\"x\":3}]",
     {{"3"}},
     {{1, "{\"x\":1} {\"x\":2}", "byte 9: got '{', expected the end"}}},
    {"[{\"x\":1},{\"x\":[{},{}]}},{\"x\":3}]",
     {{"1"}, {"3"}},
     {{9, "{\"x\":[{},{}]}}", "byte 14: got '}', expected the end"}}},
    // A string that its line does not close ends with the line.
    {"[{\"x\":1},\n{\"y\":\"a},\n{\"x\":3}]",
     {{"1"}, {"3"}},
     {{10, "{\"y\":\"a},", "byte 10: got the end, expected the end of the string"}}},
    {"[{\"x\":1},{\"y\":\"a\tb\"},{\"x\":3}]",
     {{"1"}, {"3"}},
     {{9, "{\"y\":\"a\tb\"}",
       "byte 8: got '\\x09', expected no control character in a string"}}},
    {"[{\"x\":1},{\"y\":\"\xe9\"},{\"x\":3}]",
     {{"1"}, {"3"}},
     {{9, "{\"y\":\"\xe9\"}", "byte 7: got 0xe9, expected UTF-8"}}},
    // The item is cut.
    {"[", {}, {{1, "", kUnclosed}}},
    {"[ \n", {}, {{3, "", kUnclosed}}},
    {"[{\"x\":1}", {}, {{1, "{\"x\":1}", kUnclosed}}},
    {"[{\"x\":1},", {{"1"}}, {{9, "", kUnclosed}}},
    {"[{\"x\":1}, ", {{"1"}}, {{10, "", kUnclosed}}},
    {"[{\"x\":1},{\"x\":", {{"1"}}, {{9, "{\"x\":", "byte 6: got the end, expected more"}}},
    {"[{\"x\":1},{\"x",
     {{"1"}},
     {{9, "{\"x", "byte 4: got the end, expected the end of the string"}}},
    {"[{\"x\":1},{\"x\":2,\n{\"x\":3}]",
     {{"1"}},
     {{9, "{\"x\":2,\n{\"x\":3}]", "byte 9: got '{', expected a name in quotes"}}},
    // Something follows.
    {"[{\"x\":1}]\n[{\"x\":2}]",
     {{"1"}},
     {{9, "\n[{\"x\":2}]", "after the array: byte 2: got '[', expected the end"}}},
    {"[{\"x\":1}]]", {{"1"}}, {{9, "]", "after the array: byte 1: got ']', expected the end"}}},
    // It is no array.
    {"{\"x\":1}",
     {},
     {{0, "{\"x\":1}",
       "array: got an object at the array's place, expected an array (layout: object reads its "
       "members)"}}},
    {"", {}, {}},
    {" ", {}, {}},
    {"x",
     {},
     {{0, "x", "array: got a number or word at the array's place, expected an array"}}},
};

const RecordText kPaths[] = {
    // at: /a/1/b
    {"{\"a\":[0,{\"b\":[{\"x\":1},{\"x\":2}]}]}", {{"1"}, {"2"}}, {}},
    {"{\"z\":[[{}]],\"a\":[{\"b\":[{\"x\":0}]},{\"c\":0,\"b\":[{\"x\":1}],\"d\":[{\"x\":3}]},4]"
     ",\n"
     "\"b\":[{\"x\":5}]}\n",
     {{"1"}},
     {}},
    {"{\"a\":[0,{\"b\":[{\"x\":1}]}}",
     {{"1"}},
     {{22, "}}", "after the array: byte 2: got '}', expected ',' or ']'"}}},
    {"{\"a\":[0,{\"b\":[{\"x\":1}],}]}",
     {{"1"}},
     {{22, ",}]}", "after the array: byte 2: got '}', expected a name in quotes"}}},
    {"{\"a\":[0,{\"b\":[{\"x\":1}],\"c\":\"\xe9\"}]}",
     {{"1"}},
     {{22, ",\"c\":\"\xe9\"}]}", "after the array: byte 7: got 0xe9, expected UTF-8"}}},
    {"{\"a\":[0]}", {}, {{0, "{\"a\":[0]}", "array: no '1' there"}}},
    {"{\"b\":[0]}", {}, {{0, "{\"b\":[0]}", "array: no 'a' there"}}},
    {"{}", {}, {{0, "{}", "array: no 'a' there"}}},
    {"{\"a\":\"b\"}",
     {},
     {{0, "{\"a\":\"b\"}", "array: got a string, expected an object that has '1'"}}},
    {"{\"a\":[0,", {}, {{0, "{\"a\":[0,", "array: byte 9: got the end, expected more"}}},
};

}  // namespace

BOOST_DATA_TEST_CASE(elements_are_records_and_a_bad_one_harms_no_other, kTexts, text) {
  check_records(text, array_at());
}

BOOST_DATA_TEST_CASE(the_array_may_be_anywhere_in_the_document, kPaths, text) {
  check_records(text, array_at("/a/1/b"));
}

/// Only one of the readers that share an item sees where an array after its head begins.
BOOST_AUTO_TEST_CASE(what_follows_an_array_behind_the_head_is_told_by_every_reader) {
  struct Tail {
    const char* text;
    const char* reason;  ///< nullptr: it is right
  };
  static const Tail kTails[] = {
      {"]}}", nullptr},
      {"],\"d\":[\"}\\\"]\",{}]}}\n", nullptr},
      {"]}} 1", "after the array: byte 4: got '1', expected the end"},
      {"]}", "after the array: byte 2: got the end, expected more"},
      {"]}}}", "after the array: byte 3: got '}', expected the end"},
      {"],}}", "after the array: byte 2: got '}', expected a name in quotes"}};
  const std::string before =
      "{\"m\":\"" + std::string(DP_HEAD_BYTES, 'm') + "\",\"a\":{\"b\":[{\"x\":1},";
  for (const auto& tail : kTails) {
    const auto text = before + "{\"x\":2}" + tail.text;
    auto one = open_json(text.substr(0, DP_HEAD_BYTES), array_at("/a/b"));
    auto other = open_json(text.substr(0, DP_HEAD_BYTES), array_at("/a/b"));
    const auto whole = read_whole(one, text);
    BOOST_TEST_CONTEXT(tail.text) {
      BOOST_TEST(whole.rows == (Rows{{"1"}, {"2"}}));
      BOOST_REQUIRE(whole.rejects.size() == (tail.reason == nullptr ? 0U : 1U));
      if (tail.reason != nullptr) BOOST_TEST(whole.rejects[0].reason == tail.reason);
      other.forget();
      BOOST_TEST(feed(other, text, text.size(), before.size()) == text.size());
      BOOST_TEST(seen(other).rejects == whole.rejects, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(an_array_that_is_not_there_behind_the_head_gives_no_reader_a_row) {
  const std::string text = "{\"m\":\"" + std::string(DP_HEAD_BYTES, 'm') +
                           "\",\"a\":{\"c\":[{\"x\":1},{\"x\":2},{\"x\":3}]}}";
  for (const std::size_t window : {std::size_t{1000}, text.size()}) {
    auto task = open_json(text.substr(0, DP_HEAD_BYTES), array_at("/a/b"));
    // Of all the item, whatever is shown of it at first: so nothing is left to other readers.
    BOOST_TEST(feed(task, text, window, 0, 1) == text.size());
    const auto all = seen(task);
    BOOST_TEST(all.rows.empty());
    BOOST_REQUIRE(all.rejects.size() == 1U);
    BOOST_TEST(all.rejects[0].reason == "array: no 'b' there");
  }
}

BOOST_AUTO_TEST_CASE(lines_and_offsets_are_counted) {
  auto task = open_json("", array_at());
  const auto all = read_whole(task, "[\n {\"x\":1},\n\n {\"x\":2}\n]");
  BOOST_TEST((all.offsets == std::vector<std::uint64_t>{3, 14}));
  BOOST_TEST(all.lines == 5u);
  BOOST_TEST(all.blank == 0u);
}

BOOST_AUTO_TEST_CASE(members_of_the_elements_are_the_columns) {
  const std::string text = R"({"n":2,"rows":[{"b":1,"a":"x"},{"a":"y","c":{"d":2}}],"e":3})";
  auto task = open_json(text, {{"at", Value::of(std::string("rows"))}});
  BOOST_TEST(read_whole(task, text).rows ==
             (Rows{{"1", "x", kNull}, {kNull, "y", "{\"d\":2}"}}));
  BOOST_TEST(task.schema()[0].name == "b");
}

BOOST_AUTO_TEST_CASE(an_empty_array_is_empty_however_far_away_its_end_is) {
  auto task = open_json("", array_at("/a"));
  const std::string text = "{\"a\":[ ],\"b\":[" + std::string(300, ' ') + "]}";
  const auto begin = Piece{.first = true, .last = false, .head = text};
  BOOST_REQUIRE(task.read(text.substr(0, 20), begin));
  BOOST_TEST(task.consumed() == 0u);
  for (const std::size_t size : {1u, 8u, 64u}) {
    task.forget();
    BOOST_TEST(feed(task, text, size) == text.size());
    BOOST_TEST(task.rejects().empty());
  }
}

BOOST_AUTO_TEST_CASE(to_skip_tells_an_element_from_what_separates_it_from_others) {
  auto task = open_json("", array_at("/a"));
  const std::string text = "{\"a\": [\n {\"x\": 1} ,\n {\"x\": [2, 3]}\n], \"b\": 4}\n";
  Piece piece{.first = true, .last = true, .stop = 1, .head = text};
  std::string first;
  piece.offset = task.skip(text, piece, &first).value();
  BOOST_TEST(first == "{\"x\": 1}");
  const auto rest = text.substr(piece.offset);
  BOOST_TEST(rest.starts_with("\n {"));
  piece.first = false;
  BOOST_TEST(task.skip(rest, piece, &first).value() == rest.size());
  BOOST_TEST(first == "{\"x\": [2, 3]}");
  piece = {.first = true, .last = true, .stop = text.size(), .head = text};
  BOOST_TEST(task.skip(text, piece, &first).value() == text.size());
  BOOST_TEST(first == "{\"x\": 1}");  // of several
}

BOOST_AUTO_TEST_CASE(where_no_element_is_to_skip_tells_of_none) {
  auto task = open_json("", array_at());
  for (const std::string text : {"[]", "[ , 1]", "[\n]\n"}) {
    std::string first = "none";
    BOOST_REQUIRE(
        task.skip(text, {.first = true, .last = true, .stop = 1, .head = text}, &first));
    BOOST_TEST(first == "");
  }
}

BOOST_AUTO_TEST_CASE(behind_an_element_that_is_too_long_nothing_is_read) {
  auto task = open_json("", array_at());
  const std::string text = "[{\"x\":1},{\"x\":[" + std::string(200, '1');
  const Piece first{.first = true, .last = false, .full = true, .head = text};
  BOOST_REQUIRE(task.read(text, first));
  BOOST_TEST(task.consumed() == 9u);
  const Piece more{.offset = 9, .first = false, .last = false, .full = true, .head = text};
  BOOST_REQUIRE(task.read(text.substr(9), more));
  BOOST_TEST(task.consumed() == DP_REST);
  BOOST_TEST(task.skip(text.substr(9), more).value() == DP_REST);
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason == "element: does not end within 206 bytes");
}

BOOST_AUTO_TEST_CASE(behind_an_array_with_too_much_behind_it_nothing_is_read) {
  auto task = open_json("", array_at("/a"));
  const std::string text = "{\"a\":[{\"x\":1}],\"b\":[{\"x\":2},{\"x\":3}";
  const Piece piece{.offset = 6, .first = false, .last = false, .full = true, .head = text};
  BOOST_REQUIRE(task.read(text.substr(6), piece));
  BOOST_TEST(task.consumed() == DP_REST);
  BOOST_TEST(task.rows() == (Rows{{"1"}}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason == "after the array: does not end within 29 bytes");
}

BOOST_AUTO_TEST_CASE(an_array_that_does_not_begin_is_not_read) {
  auto task = open_json("", array_at("/a"));
  const std::string text = "{\"b\":[{\"x\":1},";
  BOOST_REQUIRE(task.read(text, {.first = true, .last = false, .full = true}));
  BOOST_TEST(task.consumed() == DP_REST);
  BOOST_TEST(task.rows().empty());
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason == "array: does not begin within 14 bytes");
}

BOOST_AUTO_TEST_CASE(records_of_more_than_16_mib_are_too_long_however_much_is_shown) {
  auto task = open_json("", array_at());
  const std::size_t most = std::size_t{16} << 20;
  for (const bool last : {false, true}) {
    const auto text = "[{\"y\":\"" + std::string(most, 'y') + "\"},{\"x\":2}]";
    task.forget();
    BOOST_REQUIRE(task.read(text, {.first = true, .last = last, .head = text.substr(0, 99)}));
    BOOST_TEST(task.consumed() == DP_REST);
    BOOST_TEST(task.rows().empty());
    BOOST_REQUIRE(task.rejects().size() == 1u);
    BOOST_TEST(task.rejects()[0].reason == "element: does not end within 16777216 bytes");
  }
}

BOOST_AUTO_TEST_CASE(a_comment_before_an_array_is_told) {
  const auto reason = [](const std::string& text, const std::string& at) {
    auto task = open_json(text, array_at(at));
    const auto all = read_whole(task, text);
    return all.rejects.empty() ? "" : all.rejects[0].reason;
  };
  const std::string advice = " (comments: true passes over comments)";
  BOOST_TEST(reason("// x\n[1]", ".") ==
             "array: got a comment at the array's place, expected an array" + advice);
  BOOST_TEST(reason("/* x */ {\"a\":[1]}", "a") ==
             "array: got a comment, expected an object that has 'a'" + advice);
  BOOST_TEST(reason("{\"b\":1, // x\n\"a\":[1]}", "a") ==
             "array: byte 9: got '/', expected a name in quotes" + advice);
}

BOOST_AUTO_TEST_SUITE_END()
