// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <limits>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(table_table)

namespace {

using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::Cell;
using dp::test::Task;
using namespace std::string_literals;

const dp::Schema kHits = {
    {"path", Type::string}, {"hits", Type::int64}, {"agent", Type::string}};
const dp::Schema kText = {{"text", Type::string}};

Value option(const std::string& key, Value value) {
  auto map = Value::map();
  map.add(key, std::move(value));
  return map;
}

dp::Status add(Task& task, std::string_view name, const dp::Schema& schema,
               const std::vector<std::vector<Cell>>& rows) {
  DP_CHECK(task.section(name, schema));
  return task.write(Batch(schema, rows));
}

std::string page(const dp::Schema& schema, const std::vector<std::vector<Cell>>& rows,
                 Value options = Value::map()) {
  auto task = Task::open("table", "table", std::move(options)).value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(add(task, "top", schema, rows));
  BOOST_REQUIRE(task.end());
  return task.bytes();
}

/// What a text is shown as.
std::string shown(const std::string& text, std::int64_t max_width = 0) {
  const auto lines = page(kText, {{text}}, option("max_width", Value::of(max_width)));
  const auto begin = lines.find('\n', lines.find('\n') + 1) + 1;
  return lines.substr(begin, lines.size() - begin - 1);
}

/// How wide the rule under a column of that one text is.
std::size_t width(const std::string& text) {
  const auto lines = page({{"x", Type::string}}, {{text}});
  const auto begin = lines.find('\n') + 1;
  return (lines.find('\n', begin) - begin) / std::string("─").size();
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_stand_right_and_text_left_without_trailing_blanks) {
  BOOST_TEST(
      page(kHits, {{"/index.html", 12, "curl"}, {"/", 1234567, "a much longer agent"}}) ==
      "path            hits  agent\n"
      "───────────  ───────  ───────────────────\n"
      "/index.html       12  curl\n"
      "/            1234567  a much longer agent\n");
}

BOOST_AUTO_TEST_CASE(every_type_has_its_text) {
  const dp::Schema schema = {
      {"f", Type::float64}, {"b", Type::boolean}, {"t", Type::timestamp}, {"d", Type::date}};
  BOOST_TEST(page(schema, {{0.25, true, 0, 0}, {-10.5, false, 500'000, 1}}) ==
             "    f  b      t                         d\n"
             "─────  ─────  ────────────────────────  ──────────\n"
             " 0.25  true   1970-01-01T00:00:00Z      1970-01-01\n"
             "-10.5  false  1970-01-01T00:00:00.500Z  1970-01-02\n");
}

BOOST_AUTO_TEST_CASE(decimals_stand_right_with_all_their_digits) {
  BOOST_TEST(page({{"price", Type::decimal}}, {{"1.10"}, {"-12.0050"}}) ==
             "   price\n"
             "────────\n"
             "    1.10\n"
             "-12.0050\n");
}

BOOST_AUTO_TEST_CASE(floats_are_rounded_for_the_eye_but_never_before_the_point) {
  const auto shown = [](double value, std::int64_t digits) {
    const auto text =
        page({{"f", Type::float64}}, {{value}}, option("digits", Value::of(digits)));
    const auto begin = text.rfind('\n', text.size() - 2) + 1;
    const auto line = text.substr(begin, text.size() - 1 - begin);
    return line.substr(line.find_first_not_of(' '));
  };
  BOOST_TEST(shown(9279.055344546934, 7) == "9279.055");
  BOOST_TEST(shown(9279.055344546934, 0) == "9279.055344546934");
  BOOST_TEST(shown(1982210896.25, 7) == "1982210896");
  BOOST_TEST(shown(-0.000123456789, 3) == "-0.000123");
  BOOST_TEST(shown(99.95, 3) == "100");
  BOOST_TEST(shown(0.5, 7) == "0.5");
  BOOST_TEST(shown(0, 7) == "0");
  BOOST_TEST(shown(1e300, 7) == "1e300");
  BOOST_TEST(shown(std::numeric_limits<double>::quiet_NaN(), 7) == "nan");
}

BOOST_AUTO_TEST_CASE(a_null_is_a_dash_or_what_is_asked_for) {
  BOOST_TEST(page(kHits, {{nullptr, nullptr, "x"}}) ==
             "path  hits  agent\n"
             "────  ────  ─────\n"
             "-        -  x\n");
  BOOST_TEST(page(kHits, {{nullptr, 1, "x"}}, option("null_text", Value::of(""s))) ==
             "path  hits  agent\n"
             "────  ────  ─────\n"
             "         1  x\n");
}

BOOST_AUTO_TEST_CASE(no_rows_are_said_to_be_none) {
  BOOST_TEST(page(kHits, {}) ==
             "path  hits  agent\n"
             "────  ────  ─────\n"
             "(no rows)\n");
}

BOOST_AUTO_TEST_CASE(several_results_stand_under_their_names) {
  auto task = Task::open("table", "table").value();
  for (int document = 0; document < 2; ++document) {
    task.forget();
    BOOST_REQUIRE(task.begin());
    BOOST_REQUIRE(add(task, "top", kText, {{"a"}}));
    BOOST_REQUIRE(add(task, "last\n", kText, {{"bcdef"}}));
    BOOST_REQUIRE(task.end());
    BOOST_TEST(task.bytes() ==
               "top\n"
               "text\n"
               "────\n"
               "a\n"
               "\n"
               "last\\n\n"
               "text\n"
               "─────\n"
               "bcdef\n");
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_written_without_results) {
  auto task = Task::open("table", "table").value();
  BOOST_REQUIRE(task.begin());
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() == "");
}

BOOST_AUTO_TEST_CASE(long_text_is_cut_and_numbers_are_not) {
  BOOST_TEST(page(kHits, {{"0123456789", 1234567890, "x"}},
                  option("max_width", Value::of(std::int64_t{6}))) ==
             "path          hits  agent\n"
             "──────  ──────────  ─────\n"
             "01234…  1234567890  x\n");
  BOOST_TEST(shown("123456", 6) == "123456");
  BOOST_TEST(shown("1234567", 6) == "12345…");
  BOOST_TEST(shown("東京都", 6) == "東京都");
  BOOST_TEST(shown("東京都x", 6) == "東京…");
  BOOST_TEST(shown("1234\x1b[", 6) == "1234…");
  BOOST_TEST(shown(std::string(61, 'x'), 60) == std::string(59, 'x') + "…");
  BOOST_TEST(shown(std::string(5000, 'x'), 0).size() == 5000u);
  BOOST_TEST(shown("ab", 1) == "…");
}

BOOST_AUTO_TEST_CASE(nothing_in_the_data_reaches_the_terminal_as_a_command) {
  BOOST_TEST(shown("\x1b[31mred\x1b[0m") == "\\x1b[31mred\\x1b[0m");
  BOOST_TEST(shown("a\nb\rc\td") == "a\\nb\\rc\\td");
  BOOST_TEST(shown("\0\x07\x08\x7f"s) == "\\x00\\x07\\x08\\x7f");
  BOOST_TEST(shown("\xc2\x9b"
                   "31m") == "\\u{9b}31m");
  BOOST_TEST(shown("\x9b"
                   "31m\xff") == "\\x9b31m\\xff");
  BOOST_TEST(shown("user\xe2\x80\xaetxt.exe") == "user\\u{202e}txt.exe");
  BOOST_TEST(shown("a\xe2\x80\x8b"
                   "b") == "a\\u{200b}b");
  BOOST_TEST(shown("\xe2\x82") == "\\xe2\\x82");
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  for (char c : shown(every_byte)) BOOST_REQUIRE((c >= ' ' && c <= '~'));
}

BOOST_AUTO_TEST_CASE(names_of_columns_are_as_safe_as_cells) {
  BOOST_TEST(page({{"a\x1b", Type::int64}}, {{1}}) ==
             "a\\x1b\n"
             "─────\n"
             "    1\n");
}

BOOST_AUTO_TEST_CASE(widths_are_those_of_a_terminal) {
  BOOST_TEST(width("abc") == 3u);
  BOOST_TEST(width("Zürich") == 6u);
  BOOST_TEST(width("Zu\xcc\x88rich") == 6u);
  BOOST_TEST(width("東京") == 4u);
  BOOST_TEST(width("한국") == 4u);
  BOOST_TEST(width("ｆｕｌｌ") == 8u);
  BOOST_TEST(width("😀") == 2u);
  BOOST_TEST(width("👍\xf0\x9f\x8f\xbd") == 2u);
  BOOST_TEST(width("Ω…─") == 3u);
  BOOST_TEST(page({{"town", Type::string}, {"n", Type::int64}}, {{"東京", 1}, {"Rome", 2}}) ==
             "town  n\n"
             "────  ─\n"
             "東京  1\n"
             "Rome  2\n");
}

BOOST_AUTO_TEST_SUITE_END()
