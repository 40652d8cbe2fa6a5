// SPDX-License-Identifier: Apache-2.0
#include "records/state.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(records_state)

namespace {

using dp::Schema;
using dp::Type;
using dp::records::Layout;
using dp::records::State;
using dp::test::Batch;
using dp::test::Cells;
using dp::test::must;
using dp::test::open_records;

const Schema kInput = {{"n", Type::int64, true}, {"t", Type::string, true}};

/// Rows with the numbers [begin, end) and a text of 1,000 bytes.
Batch rows(std::int64_t begin, std::int64_t end) {
  Cells cells;
  for (auto n = begin; n < end; ++n) cells.push_back({n, std::string(1000, 'x')});
  return Batch(kInput, cells, {}, static_cast<std::uint64_t>(begin));
}

Layout layout_of(const dp::test::RecordsWith& with) {
  Layout layout;
  layout.schema = kInput;
  layout.is_distinct = !with.distinct.empty();
  for (const auto& name : with.distinct)
    layout.distinct.push_back(*dp::find_column(kInput, name));
  return layout;
}

/// A state by itself, and what comes out of it.
struct Part {
  explicit Part(const State::Limits& limits, const dp::test::RecordsWith& with = {})
      : state(layout_of(with), 42, limits) {
    kept.schema = kInput;
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  dp::test::Task::Kept kept;
  dp_out raw = dp::test::keep_in(kept);
  dp::Output out{raw};
  State state;
};

/// Rows that are made of one record.
std::unique_ptr<dp::BatchBuilder> same_place(std::size_t count) {
  auto made = std::make_unique<dp::BatchBuilder>(kInput, count);
  for (std::size_t row = 0; row < count; ++row) {
    made->column(0).put(row, static_cast<std::int64_t>(row));
    made->column(1).set_null(row);
    made->offsets()[row] = 7;
  }
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_first_and_the_last_take_little_memory) {
  for (const bool head : {true, false}) {
    auto task = open_records({.head = head ? 5 : 0, .tail = head ? 0 : 5}, kInput).value();
    for (std::int64_t i = 0; i < 40; ++i) must(task.update(rows(1000 * i, 1000 * (i + 1))));
    BOOST_TEST(task.size() < 12U << 20);
    must(task.finalize());
    BOOST_TEST(task.column("n") ==
               (head ? dp::test::Row{"0", "1", "2", "3", "4"}
                     : dp::test::Row{"39995", "39996", "39997", "39998", "39999"}));
  }
}

BOOST_AUTO_TEST_CASE(what_an_earlier_record_takes_the_place_of_is_let_go) {
  auto task = open_records({.distinct = {"t"}}, kInput).value();
  // Each is before those that came so far.
  for (std::int64_t i = 40000; i > 0; --i) must(task.update(rows(i, i + 1)));
  BOOST_TEST(task.size() < 24U << 20);
  must(task.finalize());
  BOOST_TEST(task.column("n") == dp::test::Row{"1"});
}

BOOST_AUTO_TEST_CASE(batches_that_come_out_are_bounded_by_bytes) {
  Part part({.batch_bytes = 5000});
  must(part.state.update(dp::BatchView(rows(0, 9).view())));
  must(part.state.finalize(part.out));
  BOOST_TEST(part.kept.batches == std::vector<std::size_t>({4, 4, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(part.kept.rows.size() == 9U);
  // A record that is longer by itself comes alone.
  Part small({.batch_bytes = 10});
  must(small.state.update(dp::BatchView(rows(0, 2).view())));
  must(small.state.finalize(small.out));
  BOOST_TEST(small.kept.batches == std::vector<std::size_t>({1, 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_record_that_is_too_long_is_an_error) {
  Part part({.record_bytes = 1000});
  const auto status = part.state.update(dp::BatchView(rows(0, 1).view()));
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::exhausted));
  BOOST_TEST(status.error().message ==
             "records: a record is too long, in bytes (got 1012, expected at most 1000)");
}

BOOST_AUTO_TEST_CASE(more_records_than_can_be_numbered_are_an_error) {
  Part part({.records = 3});
  must(part.state.update(dp::BatchView(rows(0, 3).view())));
  const auto status = part.state.update(dp::BatchView(rows(3, 4).view()));
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::exhausted));
  BOOST_TEST(status.error().message ==
             "records: too many records for one part; take fewer, or spread them over several "
             "runs (got 4, expected at most 3)");
  // One that takes another's place is no more.
  Part distinct({.records = 1}, {.distinct = {"t"}});
  must(distinct.state.update(dp::BatchView(rows(5, 6).view())));
  must(distinct.state.update(dp::BatchView(rows(4, 6).view())));
}

BOOST_AUTO_TEST_CASE(more_records_of_one_than_can_be_numbered_are_an_error) {
  Part part({.made_of_one = 2});
  const auto batch = same_place(3);
  const auto status = part.state.update(dp::BatchView(batch->finish(3, 0).value()));
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message ==
             "records: too many records are made of one record (got 3, expected at most 2)");
  Part enough({.made_of_one = 3});
  must(enough.state.update(dp::BatchView(batch->finish(3, 0).value())));
}

BOOST_AUTO_TEST_CASE(a_state_that_was_sorted_takes_more_records) {
  Part part({}, {.distinct = {"n"}});
  must(part.state.update(dp::BatchView(rows(0, 3000).view())));
  must(part.state.bounds(4, part.out));
  must(part.state.update(dp::BatchView(rows(2000, 5000).view())));
  must(part.state.bounds(4, part.out));
  part.state.trim();
  must(part.state.finalize(part.out));
  BOOST_TEST(part.kept.rows.size() == 5000U);
}

BOOST_AUTO_TEST_CASE(a_slot_is_found_at_each_size_of_the_table) {
  for (const std::int64_t count : {1, 511, 512, 513, 1023, 1024, 1025, 4097}) {
    Part part({}, {.distinct = {"n"}});
    for (int twice = 0; twice < 2; ++twice)
      must(part.state.update(dp::BatchView(rows(0, count).view())));
    must(part.state.finalize(part.out));
    BOOST_TEST(part.kept.rows.size() == static_cast<std::size_t>(count));
  }
}

BOOST_AUTO_TEST_SUITE_END()
