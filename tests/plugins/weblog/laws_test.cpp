// SPDX-License-Identifier: Apache-2.0
// What holds for all lines, shown on lines drawn by fixed seeds.

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(weblog_laws)

namespace {
namespace data = boost::unit_test::data;

const std::string kCommon =
    R"(192.0.2.7 - ann [29/Feb/2024:23:59:58 +0130] "GET /a/b?x=1&y HTTP/1.1" 404 512)";
const std::string kCombined = kCommon + R"( "https://example.com/" "curl/8.5")";

dp::test::Task open() {
  auto options = dp::data::Value::map();
  options.add("max_line", dp::data::Value::of(std::int64_t{1 << 20}));
  return dp::test::Task::open("weblog", "weblog", options).value();
}

/// Lines good, bad and odd, by a fixed seed.
std::vector<std::string> odd_lines(unsigned seed, std::size_t count) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr std::string_view kBytes = "\" \\[]-/:+09ax\r\t";
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) {
    auto line = below(3) == 0 ? kCommon : kCombined;
    for (auto edits = below(4); edits > 0; --edits) {
      const auto at = below(line.size());
      if (below(3) == 0)
        line.erase(at, 1 + below(3));
      else if (below(2) == 0)
        line.insert(at, 1, kBytes[below(kBytes.size())]);
      else
        line[at] = static_cast<char>(below(8) == 0 ? below(256) : '"');
      std::erase(line, '\n');
    }
    if (below(20) == 0) line.clear();
    lines.push_back(line + (below(9) == 0 ? "\r\n" : "\n"));
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line;
  return text;
}
}  // namespace

BOOST_DATA_TEST_CASE(a_cut_behind_any_line_changes_nothing, data::xrange(1u, 5u), seed) {
  const auto lines = odd_lines(seed, 60);
  const auto text = joined(lines);
  auto whole = open();
  BOOST_REQUIRE(whole.read(text));
  BOOST_TEST(whole.lines() == lines.size());
  BOOST_TEST(whole.rows().size() + whole.rejects().size() + whole.blank() == lines.size());
  std::size_t cut = 0;
  for (const auto& line : lines) {
    cut += line.size();
    auto parts = open();
    BOOST_REQUIRE(parts.read(text.substr(0, cut), {.last = false}));
    BOOST_REQUIRE(parts.read(text.substr(cut), {.offset = cut, .first = false}));
    BOOST_TEST(parts.rows() == whole.rows());
    BOOST_TEST((parts.rejects() == whole.rejects()));
    BOOST_TEST((parts.offsets() == whole.offsets()));
    BOOST_TEST(parts.lines() == whole.lines());
    BOOST_TEST(parts.blank() == whole.blank());
  }
}

BOOST_DATA_TEST_CASE(a_line_reads_the_same_alone_and_among_others, data::xrange(10u, 14u),
                     seed) {
  const auto lines = odd_lines(seed, 2000);
  auto together = open();
  BOOST_REQUIRE(together.read(joined(lines)));
  auto alone = open();
  for (auto line : lines) {
    line.pop_back();  // without a newline, lines are read by the careful parser
    BOOST_REQUIRE(alone.read(line));
  }
  BOOST_TEST((together.rows() == alone.rows()));
  BOOST_TEST(together.rejects().size() == alone.rejects().size());
}

BOOST_DATA_TEST_CASE(any_bytes_are_accounted_for, data::xrange(100u, 140u), seed) {
  std::mt19937 random(seed);
  std::string text(1 + random() % 5000, '\0');
  const bool few = random() % 2 == 0;
  constexpr std::string_view kFew = "\"\n\\ [";
  for (auto& byte : text)
    byte = few ? kFew[random() % kFew.size()] : static_cast<char>(random() % 256);
  auto task = open();
  BOOST_REQUIRE(task.read(text));
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) +
                     (text.ends_with('\n') ? 0 : 1);
  BOOST_TEST(task.lines() == lines);
  BOOST_TEST(task.rows().size() + task.rejects().size() + task.blank() == lines);
}

BOOST_AUTO_TEST_SUITE_END()
