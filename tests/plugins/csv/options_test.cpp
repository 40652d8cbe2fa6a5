// SPDX-License-Identifier: Apache-2.0
// What the options of the reader make of files as the world writes them, however they are cut.

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "texts.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_options)

namespace {
namespace data = boost::unit_test::data;
using dp::Type;
using dp::data::Value;
using dp::test::csv_starts;
using dp::test::feed;
using dp::test::Given;
using dp::test::kNull;
using dp::test::list_of;
using dp::test::open_csv;
using dp::test::Random;
using dp::test::read_whole;
using dp::test::Reject;
using dp::test::Rows;
using dp::test::Seen;
using dp::test::seen;
using dp::test::texts_of;
using dp::test::try_csv;
using dp::test::why;
using dp::test::without_header;

/// What a text gives, in pieces of every size.
Seen read_cut(const std::string& text, const Given& given) {
  auto task = open_csv(text, given);
  const auto whole = read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
  return whole;
}

Given with(const char* name, const Value& value) { return {{name, value}}; }

Given all_text(std::size_t count, const char* name, const Value& value) {
  auto given = dp::test::as_text(count);
  given.emplace_back(name, value);
  return given;
}

/// Lines of which some are comments, with quotes in both.
std::string commented(unsigned seed) {
  Random random(seed);
  std::string text;
  for (int i = 0; i < 14; ++i) {
    if (random.below(3) == 0)
      text += "#" + random.text(random.below(8), "\",#a\r") + "\n";
    else if (random.below(4) == 0)
      text += "\"" + random.text(3, "a#\n,") + "\",#" + random.text(2, "b\"") + "\n";
    else
      text += random.text(2, "ab") + "," + random.text(2, "c#") + "\n";
  }
  return text;
}

/// The text with the comments emptied. Precondition: its quotes are right.
std::string without_comments(const std::string& text) {
  const dp::csv::Dialect dialect{',', '"', true, '#'};
  const auto starts = csv_starts(text, dialect);
  std::string out;
  for (std::size_t i = 0; i + 1 < starts.size(); ++i)
    out += text[starts[i]] == '#' ? "\n" : text.substr(starts[i], starts[i + 1] - starts[i]);
  return out;
}

}  // namespace

BOOST_DATA_TEST_CASE(comments_count_as_blank_lines_whatever_they_hold, data::xrange(1u, 25u),
                     seed) {
  const auto text = commented(seed);
  const auto found = read_cut(text, all_text(2, "comment", Value::of("#")));
  auto plain = open_csv("", dp::test::as_text(2));
  const auto expected = read_whole(plain, without_comments(text));
  BOOST_TEST(found.rows == expected.rows);
  BOOST_TEST(found.blank == expected.blank);
  BOOST_TEST(found.lines == expected.lines);
  BOOST_TEST(found.rejects.size() == expected.rejects.size());
}

