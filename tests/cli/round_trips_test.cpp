// SPDX-License-Identifier: Apache-2.0
// Tables written in each format and read back: identical, or changed as docs/round-trips.md says.
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "dp_process.hpp"
#include "plugins/random.hpp"

BOOST_AUTO_TEST_SUITE(round_trips)

namespace {

namespace data = boost::unit_test::data;
using dp::test::TemporaryFolder;

/// A format that is written and read.
struct Format {
  const char* suffix;
  const char* reader;
  bool keeps_types;     ///< text that looks like a number stays text
  bool keeps_json;      ///< columns of several kinds of JSON stay that
  bool keeps_decimals;  ///< as numbers
  bool keeps_nulls;     ///< a column of nothing else is there
  friend std::ostream& operator<<(std::ostream& out, const Format& one) {
    return out << one.suffix;
  }
};
std::vector<Format> formats() {
  std::vector<Format> all = {
      {"ndjson", "json", true, true, true, true},
      {"json", "json", true, true, true, true},
      {"csv", "csv", false, false, true, true},
      {"tsv", "csv.tsv", false, false, true, true},
      {"sqlite", "sqlite", true, false, false, true},
      {"xml", "xml, with: {record: record}", false, false, true, false},
  };
  if (!DP_HAS_SQLITE)
    std::erase_if(all, [](const auto& one) { return std::string(one.suffix) == "sqlite"; });
  return all;
}

using Values = std::vector<std::string>;

/// A column: the JSON of its values, the first of which makes it of its kind.
struct Kind {
  const char* name;
  Values values;
  /// What comes back of a value in `format`.
  std::string (*back)(const Format& format, const std::string& value);
};

std::string same(const Format&, const std::string& value) { return value; }

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char byte : text) {
    if (byte == '"' || byte == '\\') out += '\\';
    out += byte;
  }
  return out + '"';
}

/// The text that JSON is in formats that have none.
std::string as_text(const Format& format, const std::string& value) {
  if (format.keeps_json || value == "null" || value.starts_with('"')) return value;
  return in_quotes(value);
}

/// Of text that looks like values of another type.
std::string guessed_anew(const Format& format, const std::string& value) {
  if (format.keeps_types || value == "null") return value;
  return value == "\"\"" ? "null" : value.substr(1, value.size() - 2);
}

std::string decimal(const Format& format, const std::string& value) {
  return format.keeps_decimals || value == "null" ? value : in_quotes(value);
}

const Kind kKinds[] = {
    {"text",
     {R"("some text")",
      R"("")",
      "null",
      R"(" lead")",
      R"("trail ")",
      R"(" ")",
      R"("q\"u\"o'te")",
      R"("\"")",
      R"("two\nlines")",
      R"("cr\rlf\r\n")",
      R"("\ttab")",
      R"("a,b;c|d")",
      "\"\xc3\xbcn\xc3\xaf\xf0\x9f\x98\x80\"",
      R"("true")",
      R"("null")",
      R"("NA")",
      R"("007")",
      R"("+49")",
      R"("1e400")",
      R"("1.10")",
      R"("9007199254740993")",
      R"("2024-02-29")",
      R"("<b>&amp;]]>")",
      "\"\xef\xbb\xbfmark\"",
      R"("=1+1")",
      R"("\\n")",
      R"("{\"a\":1}")",
      R"("#")"},
     same},
    {"int",
     {"1", "-7", "0", "9007199254740993", "9223372036854775807", "-9223372036854775808",
      "null"},
     same},
    {"float",
     {"1.5", "2", "0.1", "-0.25", "1e300", "5e-324", "1.7976931348623157e308", "null"},
     same},
    {"decimal",
     {"1.10", "0.1000", "-3", "0.00", "12345678901234567890.5", "18446744073709551616", "null"},
     decimal},
    {"bool", {"true", "false", "null"}, same},
    {"date", {R"("2024-02-29")", R"("0001-01-01")", R"("9999-12-31")", "null"}, same},
    {"time",
     {R"("2024-02-29T10:00:00Z")", R"("1969-12-31T23:59:59.999999Z")",
      R"("2024-02-29T10:00:00.250Z")", "null"},
     same},
    {"digits", {R"("1")", R"("-20")", R"("9007199254740993")", R"("")", "null"}, guessed_anew},
    {"flags", {R"("true")", R"("false")", R"("")"}, guessed_anew},
    {"object",
     {R"({"x":1,"y":["z",null,1.10]})", "[]", "{}", "[[1],{\"a\":\"b\"}]", "null"},
     as_text},
    {"mixed",
     {R"("x")", "1", R"("1")", "true", R"({"k":"\u00e9\/"})", R"("")", "1e400", "null"},
     as_text},
    {"large", {"1e400", "1E5", "1.00000000000000000000000000000000000000001", "null"}, as_text},
};

