// SPDX-License-Identifier: Apache-2.0
#include "worker/links.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace links {

using namespace dp;
using namespace dp::test;
using dp::worker::EndLink;
using dp::worker::Libraries;
using dp::worker::Outlet;

namespace {

struct Fixture {
  /// A callback's code, and the error that the outlet kept for it.
  std::string kept(std::int32_t code) {
    if (code == 0) return "OK";
    const auto status = outlet.status_of(fail(static_cast<Errc>(code), ""));
    return std::to_string(code) + ": " + status.error().message;
  }
  std::int32_t emit(const dp_batch& batch) { return outlet.raw().emit(&outlet, &batch); }
  std::int32_t bytes(std::uint32_t partition, std::string_view data) {
    return outlet.raw().bytes(&outlet, partition, data.data(), data.size());
  }
  std::int32_t reject(std::uint64_t offset) {
    return outlet.raw().reject(&outlet, offset, {"raw", 3}, {"why", 3});
  }
  expr::Evaluator evaluator(const char* text, const Schema& columns = kTexts) {
    return expr::Evaluator::make(expr::Expression::parse(text).value(), columns).value();
  }
  worker::RejectFunction note_rejects() {
    return [this](std::uint64_t offset, std::string_view raw, std::string_view reason) {
      rejects.push_back(std::to_string(offset) + " " + std::string(raw) + " (" +
                        std::string(reason) + ")");
    };
  }

  Libraries libraries;
  Outlet outlet;
  Collector rows;
  Texts rejects;
};

}  // namespace
}  // namespace links

BOOST_FIXTURE_TEST_SUITE(links, Fixture)

BOOST_AUTO_TEST_CASE(an_outlet_hands_batches_on_with_the_item_that_they_come_from) {
  const dp_item item{sizeof(dp_item), 7, {"name", 4}, 0, {}};
  outlet.next = &rows;
  outlet.source = &item;
  BOOST_TEST(emit(TextBatch({"one", "two"})) == 0);
  BOOST_TEST((rows.rows == Texts{"one|3", "two|3"}));
  BOOST_TEST(rows.source == &item);
}

BOOST_AUTO_TEST_CASE(an_outlet_refuses_what_a_task_may_not_give) {
  BOOST_TEST(kept(emit(TextBatch({"one"}))) == "3: emits a batch where none is expected");
  BOOST_TEST(kept(bytes(0, "text")) == "3: gives bytes where none are expected");
  BOOST_TEST(kept(reject(0)) == "3: rejects a record where it cannot");
  outlet.next = &rows;
  dp_batch none{};
  none.struct_size = sizeof none;
  BOOST_TEST(kept(emit(none)) == "3: emits a batch without columns");
  std::string text;
  outlet.text = &text;
  BOOST_TEST(kept(bytes(64, "text")) == "3: partition 64 is not below 64");
  BOOST_TEST(text == "");
}

BOOST_AUTO_TEST_CASE(an_outlet_keeps_the_error_of_what_follows) {
  outlet.next = &rows;
  rows.refuses = true;
  BOOST_TEST(kept(emit(TextBatch({"one"}))) == "5: no more rows");
  std::string text;
  outlet.text = &text;
  outlet.filled = [] { return fail(Errc::io, "the disk is full"); };
  BOOST_TEST(kept(bytes(0, "text")) == "5: the disk is full");
  BOOST_TEST(text == "text");
}

BOOST_AUTO_TEST_CASE(a_kept_error_is_told_once_and_not_after_success) {
  BOOST_TEST(emit(TextBatch({"one"})) != 0);
  BOOST_TEST(bool(outlet.status_of({})));
  const auto status = outlet.status_of(fail(Errc::task_failed, "its own"));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "its own");
}

BOOST_AUTO_TEST_CASE(an_outlet_sums_the_sizes_of_partitions_which_come_in_rising_order) {
  std::string text;
  Outlet::Sizes sizes{};
  outlet.text = &text;
  outlet.sizes = &sizes;
  BOOST_TEST(bytes(2, "abc") == 0);
  BOOST_TEST(bytes(2, "d") == 0);
  BOOST_TEST(bytes(63, "ef") == 0);
  BOOST_TEST(text == "abcdef");
  BOOST_TEST(sizes[2] == 4U);
  BOOST_TEST(sizes[63] == 2U);
  BOOST_TEST(kept(bytes(62, "g")) == "3: saves partitions out of order");
}

