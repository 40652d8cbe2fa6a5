// SPDX-License-Identifier: Apache-2.0
// Runs over workers that need no plugins (fake_worker.hpp). What happens when workers die is tested
// with the built dp: tests/cli/run_test.cpp.
#include "run/run.hpp"

#include "run_fixture.hpp"

namespace run {
namespace {

using dp::Errc;
using dp::protocol::RequestKind;
using dp::run::Progress;
using dp::test::Texts;

}  // namespace
}  // namespace run

BOOST_FIXTURE_TEST_SUITE(run, dp::test::RunFixture)

BOOST_AUTO_TEST_CASE(records_go_to_every_stream_in_input_order_between_head_and_tail) {
  Texts names;
  std::string records;
  for (int i = 100; i < 300; ++i) {
    names.push_back(std::to_string(i));
    records += names.back() + "\n";
  }
  set_items(names);
  set_streams({"out/records.txt", "-"});
  const auto made = summary();
  BOOST_TEST((folder.read("out/records.txt") == "head\n" + records + "tail\n"));
  BOOST_TEST((standard_output == "head\n" + records + "tail\n"));
  BOOST_REQUIRE(made.written.size() == 2U);
  BOOST_TEST(made.written[0].path == folder.path("out/records.txt"));
  BOOST_TEST(made.written[0].bytes == 10U + 200U * 4U);
  BOOST_TEST(made.written[0].is_file);
  BOOST_TEST(made.written[1].path == "-");
  BOOST_TEST(made.written[1].bytes == 10U + 200U * 4U);
  BOOST_TEST(!made.written[1].is_file);
}

BOOST_AUTO_TEST_CASE(results_are_made_of_all_items_and_written_where_they_are_wanted) {
  prepared.plan.reductions.resize(1);
  add_result("one.txt");
  add_result("-");
  const auto made = summary();
  BOOST_TEST(folder.read("one.txt") == "(a b c)");
  BOOST_TEST(standard_output == "(a b c)");
  BOOST_TEST(made.written.size() == 2U);
  BOOST_TEST(asked(RequestKind::finish) == 2U);
  BOOST_TEST(asked(RequestKind::combine) == 0U);
}

BOOST_AUTO_TEST_CASE(a_result_of_several_reductions_is_finished_in_one_piece) {
  prepared.plan.reductions.resize(2);
  add_result("both.txt", {1, 0});
  summary();
  BOOST_TEST(folder.read("both.txt") == "(a a b b c c)");
  BOOST_REQUIRE(work.finishing.size() == 1U);
  BOOST_TEST(work.finishing[0].partials.size() == 2U);
}

BOOST_AUTO_TEST_CASE(streams_and_results_are_reported_in_this_order) {
  set_streams({"records.txt"});
  prepared.plan.reductions.resize(1);
  add_result("result.txt");
  const auto made = summary();
  BOOST_TEST(folder.read("records.txt") == "head\na\nb\nc\ntail\n");
  BOOST_REQUIRE(made.written.size() == 2U);
  BOOST_TEST(made.written[0].path == folder.path("records.txt"));
  BOOST_TEST(made.written[1].path == folder.path("result.txt"));
  BOOST_TEST(made.written[1].bytes == 7U);
}

BOOST_AUTO_TEST_CASE(a_result_that_is_shared_out_in_ranges_is_finished_range_by_range) {
  work.least_partial = 1 << 20;
  work.bounds = "bounds";
  prepared.plan.reductions.resize(1);
  add_result("parts.txt");
  summary();
  BOOST_TEST(folder.read("parts.txt") == "()");
  BOOST_REQUIRE(work.finishing.size() == 3U);
  int heads = 0;
  int tails = 0;
  for (const auto& request : work.finishing) {
    heads += request.head ? 1 : 0;
    tails += request.tail ? 1 : 0;
    BOOST_REQUIRE((request.partials.size() == 1 && request.partials[0].size() == 1));
    const auto offset = request.partials[0][0].at(0).range.offset;
    BOOST_TEST(request.head == (offset == 0));
    BOOST_TEST(request.tail == (offset == 6));
  }
  BOOST_TEST(heads == 1);
  BOOST_TEST(tails == 1);
}

BOOST_AUTO_TEST_CASE(a_writer_that_needs_all_rows_at_once_gets_all_ranges_at_once) {
  work.least_partial = 1 << 20;
  work.bounds = "bounds";
  prepared.plan.reductions.resize(1);
  add_result("whole.txt");
  prepared.plan.results[0].whole = true;
  summary();
  BOOST_REQUIRE(work.finishing.size() == 1U);
  BOOST_TEST((work.finishing[0].head && work.finishing[0].tail));
  BOOST_TEST(work.finishing[0].partials.at(0).size() == 3U);
}

BOOST_AUTO_TEST_CASE(the_totals_reconcile) {
  set_items({"a", "bad", "c", "odd"});
  prepared.items.unreadable = {{"lost", "no such file", 0}};
  set_streams({"-"});
  const auto made = summary();
  BOOST_TEST(standard_output == "head\na\nc\ntail\n");
  const auto& progress = made.progress;
  BOOST_TEST((progress.phase == Progress::Phase::done));
  BOOST_TEST(progress.items.planned == 5U);
  BOOST_TEST(progress.items.done == 3U);
  BOOST_TEST(progress.items_failed == 2U);
  BOOST_TEST(progress.bytes.planned == 40U);
  BOOST_TEST(progress.counts.records == 2U);
  BOOST_TEST(progress.counts.rejects == 1U);
  BOOST_TEST(progress.has_files);
  BOOST_TEST(progress.workers == 2U);
  BOOST_TEST(made.reject_count == 3U);
  Texts rejects;
  for (const auto& reject : made.rejects) rejects.push_back(reject.file + ": " + reject.reason);
  BOOST_TEST(rejects == (Texts{"lost: no such file", "bad: bad is no good", "odd: it is odd"}),
             boost::test_tools::per_element());
  BOOST_TEST(made.deaths.empty());
}