BOOST_DATA_TEST_CASE(every_stop_parts_a_text_with_comments, data::xrange(1u, 5u), seed) {
  const auto text = commented(seed);
  const auto starts = csv_starts(text, {',', '"', true, '#'});
  auto task = open_csv("", all_text(2, "comment", Value::of("#")));
  const auto whole = read_whole(task, text);
  for (std::size_t stop = 1; stop <= text.size(); ++stop) {
    const auto end = feed(task, text, 16, 0, stop);
    BOOST_REQUIRE(end == *std::lower_bound(starts.begin(), starts.end(), stop));
    BOOST_REQUIRE(feed(task, text, 16, end) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

BOOST_AUTO_TEST_CASE(comments_in_texts_longer_than_a_window_cost_no_record) {
  Random random(7);
  std::string text = "a,b\n";
  std::size_t rows = 0;
  for (int i = 0; i < 9000; ++i) {
    if (random.below(40) == 0) text += "# it's \"so,\" and,\"so\n";
    text += std::to_string(i) + ",\"x\n#" + std::to_string(i) + "\"\n";
    ++rows;
  }
  auto task = open_csv(text, with("comment", Value::of("#")));
  const auto whole = read_whole(task, text);
  BOOST_TEST(whole.rows.size() == rows);
  BOOST_TEST(whole.rejects.empty());
  BOOST_TEST((whole.rows.back() == dp::test::Row{"8999", "x\n#8999"}));
  for (const std::size_t size : {5000u, 16384u, 70000u}) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_TEST((seen(task) == whole));
  }
}

BOOST_AUTO_TEST_CASE(a_comment_begins_a_line_that_could_be_a_record) {
  const auto found =
      read_cut("#x\na,b\n1,#\n \"#\",2\n\"#\",3\n#", with("comment", Value::of("#")));
  BOOST_TEST(found.rows == (Rows{{"1", "#"}, {"#", "2"}, {"#", "3"}}));
  BOOST_TEST(found.blank == 2u);
  BOOST_TEST(found.lines == 6u);
}

BOOST_AUTO_TEST_CASE(short_records_are_padded_with_nulls) {
  const std::string text = "a,b,c\n1,2,3\n4\n5,\n\n\"6\",7\r\n8,9,10,11\n12";
  const auto found = read_cut(text, with("ragged", Value::of("pad")));
  BOOST_TEST(found.rows == (Rows{{"1", "2", "3"},
                                 {"4", kNull, kNull},
                                 {"5", kNull, kNull},
                                 {"6", "7", kNull},
                                 {"12", kNull, kNull}}));
  BOOST_TEST(
      found.rejects == (std::vector<Reject>{{25, "8,9,10,11", "got 4 fields, expected 3"}}),
      boost::test_tools::per_element());
  BOOST_TEST(found.blank == 1u);
}

BOOST_AUTO_TEST_CASE(long_records_are_truncated_and_short_ones_padded) {
  const std::string text = "a,b\n1,x\n2\n3,y,\"z\n\",w\n4,\"v\"u,t\n5,r,\xff\n";
  const auto found = read_cut(text, with("ragged", Value::of("truncate")));
  BOOST_TEST(found.rows == (Rows{{"1", "x"}, {"2", kNull}, {"3", "y"}}));
  BOOST_TEST(
      found.rejects ==
          (std::vector<Reject>{
              {21, "4,\"v\"u,t",
               "column 'b': got 'u' after the closing quote, expected ',' or a line end"},
              {30, "5,r,\xff", "field past the last column: got byte 0xff, expected UTF-8"}}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(where_there_are_no_columns_ragged_records_are_rejected_too) {
  auto task = open_csv("", {{"header", Value::of(false)}, {"ragged", Value::of("truncate")}});
  BOOST_REQUIRE(task.read("a,b\n"));
  BOOST_TEST(task.rows().empty());
  BOOST_TEST(task.rejects().size() == 1u);
}

BOOST_DATA_TEST_CASE(padding_does_what_more_delimiters_would, data::xrange(1u, 10u), seed) {
  Random random(seed);
  std::string ragged;
  std::string even;
  for (int i = 0; i < 12; ++i) {
    const auto fields = 1 + random.below(3);
    std::string line = "\"" + random.text(2, "a\n\",").append("\"");
    std::replace(line.begin() + 1, line.end() - 1, '"', 'q');
    for (std::size_t field = 1; field < fields; ++field) line += "," + random.text(2, "bc");
    ragged += line + "\n";
    even += line + std::string(3 - fields, ',') + "\n";
  }
  auto given = without_header({{"x", "string"}, {"y", "string"}, {"z", "string"}});
  auto task = open_csv("", given);
  const auto expected = read_whole(task, even);
  given.emplace_back("ragged", Value::of("pad"));
  BOOST_TEST(read_cut(ragged, given).rows == expected.rows);
}

BOOST_AUTO_TEST_CASE(lines_are_skipped_at_the_beginning_of_each_item) {
  const std::string text = "Report \"x\n\xe9,,,\r\n\na,b\n1,2\n";
  const auto found = read_cut(text, with("skip_lines", Value::of(std::int64_t{2})));
  BOOST_TEST(found.rows == (Rows{{"1", "2"}}));
  BOOST_TEST(found.lines == 5u);
  BOOST_TEST(found.blank == 1u);
  Given given{{"skip_lines", Value::of(std::int64_t{3})}, {"header", Value::of(false)}};
  BOOST_TEST(read_cut(text, given).rows == (Rows{{"a", "b"}, {"1", "2"}}));
  given.front().second = Value::of(std::int64_t{9});
  const auto none = read_cut(text, given);
  BOOST_TEST(none.rows.empty());
  BOOST_TEST(none.lines == 5u);
}

BOOST_AUTO_TEST_CASE(lines_to_skip_end_in_the_first_bytes_of_an_item) {
  const std::string text = std::string(70000, 'x') + "\na\n1\n";
  const Given given{{"skip_lines", Value::of(std::int64_t{1})}, {"header", Value::of(false)}};
  BOOST_TEST(why(try_csv(text, given)) == "skip_lines: they do not end within 65536 bytes");
  auto task = open_csv("x\na\n", given);
  BOOST_REQUIRE(task.read(text, {.last = false, .head = text.substr(0, DP_HEAD_BYTES)}));
  BOOST_REQUIRE(task.rejects().size() == 1u);
  BOOST_TEST(task.rejects()[0].reason ==
             "skip_lines: they do not end within 65536 bytes: none of its records is read");
}

BOOST_AUTO_TEST_CASE(a_line_that_names_the_separator_is_no_header) {
  const std::string text = "\xef\xbb\xbfsep=;\r\na;b\r\n1;x,y\r\n";
  for (const char* delimiter : {"auto", "semicolon"}) {
    const auto found = read_cut(text, with("delimiter", Value::of(delimiter)));
    BOOST_TEST(found.rows == (Rows{{"1", "x,y"}}));
    BOOST_TEST(found.lines == 3u);
  }
  BOOST_TEST(why(try_csv(text)) ==
             "header: its first line says that fields are separated by ';' (got ',', expected "
             "delimiter: auto or that; or skip_lines: 1)");
  const Given bare{{"delimiter", Value::of("semicolon")}, {"header", Value::of(false)}};
  BOOST_TEST(read_cut("sep=;\n1;2\n", bare).rows == (Rows{{"1", "2"}}));
}

BOOST_AUTO_TEST_CASE(the_delimiter_of_all_items_is_that_of_the_sample) {
  auto task = open_csv("a;b\n1;x\n3;4\n", with("delimiter", Value::of("auto")));
  BOOST_REQUIRE(task.read("a;b\n5;\"6,7\"\n"));
  BOOST_TEST(task.rows() == (Rows{{"5", "6,7"}}));
}

BOOST_AUTO_TEST_CASE(several_texts_are_null) {
  const auto found = read_cut("a,b\n\\N,x\n1,NA\n,\n\"NA\",\"\\N\"\n",
                              with("null_text", list_of({"\\N", "NA", ""})));
  BOOST_TEST(found.rows == (Rows{{kNull, "x"}, {"1", kNull}, {kNull, kNull}, {"NA", "\\N"}}));
}

BOOST_AUTO_TEST_CASE(numbers_may_have_a_decimal_comma) {
  const std::string text =
      "Col1;Col2;Col3\n1;\"Text1\";1,01\n2;\"Text2\";\"2,02\"\n3;\"3,5\";-3\n";
  const Given given{{"delimiter", Value::of("semicolon")}, {"decimal_comma", Value::of(true)}};
  BOOST_TEST(
      (open_csv(text, given).schema() ==
       dp::Schema{{"Col1", Type::int64}, {"Col2", Type::string}, {"Col3", Type::float64}}));
  BOOST_TEST(read_cut(text, given).rows ==
             (Rows{{"1", "Text1", "1.01"}, {"2", "Text2", "2.02"}, {"3", "3,5", "-3"}}));
}

BOOST_AUTO_TEST_CASE(numbers_of_a_given_type_must_be_in_the_form) {
  auto given = without_header({{"f", "float"}, {"i", "int"}});
  given.emplace_back("delimiter", Value::of("semicolon"));
  given.emplace_back("decimal_comma", Value::of(true));
  given.emplace_back("thousands", Value::of("point"));
  auto task = open_csv("", given);
  BOOST_REQUIRE(task.read("1.234,5;1.000\n1.5;1\n1;1,5\n+1e3;7\n"));
  BOOST_TEST(task.rows() == (Rows{{"1234.5", "1000"}, {"1000", "7"}}));
  BOOST_TEST(
      task.rejects() ==
          (std::vector<Reject>{
              {14, "1.5;1", "column 'f': got '1.5', expected float with a decimal comma"},
              {20, "1;1,5", "column 'i': got '1,5', expected int"}}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(decimals_may_have_a_comma_and_have_36_digits_at_most) {
  auto given = without_header({{"d", "decimal"}});
  given.emplace_back("delimiter", Value::of("semicolon"));
  given.emplace_back("decimal_comma", Value::of(true));
  given.emplace_back("thousands", Value::of("point"));
  auto task = open_csv("", given);
  const std::string long_one = "1234567890123456789012345678901234567,5";
  BOOST_REQUIRE(task.read("1.234,50\n0,10\n1.5\n" + long_one + "\n"));
  BOOST_TEST(task.rows() == (Rows{{"1234.50"}, {"0.10"}}));
  BOOST_TEST(
      task.rejects() ==
          (std::vector<Reject>{
              {14, "1.5", "column 'd': got '1.5', expected decimal with a decimal comma"},
              {18, long_one,
               "column 'd': got '" + long_one +
                   "', expected decimal of at most 36 digits with a decimal comma"}}),
      boost::test_tools::per_element());
  // Guessed as well, in the same form.
  BOOST_TEST((open_csv("a;b\n1,50;1,5\n", {{"delimiter", Value::of("semicolon")},
                                           {"decimal_comma", Value::of(true)}})
                  .schema() == dp::Schema{{"a", Type::decimal}, {"b", Type::float64}}));
}

BOOST_AUTO_TEST_CASE(escapes_and_long_delimiters_are_options) {
  const std::string text = "a||b\n1||x\\||y\n2||\"\\\"z\\\"\"\n";
  const Given given{{"delimiter", Value::of("||")}, {"escape", Value::of("\\")}};
  BOOST_TEST(read_cut(text, given).rows == (Rows{{"1", "x||y"}, {"2", "\"z\""}}));
  BOOST_TEST(why(try_csv("a\n", with("escape", Value::of(",")))) ==
             "escape: cannot escape (got ',', expected one punctuation character that is in no "
             "number or time, such as a backslash, and neither delimiter nor comment)");
  // A quote that escapes a quote is a doubled one.
  BOOST_TEST(read_cut("a,b\n1,\"x\"\"\"\n", with("escape", Value::of("\""))).rows ==
             (Rows{{"1", "x\""}}));
  BOOST_TEST(
      why(try_csv("a\n", {{"delimiter", Value::of("|'")}, {"quote", Value::of("single")}})) ==
      "quote: cannot quote fields (got 'single', expected double, single, none, or one "
      "punctuation character that is in no number or time and not the delimiter)");
}

BOOST_AUTO_TEST_CASE(options_that_cannot_go_together_are_refused) {
  BOOST_TEST(
      why(try_csv("a\n", with("comment", Value::of(",")))) ==
      "comment: cannot begin a comment (got ',', expected one punctuation character that "
      "is in no number or time, and neither delimiter nor quote)");
  for (const char* bad : {"##", "a", "7", "-", "\"", " ", "\xc3"})
    BOOST_TEST(try_csv("a\n", with("comment", Value::of(bad)))
                   .error()
                   .message.starts_with("comment: cannot begin a comment (got '"));
  BOOST_TEST(why(try_csv("a\n", with("thousands", Value::of("point")))) ==
             "thousands: got 'point', which decimals follow (expected comma, or decimal_comma: "
             "true)");
  BOOST_TEST(why(try_csv("a\n", {{"thousands", Value::of("comma")},
                                 {"decimal_comma", Value::of(true)}})) ==
             "thousands: got 'comma', which decimals follow (expected point, or decimal_comma: "
             "false)");
}

BOOST_AUTO_TEST_SUITE_END()