BOOST_AUTO_TEST_CASE(one_record_that_begins_at_stop_is_let_pass_and_no_second) {
  outlet.next = &rows;
  outlet.reports.reject = note_rejects();
  outlet.stop_at(11);
  BOOST_TEST(emit(TextBatch({"one", "two"})) == 0);  // at 10 and 11
  BOOST_TEST(
      kept(reject(12)) ==
      "15: reads the record at byte 12, past stop() at byte 11: a mistake of the plugin, "
      "which dp plugin check finds");
  BOOST_TEST(rejects.empty());
  outlet.stop_at(11);
  BOOST_TEST(
      kept(emit(TextBatch({"one", "two", "three"}))) ==
      "15: reads the record at byte 12, past stop() at byte 11: a mistake of the plugin, "
      "which dp plugin check finds");
  outlet.stop_at(11);
  for (int row = 0; row < 2; ++row)  // of one record
    BOOST_TEST(emit(TextBatch({"one", "two"})) == 0);
  outlet.stop_at(10);
  BOOST_TEST(!kept(emit(TextBatch({"one", "two", "three", "four"}))).empty());
  outlet.stop_at(Outlet::kNoStop);
  BOOST_TEST(emit(TextBatch({"one", "two", "three"})) == 0);
}

BOOST_AUTO_TEST_CASE(a_step_is_given_batches_and_the_place_to_reject_records) {
  const dp_item item{sizeof(dp_item), 0, {"name", 4}, 0, {}};
  auto step = libraries.open<plugin::StepInstance>(tag("!"), &kTexts, 0);
  worker::CallTracker calls;
  MemoryContext context;
  const worker::CallTracker::Reporting reporting(calls, context);
  worker::StepLink link(std::move(*step), "tag", calls, {note_rejects(), {}}, rows);
  const TextBatch texts({"one", "reject", "two"});
  dp_batch batch = texts;
  batch.source = &item;
  BOOST_TEST(bool(link.push(batch)));
  BOOST_TEST((rows.rows == Texts{"one!|name", "two!|name"}));
  BOOST_TEST((rows.offsets == std::vector<std::uint64_t>{10, 12}));
  BOOST_TEST((rejects == Texts{"11 reject (told to reject)"}));
  BOOST_TEST((context.calls == Texts{"the step tag", ""}));
  BOOST_TEST(link.push(TextBatch({"fail"})).error().message == "told to fail");
  BOOST_TEST(link.push(TextBatch({"throw"})).error().message == "told to throw");
  rows.refuses = true;
  BOOST_TEST(link.push(TextBatch({"one"})).error().message == "no more rows");
}

BOOST_AUTO_TEST_CASE(a_step_that_emits_what_is_no_decimal_ends_the_run) {
  auto step = libraries.open<plugin::StepInstance>(kit("kit.price"), &kTexts, 0);
  worker::CallTracker calls;
  worker::StepLink link(std::move(*step), "kit.price", calls, {note_rejects(), {}}, rows);
  BOOST_TEST(bool(link.push(TextBatch({"one", "three"}))));
  BOOST_TEST(rows.batches == 1);
  const auto status = link.push(TextBatch({"one", "odd"}));
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::bug));
  BOOST_TEST(
      status.error().message ==
      "kit.price: emits in column 'price' what is no decimal, a scale of more than 36: a "
      "mistake of the plugin (dp::Decimal makes no such)");
  BOOST_TEST(rows.batches == 1);
}

BOOST_AUTO_TEST_CASE(where_hands_on_the_rows_for_which_the_condition_is_true) {
  protocol::Counts counts;
  worker::WhereLink link(evaluator("size > 3"), kTexts, 2, counts, rows);
  BOOST_TEST(bool(link.push(TextBatch({"one", "three", "two", "four"}))));
  BOOST_TEST((rows.rows == Texts{"three|5", "four|4"}));
  BOOST_TEST((rows.offsets == std::vector<std::uint64_t>{11, 13}));
  BOOST_TEST(bool(link.push(TextBatch({"one"}))));
  BOOST_TEST(rows.batches == 1);  // no batch without rows
}