BOOST_AUTO_TEST_CASE(an_item_that_fails_costs_the_results_that_item_alone) {
  set_items({"a", "bad", "c", "odd"});
  prepared.plan.reductions.resize(1);
  add_result("-");
  BOOST_TEST(summary().reject_count == 2U);
  BOOST_TEST(standard_output == "(a c)");
}

BOOST_AUTO_TEST_CASE(rejects_are_written_with_their_lines_if_the_input_has_lines) {
  set_items({"a", "odd"});
  set_streams({"-"});
  set_rejects("rejects");
  auto made = summary();
  BOOST_TEST(folder.read("rejects") ==
             R"({"file":"odd","line":1,"offset":5,"reason":"it is odd","raw":"raw"})"
             "\n");
  BOOST_TEST(made.rejects.at(0).line == 1U);
  prepared.plan.intake = dp::protocol::Intake::whole;
  made = summary();
  BOOST_TEST(folder.read("rejects") ==
             R"({"file":"odd","offset":5,"reason":"it is odd","raw":"raw"})"
             "\n");
  BOOST_TEST(asked(RequestKind::count_lines) == 1U);
}

BOOST_AUTO_TEST_CASE(a_range_of_numbers_is_run_without_files) {
  set_items({});
  prepared.items.range = 12;
  prepared.plan.intake = dp::protocol::Intake::range;
  prepared.plan.record_columns = 1;
  set_streams({"-"});
  const auto made = summary();
  BOOST_TEST(standard_output == "head\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\ntail\n");
  BOOST_TEST(!made.progress.has_files);
  BOOST_TEST(made.progress.items.planned == 12U);
  BOOST_TEST(made.progress.items.done == 12U);
}

BOOST_AUTO_TEST_CASE(an_input_without_items_gives_empty_outputs) {
  set_items({});
  set_streams({"records.txt"});
  prepared.plan.reductions.resize(1);
  add_result("result.txt");
  summary();
  BOOST_TEST(folder.read("records.txt") == "head\ntail\n");
  BOOST_TEST(folder.read("result.txt") == "()");
}

BOOST_AUTO_TEST_CASE(the_observer_sees_the_phases_in_order_and_the_end) {
  prepared.plan.reductions.resize(1);
  add_result("-");
  summary();
  using Phase = Progress::Phase;
  auto phases = watcher.phases;
  if (phases.front() == Phase::map) phases.erase(phases.begin());  // it may be over at once
  BOOST_TEST((phases == std::vector{Phase::combine, Phase::write, Phase::done}));
  BOOST_TEST(watcher.last.items.done == 3U);
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_opened_fails_before_anything_is_asked) {
  std::filesystem::create_directory(folder.path("out.txt"));
  set_streams({"out.txt"});
  const auto made = execute();
  BOOST_REQUIRE(!made);
  BOOST_TEST((made.error().code == Errc::refused));
  BOOST_TEST(made.error().message.find("out.txt") != std::string::npos, made.error().message);
  BOOST_TEST(work.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_plan_that_cannot_be_kept_fails_the_run) {
  work.broken = RequestKind::keep_plan;
  BOOST_TEST(failure().message == "handing the plan to the workers: 4 is broken");
}

BOOST_AUTO_TEST_CASE(a_writer_without_a_head_fails_the_run_by_its_name) {
  work.broken = RequestKind::frame;
  BOOST_TEST(failure().message == "beginning the output of writer: 5 is broken");
}

BOOST_AUTO_TEST_CASE(a_result_that_cannot_be_finished_leaves_all_files_as_they_were) {
  work.broken = RequestKind::finish;
  prepared.plan.reductions.resize(1);
  add_result("result.txt");
  BOOST_TEST(failure().message == "9 is broken");
}

BOOST_AUTO_TEST_CASE(a_reduction_that_cannot_be_combined_leaves_all_files_as_they_were) {
  work.broken = RequestKind::combine;
  work.least_partial = 1 << 20;
  prepared.plan.reductions.resize(1);
  prepared.plan.reductions[0].name = "all";
  add_result("result.txt");
  BOOST_TEST(failure().message == "combining all: 8 is broken");
}

BOOST_AUTO_TEST_CASE(a_run_that_is_stopped_leaves_all_files_as_they_were) {
  prepared.plan.reductions.resize(1);
  add_result("result.txt");
  watcher.on_progress = [this] {
    if (watcher.last.phase == Progress::Phase::combine) prepared.pool->request_stop();
  };
  BOOST_TEST((failure().code == Errc::interrupted));
}

BOOST_AUTO_TEST_CASE(what_standard_output_does_not_take_fails_the_run) {
  set_streams({"-", "out.txt"});
  prepared.pool.emplace(dp::test::fake_workers(1, work));
  work.plan = prepared.plan;
  const auto made = dp::run::execute(
      prepared,
      [](std::string_view) -> dp::Status { return dp::fail(Errc::io, "the pipe is closed"); },
      nullptr);
  BOOST_REQUIRE(!made);
  BOOST_TEST(made.error().message == "the pipe is closed");
  BOOST_TEST(files().empty());
}

BOOST_AUTO_TEST_SUITE_END()