/// Records, as NDJSON, with a column of each kind.
std::string records(std::size_t rows, const std::vector<Values>& columns) {
  std::string out;
  for (std::size_t row = 0; row < rows; ++row) {
    out += "{\"row\":" + std::to_string(row);
    for (std::size_t i = 0; i < columns.size(); ++i)
      out += ",\"" + std::string(kKinds[i].name) + "\":" + columns[i][row];
    out += "}\n";
  }
  return out;
}

struct Fixture {
  void convert(const std::string& from, const std::string& reader, const std::string& to,
               int expected = 0) {
    folder.write("run.yaml", "dp: 1\ninput: " + from + "\nmap: [{use: " + reader +
                                 "}]\noutput: " + to + "\nerrors: {rejects: rejects.ndjson}\n");
    const auto outcome = dp::test::dp(folder, {"run", "run.yaml", "-q"});
    BOOST_TEST(outcome.exit_code == expected, to << ": " << outcome.err);
  }
  /// What comes back of records that are written as `format`. `exit_code`: of writing them.
  std::string there_and_back(const std::string& ndjson, const Format& format,
                             int exit_code = 0) {
    folder.write("from.ndjson", ndjson);
    const auto file = std::string("table.") + format.suffix;
    convert("from.ndjson", "json", file, exit_code);
    convert(file, format.reader, "back.ndjson");
    return folder.read("back.ndjson");
  }
  TemporaryFolder folder;
};

}  // namespace

BOOST_DATA_TEST_CASE_F(Fixture, a_table_comes_back_as_the_table_of_round_trips_says,
                       data::xrange(1u, 5u) * data::make(formats()), seed, format) {
  constexpr std::size_t kRows = 60;
  dp::test::Random random(seed);
  std::vector<Values> columns, expected;
  for (const auto& kind : kKinds) {
    auto& column = columns.emplace_back();
    auto& back = expected.emplace_back();
    for (std::size_t row = 0; row < kRows; ++row) {
      column.push_back(kind.values[row < 1 ? 0 : random.below(kind.values.size())]);
      back.push_back(kind.back(format, column.back()));
    }
  }
  const auto got = there_and_back(records(kRows, columns), format);
  BOOST_TEST(got == records(kRows, expected));
  // And once more it is the same in any format.
  BOOST_TEST(there_and_back(got, format) == got);
}

BOOST_DATA_TEST_CASE_F(Fixture, columns_of_nothing_but_nulls_are_there_but_in_xml,
                       data::make(formats()), format) {
  const std::string text =
      "{\"a\":null,\"b\":1,\"c\":null}\n{\"a\":null,\"b\":2,\"c\":\"x\"}\n";
  BOOST_TEST(there_and_back(text, format) ==
             (format.keeps_nulls ? text : "{\"b\":1,\"c\":null}\n{\"b\":2,\"c\":\"x\"}\n"));
}

BOOST_DATA_TEST_CASE_F(Fixture, columns_stay_in_order_but_in_xml, data::make(formats()),
                       format) {
  const std::string text = "{\"a\":null,\"b\":1}\n{\"a\":\"x\",\"b\":2}\n";
  BOOST_TEST(there_and_back(text, format) ==
             (format.keeps_nulls ? text : "{\"b\":1,\"a\":null}\n{\"b\":2,\"a\":\"x\"}\n"));
}

BOOST_DATA_TEST_CASE_F(Fixture, a_null_alone_is_an_empty_text_in_csv, data::make(formats()),
                       format) {
  const std::string text = "{\"a\":\"x\"}\n{\"a\":null}\n{\"a\":\"\"}\n";
  const bool is_csv = std::string(format.reader).starts_with("csv");
  BOOST_TEST(there_and_back(text, format) ==
             (is_csv ? "{\"a\":\"x\"}\n{\"a\":\"\"}\n{\"a\":\"\"}\n" : text));
}