BOOST_AUTO_TEST_CASE(derive_appends_a_column_for_each_expression_that_is_read) {
  std::vector<expr::Evaluator> expressions;
  expressions.push_back(evaluator("size * 2"));
  expressions.push_back(evaluator("size * 3"));
  Schema seen = kTexts;
  seen.push_back({"a", Type::int64, true});
  seen.push_back({"b", Type::int64, true});
  expressions.push_back(evaluator("a + 1", seen));
  worker::DeriveLink link(std::move(expressions), 2, {1, 1, 1, 0, 1}, rows);
  BOOST_TEST(bool(link.push(TextBatch({"one", "three"}))));
  BOOST_TEST((rows.rows == Texts{"one|3|6|empty|7", "three|5|10|empty|11"}));
}

BOOST_AUTO_TEST_CASE(check_hands_on_the_rows_that_pass_and_rejects_the_others_by_their_order) {
  std::vector<worker::CheckedValue> values;
  values.push_back({evaluator("size < 4"), evaluator("text"), "text", "short"});
  values.push_back({evaluator("size > 2"), evaluator("string(size)"), "size", "3"});
  worker::CheckLink link(std::move(values), kTexts, note_rejects(), rows);
  BOOST_TEST(bool(link.push(TextBatch({"one", "it", "three", "two", ""}))));
  BOOST_TEST((rows.rows == Texts{"one|3", "two|3"}));
  BOOST_TEST((rows.offsets == std::vector<std::uint64_t>{10, 13}));
  BOOST_TEST((rejects == Texts{"11  (column 'size': got '2', expected 3)",
                               "12  (column 'text': got 'three', expected short)",
                               "14  (column 'size': got '0', expected 3)"}));
  rejects.clear();
  BOOST_TEST(bool(link.push(TextBatch({"two"}))));
  BOOST_TEST(bool(link.push(TextBatch({std::string(50, 'x') + "\n"}))));
  BOOST_TEST(rows.batches == 2);  // no batch without rows
  BOOST_TEST((rejects == Texts{"10  (column 'text': got '" + std::string(40, 'x') +
                               "...', expected short)"}));
}

BOOST_AUTO_TEST_CASE(what_neither_passes_nor_fails_is_rejected_and_a_failure_is_handed_on) {
  std::vector<worker::CheckedValue> values;
  values.push_back({evaluator("size / 0 > 1"), evaluator("text"), "text", "more"});
  worker::CheckLink link(std::move(values), kTexts, note_rejects(), rows);
  BOOST_TEST(bool(link.push(TextBatch({"one"}))));
  BOOST_TEST((rejects == Texts{"10  (column 'text': got 'one', expected more)"}));
  worker::CheckLink open({}, kTexts, note_rejects(), rows);
  rows.refuses = true;
  BOOST_TEST(open.push(TextBatch({"one"})).error().message == "no more rows");
}

BOOST_AUTO_TEST_CASE(split_hands_on_a_row_for_each_part_and_what_follows_may_fail) {
  worker::SplitLink link(kTexts, 0, ";", rows);
  BOOST_TEST(bool(link.push(TextBatch({"one;two", "three"}))));
  BOOST_TEST((rows.rows == Texts{"one|7", "two|7", "three|5"}));
  BOOST_TEST((rows.offsets == std::vector<std::uint64_t>{10, 10, 11}));
  rows.refuses = true;
  BOOST_TEST(link.push(TextBatch({"one"})).error().message == "no more rows");
}

BOOST_AUTO_TEST_CASE(select_hands_on_some_columns_in_another_order) {
  worker::SelectLink both({1, 0}, rows);
  BOOST_TEST(bool(both.push(TextBatch({"one"}))));
  worker::SelectLink one({0}, rows);
  BOOST_TEST(bool(one.push(TextBatch({"two"}))));
  BOOST_TEST((rows.rows == Texts{"3|one", "two"}));
}

namespace {

/// An end with the reducer kit.collect, and the writer kit.text over the first column.
struct End : Fixture {
  Result<std::vector<worker::ReducerTask>> open_reducers() {
    ++reducers_opened;
    std::vector<worker::ReducerTask> made;
    DP_TRY(auto reducer,
           libraries.open<plugin::ReducerInstance>(collect_by("text"), &kTexts, 0));
    made.push_back({std::move(reducer), {calls, "update of the reducer all"}});
    return made;
  }
  Result<std::vector<worker::WriterTask>> open_writers() {
    ++writers_opened;
    if (no_writer) return fail(Errc::io, "no writer");
    std::vector<worker::WriterTask> made;
    DP_TRY(auto writer, libraries.open<plugin::WriterInstance>(text_writer(), nullptr, 0));
    std::string unused;
    Outlet head;
    head.text = &unused;
    DP_CHECK(head.status_of(writer.section("", {kTexts[0]}, head.raw())));
    made.push_back({{std::move(writer), {calls, "the writer text"}}, {}});
    return made;
  }
  /// What the reducer holds.
  std::string state() {
    std::string text;
    Outlet saved;
    saved.text = &text;
    BOOST_TEST(bool(end.reducers().at(0).instance.save(saved.raw())));
    return text;
  }
  std::string stream() { return end.output().streams.at(0); }

