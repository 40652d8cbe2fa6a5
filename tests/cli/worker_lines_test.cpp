// SPDX-License-Identifier: Apache-2.0
#include "cli/worker_lines.hpp"

#include <boost/test/unit_test.hpp>

namespace worker_lines {

using dp::cli::WorkerLines;

namespace {

struct Fixture {
  std::string printed;
  std::function<void(std::string_view)> print = [this](std::string_view text) {
    printed += text;
  };
};

}  // namespace
}  // namespace worker_lines

BOOST_FIXTURE_TEST_SUITE(worker_lines, Fixture)

BOOST_AUTO_TEST_CASE(each_line_has_its_worker_counted_from_1) {
  WorkerLines lines(WorkerLines::Form::text, print);
  lines.add(0, "one");
  lines.add(3, "t\x1bwo");
  lines.finish();
  BOOST_TEST(printed == "worker 1: one\nworker 4: t\\x1Bwo\n");
}

BOOST_AUTO_TEST_CASE(lines_are_objects_where_progress_is) {
  WorkerLines lines(WorkerLines::Form::json, print);
  lines.add(0, "a \"b\"");
  BOOST_TEST(printed == "{\"worker\":1,\"output\":\"a \\\"b\\\"\"}\n");
}

BOOST_AUTO_TEST_CASE(no_more_lines_are_printed_than_a_person_reads) {
  WorkerLines lines(WorkerLines::Form::text, print);
  for (std::uint64_t i = 0; i < WorkerLines::kMost + 1200; ++i) lines.add(0, "x");
  const auto before = printed.size();
  BOOST_TEST(before == WorkerLines::kMost * std::string("worker 1: x\n").size());
  lines.finish();
  BOOST_TEST(printed.substr(before) ==
             "workers wrote 1,200 more lines, not shown (dp run --debug shows all)\n");
  lines.finish();
  BOOST_TEST(printed.size() < before + 100);
}

BOOST_AUTO_TEST_SUITE_END()