BOOST_DATA_TEST_CASE_F(Fixture, names_stay_but_those_that_a_format_cannot_say,
                       data::make(formats()), format) {
  const std::string text =
      "{\"a\":1,\"\xc3\xa9\":2,\"x-1\":3,\"x.y\":4,\"record\":5,\"text\":6,\"id\":7}\n";
  BOOST_TEST(there_and_back(text, format) == text);
  for (const std::string name : {"two words", "a/b", "@a", "m:t", "1st", "q\\\"q", "a,b",
                                 "l\\nl", " ", "sep=,", "sep=\\t",
                                 "\xef\xbb\xbf"
                                 "a",
                                 "column1", "null"}) {
    const auto one = "{\"" + name + "\":\"x\"}\n";
    const std::string suffix = format.suffix;
    const bool is_csv = suffix == "csv" || suffix == "tsv";
    const bool is_name = name == "column1" || name == "null" ||
                         name.ends_with(
                             "\xbf"
                             "a");
    if (suffix == "xml" ? !is_name : is_csv && name.starts_with("sep=")) {
      folder.write("from.ndjson", one);
      convert("from.ndjson", "json", "table." + suffix, 2);
    } else {
      BOOST_TEST(there_and_back(one, format) == one, name);
    }
  }
}

BOOST_DATA_TEST_CASE_F(Fixture, control_characters_stay_and_xml_rejects_them,
                       data::make(formats()), format) {
  const std::string text =
      "{\"a\":\"x\",\"b\":1}\n{\"a\":\"\\u0000y\",\"b\":2}\n{\"a\":\"\\u001f\xef\xbf\xbe\","
      "\"b\":3}\n{\"a\":\"\x7f\",\"b\":4}\n";
  const bool is_xml = std::string(format.suffix) == "xml";
  BOOST_TEST(there_and_back(text, format, is_xml ? 3 : 0) ==
             (is_xml ? "{\"a\":\"x\",\"b\":1}\n{\"a\":\"\x7f\",\"b\":4}\n" : text));
}

BOOST_DATA_TEST_CASE_F(Fixture, what_no_number_of_json_is_comes_back_as_said,
                       data::make(formats()), format) {
  folder.write("from.csv", "f,n\n1.5,1\nnan,2\ninf,3\n-inf,4\n-0,5\n");
  const auto file = std::string("table.") + format.suffix;
  convert("from.csv", "csv, with: {types: {f: float}}", file);
  convert(file, format.reader, "back.csv");
  const bool is_json = format.keeps_json;
  const bool is_sqlite = std::string(format.suffix) == "sqlite";
  BOOST_TEST(folder.read("back.csv") ==
             std::string("f,n\n1.5,1\n") +
                 (is_json ? ",2\n,3\n,4\n" : "nan,2\ninf,3\n-inf,4\n") +
                 (is_sqlite ? "0,5\n" : "-0,5\n"));
}

BOOST_DATA_TEST_CASE_F(Fixture, bytes_that_are_not_utf_8_come_back_as_said,
                       data::make(formats()), format) {
  folder.write("from.txt", "x\ny\xff\n");
  const std::string suffix = format.suffix;
  const auto file = "table." + suffix;
  const bool is_csv = suffix == "csv" || suffix == "tsv";
  convert("from.txt", "lines", file, suffix == "xml" ? 3 : 0);
  convert(file, format.reader, "back.txt.csv", is_csv ? 3 : 0);
  BOOST_TEST(folder.read("back.txt.csv") == (suffix == "sqlite" ? "line\nx\ny\xff\n"
                                             : is_csv || suffix == "xml"
                                                 ? "line\nx\n"
                                                 : "line\nx\ny\xef\xbf\xbd\n"));
}

BOOST_DATA_TEST_CASE_F(Fixture, from_each_format_into_each_the_values_stay,
                       data::make(formats()) * data::make(formats()), one, other) {
  const std::string text =
      "{\"s\":\"a\\nb \\\"c\\\" <&>\",\"i\":9007199254740993,\"f\":0.1,\"b\":true,"
      "\"d\":\"2024-02-29\",\"t\":\"2024-02-29T10:00:00.250Z\",\"e\":\"\"}\n"
      "{\"s\":\"007\",\"i\":null,\"f\":2,\"b\":null,\"d\":null,\"t\":null,\"e\":\"x\"}\n";
  folder.write("from.ndjson", text);
  const auto first = std::string("one.") + one.suffix;
  const auto second = std::string("two.") + other.suffix;
  convert("from.ndjson", "json", first);
  convert(first, one.reader, second);
  convert(second, other.reader, "back.ndjson");
  BOOST_TEST(folder.read("back.ndjson") == text);
}

BOOST_AUTO_TEST_SUITE_END()