  End() {
    end.report_to({[this](std::uint64_t offset, std::string_view raw, std::string_view) {
                     ++end.output().counts.rejects;
                     protocol::append_reject(end.output().rejects, {0, offset, raw, "unfit"});
                   },
                   {}});
    BOOST_REQUIRE(end.open());
  }
  int reducers_opened = 0;
  int writers_opened = 0;
  bool no_writer = false;
  worker::CallTracker calls;
  EndLink end{[this] { return open_reducers(); }, [this] { return open_writers(); }, 1};
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(the_end_feeds_reducers_and_writers_and_counts, End) {
  BOOST_TEST(bool(end.push(TextBatch({"one", "unfit", "three"}))));
  BOOST_TEST(state() == "one,three,");
  BOOST_TEST(stream() == "one\nunfit\nthree\n");
  BOOST_TEST(end.output().counts.mapped == 3U);
  BOOST_TEST((rejects_of(end.output().rejects) == Texts{"0:11 unfit (unfit)"}));
  end.output().clear();
  BOOST_TEST(stream() == "");
  BOOST_TEST((end.output().counts == protocol::Counts{}));
}

BOOST_FIXTURE_TEST_CASE(the_end_tells_which_task_it_is_inside_of, End) {
  MemoryContext context;
  const worker::CallTracker::Reporting reporting(calls, context);
  BOOST_TEST(bool(end.push(TextBatch({"one"}))));
  BOOST_TEST((context.calls == Texts{"update of the reducer all", "", "the writer text", ""}));
}

BOOST_FIXTURE_TEST_CASE(the_end_feeds_only_what_is_wanted, End) {
  end.want(false, true);
  BOOST_TEST(bool(end.push(TextBatch({"one"}))));
  BOOST_TEST(stream() == "");
  end.want(true, false);
  BOOST_TEST(bool(end.push(TextBatch({"two"}))));
  BOOST_TEST(stream() == "two\n");
  BOOST_TEST(state() == "one,");
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_meets_the_same_tasks_and_leaves_no_trace, End) {
  BOOST_TEST(bool(end.push(TextBatch({"one"}))));
  const auto counts = end.output().counts;
  BOOST_REQUIRE(end.begin_dry_run());
  BOOST_TEST(bool(end.push(TextBatch({"two", "unfit"}))));
  BOOST_TEST(end.push(TextBatch({"no update"})).error().message == "no update");
  BOOST_TEST(end.push(TextBatch({"no write"})).error().message == "no write");
  end.end_dry_run();
  BOOST_TEST(state() == "one,");
  BOOST_TEST(stream() == "one\n");
  BOOST_TEST((end.output().counts == counts));
  BOOST_TEST(end.output().rejects == "");
}

BOOST_FIXTURE_TEST_CASE(stand_ins_of_reducers_are_opened_once_and_only_where_state_is_wanted,
                        End) {
  end.want(true, false);
  BOOST_REQUIRE(end.begin_dry_run());
  end.end_dry_run();
  BOOST_TEST(reducers_opened == 1);
  end.want(true, true);
  for (int i = 0; i < 3; ++i) {
    BOOST_REQUIRE(end.begin_dry_run());
    end.end_dry_run();
  }
  BOOST_TEST(reducers_opened == 2);
}

BOOST_FIXTURE_TEST_CASE(what_holds_no_state_is_opened_anew_beside_it, End) {
  BOOST_TEST(bool(end.push(TextBatch({"one"}))));
  BOOST_REQUIRE(end.renew_stateless());
  BOOST_TEST(writers_opened == 2);
  BOOST_TEST(reducers_opened == 1);
  BOOST_TEST(state() == "one,");
  BOOST_REQUIRE(end.open());
  BOOST_TEST(reducers_opened == 2);
  BOOST_TEST(state() == "");
  no_writer = true;
  BOOST_TEST(end.open().error().message == "no writer");
}

BOOST_AUTO_TEST_SUITE_END()
