// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(reader)

using namespace dp::test;

namespace {

std::vector<std::string> many_lines(std::size_t count) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < count; ++i) lines.push_back("line " + std::to_string(i) + "\n");
  return lines;
}

/// What is found of a reader over 200 lines.
dp::check::Fault fault_of(const std::string& task) {
  const Tried tried(trial_of_lines(task, many_lines(200)));
  BOOST_REQUIRE_MESSAGE(tried.verdict.fault, task << " passes");
  return *tried.verdict.fault;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_reader_that_keeps_the_laws_passes) {
  const Tried tried(trial_of_lines("flawed.none", many_lines(200)));
  BOOST_TEST(tried.law() == "");
  BOOST_TEST(tried.verdict.rows == 200u);
}

BOOST_AUTO_TEST_CASE(a_reader_that_takes_all_that_it_is_shown_is_found) {
  const auto fault = fault_of("flawed.past_stop");
  BOOST_TEST(fault.law == "takes records that begin at or past stop()");
  BOOST_TEST(fault.detail.find("up to stop() gave only ") != std::string::npos, fault.detail);
}

BOOST_AUTO_TEST_CASE(a_reader_that_takes_the_record_at_its_stop_is_found) {
  BOOST_TEST(fault_of("flawed.at_stop").law == "takes records that begin at or past stop()");
}

BOOST_AUTO_TEST_CASE(a_reader_that_drops_a_last_line_without_newline_is_found) {
  const Tried tried(trial_of_lines("flawed.unended", {"one\n", "two\n"}));
  BOOST_TEST(tried.law() == "drops a last line without a newline");
  BOOST_TEST(tried.verdict.fault->detail ==
             "row 2: the text with a newline at its end gave ['two', at 4], the same without "
             "gave only 1 rows");
}

BOOST_AUTO_TEST_CASE(a_reader_that_counts_lines_wrongly_is_found) {
  const Tried tried(trial_of_lines("flawed.count", {"one\n", "\n", "two"}));
  BOOST_TEST(tried.law() == "counts lines wrongly");
  BOOST_TEST(tried.verdict.fault->detail == "got 2 lines, expected 3");
}

BOOST_AUTO_TEST_CASE(a_reader_that_takes_what_is_after_its_text_is_found) {
  BOOST_TEST(Tried(trial_of_lines("bad.greedy", {"a\n"})).law() == "reads past the end");
}

BOOST_AUTO_TEST_SUITE_END()
