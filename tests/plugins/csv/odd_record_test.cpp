// SPDX-License-Identifier: Apache-2.0
#include "csv/odd_record.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "fixture.hpp"
#include "texts.hpp"

BOOST_AUTO_TEST_SUITE(csv_odd_record)

namespace {
namespace data = boost::unit_test::data;
namespace csv = dp::csv;
using csv::Outcome;
using dp::data::Value;
using dp::test::as_text;
using dp::test::csv_starts;
using dp::test::feed;
using dp::test::Given;
using dp::test::list_of;
using dp::test::open_csv;
using dp::test::Random;
using dp::test::read_whole;
using dp::test::Row;
using dp::test::Rows;
using dp::test::seen;
using Texts = std::vector<std::string>;

csv::Dialect dialect_of(char escape, const std::string& separator = ",", bool cr_ends = false) {
  csv::Dialect dialect;
  dialect.delimiter = separator.front();
  dialect.tail = separator.substr(1);
  dialect.escape = escape;
  dialect.cr_ends = cr_ends;
  return dialect;
}

const csv::Dialect kEscapes = dialect_of('\\');

/// A record that keeps all its fields.
struct Read {
  Read(std::string_view text, const csv::Dialect& dialect, bool final = true) {
    record.kept = 50;
    outcome = csv::read_odd_record(text.data(), 0, text.size(), final, dialect, record);
    if (outcome != Outcome::record) return;
    for (std::size_t i = 0; i < record.count; ++i) {
      fields.emplace_back();
      csv::append_text(fields.back(), record.fields[i], text.data(), dialect);
    }
  }
  csv::Record record;
  Outcome outcome;
  Texts fields;
};

Given with(std::size_t columns, const Given& more) {
  auto given = as_text(columns);
  given.insert(given.end(), more.begin(), more.end());
  return given;
}

/// Rows of cells that hold all that means something, as the dialect writes them.
struct Written {
  std::string text;
  Rows rows;
};

Written write(unsigned seed, const csv::Dialect& dialect) {
  Random random(seed);
  Written written;
  const bool escapes = dialect.escape != '\0';
  for (int row = 0; row < 12; ++row) {
    written.rows.emplace_back();
    for (int i = 0; i < 3; ++i) {
      const auto cell = random.text(random.below(6), "ab|,\"\\\n\r \xc3");
      auto valid = cell;
      std::replace(valid.begin(), valid.end(), '\xc3', 'c');
      written.rows.back().push_back(valid);
      // A CR that is escaped takes an LF after it along.
      const bool quoted = !escapes || random.below(2) == 0 || valid.ends_with('\r');
      if (i != 0) written.text += dialect.separator();
      if (quoted) written.text += random.below(5) == 0 ? " \"" : "\"";
      for (const char byte : valid) {
        const bool doubled = quoted && byte == '"' && random.below(2) == 0;
        const bool special = !quoted && (byte == '"' || byte == '|' || byte == ',' ||
                                         byte == '\n' || byte == '\r' || byte == ' ');
        if (doubled || (byte == '"' && !escapes))
          written.text += '"';
        else if (escapes && (special || byte == '"' || byte == '\\'))
          written.text += '\\';
        written.text += byte;
      }
      if (quoted) written.text += random.below(5) == 0 ? "\"  " : "\"";
    }
    const auto end = random.below(3);
    written.text += dialect.cr_ends && end == 0 ? "\r" : end == 1 ? "\r\n" : "\n";
  }
  return written;
}

void check_every_cut(const Written& written, const csv::Dialect& dialect, const Given& given) {
  auto task = open_csv("", with(3, given));
  const auto whole = read_whole(task, written.text);
  BOOST_TEST(whole.rows == written.rows);
  BOOST_TEST(whole.rejects.empty());
  const auto starts = csv_starts(written.text, dialect);
  for (std::size_t size = 1; size <= written.text.size(); ++size) {
    BOOST_REQUIRE(feed(task, written.text, size) == written.text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
    const auto end = feed(task, written.text, 16, 0, size);
    BOOST_REQUIRE(end == *std::lower_bound(starts.begin(), starts.end(), size));
    BOOST_REQUIRE(feed(task, written.text, 16, end) == written.text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_escape_makes_the_next_byte_text) {
  const Read read("a\\,b,\"x \\\"y\\\" z\",\\\"q,c\\\nd,\\\\,n\\n\nnext\n", kEscapes);
  BOOST_TEST((read.outcome == Outcome::record));
  BOOST_TEST(read.fields == (Texts{"a,b", "x \"y\" z", "\"q", "c\nd", "\\", "nn"}),
             boost::test_tools::per_element());
  BOOST_TEST(read.record.next == 33u);
  BOOST_TEST(Read("\"a\"\"b\\\\\",\"\"\n", kEscapes).fields == (Texts{"a\"b\\", ""}),
             boost::test_tools::per_element());
  BOOST_TEST(Read("a\\\r\nb\r\n", kEscapes).fields == Texts{"a\r\nb"},
             boost::test_tools::per_element());
  BOOST_TEST(Read("a\\", kEscapes).fields == Texts{"a\\"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(bare_fields_keep_doubled_quotes) {
  BOOST_TEST(Read("a\"\"\\b\n", kEscapes).fields == Texts{"a\"\"b"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_delimiter_may_have_several_bytes) {
  const auto bars = dialect_of('\0', "||");
  BOOST_TEST(
      Read("a|b||c|||\"d||x\"\"||\n", bars).fields == (Texts{"a|b", "c", "|\"d", "x\"\"", ""}),
      boost::test_tools::per_element());
  BOOST_TEST(Read("\"a||b\" || \"c\" \n", bars).fields == (Texts{"a||b", "c"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read("\xc2\xa7x\xc2\xa6y\n", dialect_of('\0', "\xc2\xa6")).fields ==
                 (Texts{"\xc2\xa7x", "y"}),
             boost::test_tools::per_element());
  const Read wrong("\"a\"|b\nc\n", bars);
  BOOST_TEST((wrong.outcome == Outcome::malformed));
  BOOST_TEST(wrong.record.wrong == 3u);
  BOOST_TEST(wrong.record.next == 6u);
}

BOOST_AUTO_TEST_CASE(lines_may_end_in_cr_alone) {
  const auto any = dialect_of('\0', ",", true);
  BOOST_TEST(Read("a,b\rc\n", any).fields == (Texts{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read("a,b\rc\n", any).record.next == 4u);
  BOOST_TEST(Read("a,\"b\rc\"\r\nd", any).fields == (Texts{"a", "b\rc"}),
             boost::test_tools::per_element());
  BOOST_TEST(Read("a,\"b\rc\"\r\nd", any).record.next == 9u);
  BOOST_TEST((Read("\rx", any).outcome == Outcome::blank));
  BOOST_TEST(Read("\"a\"b\rc\n", any).record.next == 5u);
}

BOOST_AUTO_TEST_CASE(what_the_end_of_the_text_does_not_tell_is_cut) {
  for (const char* text : {"a", "a\\", "a\\\n", "\"a\\\"", "\"a\"", "\"a\" ", "\"a\"\r", "\r"})
    BOOST_TEST((Read(text, kEscapes, false).outcome == Outcome::cut), text);
  const auto any = dialect_of('\0', "||", true);
  for (const char* text : {"a\r", "\r", "\"a\"|", "\"a\"\r", "a|", "\"a\"b"})
    BOOST_TEST((Read(text, any, false).outcome == Outcome::cut), text);
}

BOOST_DATA_TEST_CASE(what_is_written_with_escapes_is_read_however_it_is_cut,
                     data::xrange(1u, 13u), seed) {
  check_every_cut(write(seed, kEscapes), kEscapes, {{"escape", Value::of("\\")}});
}

BOOST_DATA_TEST_CASE(what_is_written_with_long_delimiters_and_mixed_line_ends_is_read,
                     data::xrange(1u, 13u), seed) {
  const auto dialect = dialect_of('\0', "||", true);
  check_every_cut(write(seed, dialect), dialect,
                  {{"delimiter", Value::of("||")}, {"line_end", Value::of("any")}});
}

BOOST_DATA_TEST_CASE(wild_texts_give_the_same_however_they_are_cut, data::xrange(1u, 13u),
                     seed) {
  Random random(seed);
  std::string text;
  while (text.size() < 150) text += random.text(1, "\"\"\\\\||,\n\n\r a1");
  auto given = as_text(1 + seed % 3);
  given.emplace_back("escape", Value::of("\\"));
  if (seed % 2 == 0) given.emplace_back("delimiter", Value::of("||"));
  if (seed % 3 == 0) given.emplace_back("line_end", Value::of("any"));
  auto task = open_csv("", given);
  const auto whole = read_whole(task, text);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    BOOST_REQUIRE(feed(task, text, size) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
    const auto end = feed(task, text, 16, 0, size);
    BOOST_REQUIRE(feed(task, text, 16, end) == text.size());
    BOOST_REQUIRE_EQUAL(seen(task), whole);
  }
}

BOOST_AUTO_TEST_CASE(nulls_are_told_by_what_the_file_holds) {
  const std::string text = "a,b\n\\N,\"\\N\"\nx\\N,\\\\N\n";
  auto task = open_csv(text, {{"escape", Value::of("\\")}, {"null_text", list_of({"\\N"})}});
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{dp::test::kNull, "N"}, {"xN", "\\N"}}));
}

BOOST_AUTO_TEST_CASE(spaces_that_are_escaped_are_not_trimmed) {
  const std::string text = "a,b\n \\ x\\  , y \n";
  auto task = open_csv(text, {{"escape", Value::of("\\")}, {"trim", Value::of(true)}});
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{" x ", "y"}}));
}

BOOST_AUTO_TEST_CASE(lines_that_end_in_cr_alone_are_detected) {
  const std::string text = "a,b\r1,\"x\ry\"\r\r2,z";
  auto task = open_csv(text);
  BOOST_REQUIRE(task.read(text));
  BOOST_TEST(task.rows() == (Rows{{"1", "x\ry"}, {"2", "z"}}));
  BOOST_TEST(task.blank() == 1u);
  // A CR among lines that end in LF is text, unless the option says otherwise.
  const std::string mixed = "a,b\n1,x\ry,2\n";
  auto plain = open_csv(mixed);
  BOOST_REQUIRE(plain.read(mixed));
  BOOST_TEST(plain.rejects()[0].reason ==
             "got 3 fields, expected 2 (of lines that end in CR alone, line_end: any makes "
             "records)");
  auto any = open_csv(mixed, {{"line_end", Value::of("any")}});
  BOOST_REQUIRE(any.read(mixed));
  BOOST_TEST(any.rows() == (Rows{{"1", "x"}, {"y", "2"}}));
}

BOOST_AUTO_TEST_CASE(a_cr_in_quotes_or_at_the_end_of_a_sample_tells_nothing_of_line_ends) {
  const std::string first = "\"a\rb\"," + std::string(DP_HEAD_BYTES, 'x');
  auto quoted = open_csv(first, {{"header", Value::of(false)},
                                 {"columns", list_of({"p", "q"})},
                                 {"types", dp::test::texts_of({{"q", "string"}})}});
  BOOST_REQUIRE(quoted.read("y,1\r2\n"));
  BOOST_TEST(quoted.rows() == (Rows{{"y", "1\r2"}}));
  const auto cut = std::string(DP_HEAD_BYTES - 1, 'x') + "\r";
  auto last = open_csv(cut, {{"header", Value::of(false)}, {"columns", list_of({"p"})}});
  BOOST_REQUIRE(last.read("1\r2\n"));
  BOOST_TEST(last.rows() == (Rows{{"1\r2"}}));
}

BOOST_DATA_TEST_CASE(long_fields_are_read_as_short_ones_are, data::xrange(1u, 40u), size) {
  const std::string field(size, 'x');
  const auto bars = dialect_of('\\', "||", true);
  const std::string text =
      field + "|y||\"" + field + "\"\"\\\"\"||" + field + "\\\r\n\r" + field;
  const Read read(text, bars);
  BOOST_TEST(read.fields == (Texts{field + "|y", field + "\"\"", field + "\r\n"}),
             boost::test_tools::per_element());
  BOOST_TEST(read.record.next == text.size() - size);
  BOOST_TEST((Read(field + "|", bars, false).outcome == Outcome::cut));
}

BOOST_AUTO_TEST_SUITE_END()
