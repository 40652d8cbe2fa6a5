// SPDX-License-Identifier: Apache-2.0
#include "report/progress.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

BOOST_AUTO_TEST_SUITE(progress)

using namespace std::chrono_literals;
using dp::report::ProgressReport;
using dp::report::ProgressStyle;
using dp::run::Progress;

namespace {

/// What a report writes over ten seconds with a hundred calls a second.
std::string ten_seconds(ProgressStyle style) {
  std::string written;
  ProgressReport report({"web", style, [&](std::string_view text) { written += text; },
                         [] { return std::size_t{80}; },
                         [&](std::string_view text) { written += "\r" + std::string(text); }});
  Progress progress;
  progress.bytes.planned = 1000;
  for (int i = 0; i < 1000; ++i) {
    progress.bytes.done = static_cast<std::uint64_t>(i);
    progress.elapsed = i * 10ms;
    report.progress(progress);
  }
  report.clear();
  return written;
}

auto lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace

BOOST_AUTO_TEST_CASE(off_is_silent) { BOOST_TEST(ten_seconds(ProgressStyle::off) == ""); }

BOOST_AUTO_TEST_CASE(a_bar_is_drawn_over_itself_and_taken_away) {
  const auto text = ten_seconds(ProgressStyle::bar);
  BOOST_TEST(lines(text) == 0);
  const auto drawn = std::count(text.begin(), text.end(), '\r');
  BOOST_TEST(drawn >= 20);
  BOOST_TEST(drawn <= 200);
  BOOST_TEST(text.ends_with('\r'));
}

BOOST_AUTO_TEST_CASE(a_log_gets_a_line_now_and_then) {
  const auto text = ten_seconds(ProgressStyle::plain);
  BOOST_TEST(lines(text) >= 1);
  BOOST_TEST(lines(text) <= 10);
  BOOST_TEST(text.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_program_gets_an_object_a_second) {
  const auto text = ten_seconds(ProgressStyle::json);
  BOOST_TEST(lines(text) >= 9);
  BOOST_TEST(lines(text) <= 11);
}

BOOST_AUTO_TEST_SUITE_END()
