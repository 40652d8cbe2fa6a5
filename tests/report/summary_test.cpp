// SPDX-License-Identifier: Apache-2.0
#include "report/summary.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>

BOOST_AUTO_TEST_SUITE(summary)

using namespace std::chrono_literals;
using dp::report::summary_text;
using dp::run::Summary;

namespace {

Summary plain() {
  Summary summary;
  summary.progress.bytes.planned = 16'000'000;
  summary.progress.items.planned = summary.progress.items.done = 4;
  summary.progress.counts.records = summary.progress.counts.mapped = 71'771;
  summary.progress.workers = 2;
  summary.progress.elapsed = 100ms;
  return summary;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_without_trouble_is_one_line) {
  BOOST_TEST(summary_text("web", plain(), "") ==
             "web: 71,771 records from 4 files (16.0 MB) in 100 ms by 2 workers: 160 MB/s, "
             "717,710 records/s\n");
}

BOOST_AUTO_TEST_CASE(rejected_records_are_named_with_their_places) {
  auto summary = plain();
  summary.reject_count = 3;
  summary.rejects = {{"a.log", 12, 340, "no time", {}},
                     {"b\x1b.log", 0, 0, "killed by SIGSEGV", "peak memory 5.0 MB"}};
  const auto text = summary_text("web", summary, "bad.ndjson");
  BOOST_TEST(text.ends_with("  3 rejected, written to bad.ndjson:\n"
                            "    a.log:12: no time\n"
                            "    b\\x1B.log: killed by SIGSEGV, peak memory 5.0 MB\n"
                            "    and 1 more\n"),
             text);
  BOOST_TEST(summary_text("web", summary, "").find("errors: {rejects: FILE}") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(deaths_failures_and_files_are_told) {
  auto summary = plain();
  summary.progress.restarts = 1;
  summary.progress.items_failed = 2;
  summary.written = {{"out/a.csv", 2900, 12, true}, {"-", 10, 1, false}};
  summary.notes = {"nothing in a.csv could be read as json; it looks like CSV"};
  const auto text = summary_text("web", summary, "");
  BOOST_TEST(text.find("1 worker died and was replaced") != std::string::npos, text);
  BOOST_TEST(text.find("2 items of 4 failed") != std::string::npos, text);
  BOOST_TEST(text.find("  nothing in a.csv could be read as json; it looks like CSV\n"
                       "  wrote out/a.csv (12 rows, 2.9 KB)\n"
                       "  wrote standard output (1 row, 10 B)\n") != std::string::npos,
             text);
}

BOOST_AUTO_TEST_CASE(totals_reconcile_and_are_shown_where_they_differ) {
  auto summary = plain();
  auto& counts = summary.progress.counts;
  summary.has_lines = true;
  counts.lines = counts.records;
  BOOST_TEST(summary_text("web", summary, "").find(" = ") == std::string::npos);
  counts.lines += 36 + 4;
  counts.blank = 4;
  counts.rejects = 36;
  counts.mapped = 5;
  BOOST_TEST(summary_text("web", summary, "")
                 .ends_with("  71,811 lines = 71,771 records + 36 rejected + 4 blank\n"
                            "  71,771 records in, 5 out of the map\n"));
}

BOOST_AUTO_TEST_CASE(lines_of_several_records_are_no_sum) {
  auto summary = plain();
  auto& counts = summary.progress.counts;
  summary.has_lines = true;
  counts.records = counts.mapped = 11;
  const auto lines = [&](std::uint64_t all, std::uint64_t rejected, std::uint64_t blank) {
    counts.lines = all;
    counts.rejects = rejected;
    counts.blank = blank;
    const auto text = summary_text("web", summary, "");
    return text.substr(text.find('\n') + 1);
  };
  BOOST_TEST(lines(6, 0, 0) == "  6 lines gave 11 records\n");
  BOOST_TEST(lines(1'006, 1, 2) == "  1,006 lines, 2 of them blank, gave 11 records\n");
  // Of 20 lines 4 gave 11 records: 16 are rejected, not 9.
  BOOST_TEST(lines(20, 16, 0) == "  20 lines gave 11 records\n");
  BOOST_TEST(lines(20, 9, 0) == "  20 lines = 11 records + 9 rejected + 0 blank\n");
}

BOOST_AUTO_TEST_CASE(a_death_that_cost_no_record_leaves_its_cause) {
  auto summary = plain();
  summary.progress.restarts = 2;
  summary.deaths = {{"a.log", 17, true, "the worker was killed by signal 11 (SIGSEGV)"},
                    {"b.log", 0, false, "the worker ran past its time limit"}};
  BOOST_TEST(
      summary_text("web", summary, "")
          .ends_with("  2 workers died and were replaced; no record was lost to:\n"
                     "    a.log, at byte 17: the worker was killed by signal 11 (SIGSEGV)\n"
                     "    b.log, near byte 0: the worker ran past its time limit\n"));
}

BOOST_AUTO_TEST_CASE(a_run_that_was_stopped_tells_how_far_it_came) {
  auto progress = plain().progress;
  progress.bytes.done = 4'000'000;
  progress.counts.rejects = 2;
  BOOST_TEST(dp::report::stopped_text("web", progress) ==
             "web: stopped after 100 ms: 4.0 MB of 16.0 MB, 71,771 records, 2 rejected; files "
             "are as they were before\n");
  progress.has_files = false;
  progress.counts.rejects = 0;
  BOOST_TEST(dp::report::stopped_text("w\x1b", progress) ==
             "w\\x1B: stopped after 100 ms: 71,771 records; files are as they were before\n");
}

BOOST_AUTO_TEST_SUITE_END()
