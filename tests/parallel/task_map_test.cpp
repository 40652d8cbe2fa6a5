// SPDX-License-Identifier: Apache-2.0
#include "parallel/task_map.hpp"

#include <signal.h>

#include <boost/test/unit_test.hpp>

#include "base/bytes.hpp"
#include "parallel/task_handler.hpp"
#include "pool/message.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(task_map)

using dp::parallel::Piece;
using dp::parallel::Span;
using dp::parallel::TaskMap;
using dp::pool::Lease;

namespace {

/// Items "0", "1", ...
class Numbers final : public dp::detail::Items {
 public:
  explicit Numbers(std::uint64_t count) : count_(count) { size = count; }
  bool next(std::string& out) override {
    if (at_ == count_) return false;
    out += std::to_string(at_++);
    return true;
  }

 private:
  std::uint64_t at_ = 0, count_;
};

TaskMap::Spec spec_of(std::uint64_t chunksize, bool ordered = true, bool fold = false) {
  TaskMap::Spec spec;
  spec.task = "task";
  spec.chunksize = chunksize;
  spec.ordered = ordered;
  spec.fold = fold;
  spec.zero = fold ? "zero" : "";
  return spec;
}

/// A map of numbers, and what a pool would do with it.
struct Map {
  Map(std::uint64_t count, TaskMap::Spec spec)
      : job(std::move(spec), std::make_unique<Numbers>(count)) {}

  std::vector<Lease> lease_all() {
    std::vector<Lease> leases;
    while (auto lease = job.next()) leases.push_back(*std::move(lease));
    return leases;
  }
  void done(const Lease& lease, const std::string& bytes = "done") {
    std::string reply(sizeof(std::uint64_t), '\0');
    if (!bytes.empty()) reply += '\1' + bytes;
    const auto status =
        job.commit({.chunks = {&lease.chunk, 1}, .bytes = dp::pool::Bytes(reply)});
    BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  }
  std::vector<Span> taken() {
    std::vector<Span> spans;
    while (const auto piece = job.take()) spans.push_back(piece->span);
    return spans;
  }

  TaskMap job;
};

std::vector<std::string> items_of(const Lease& lease) {
  const auto request = dp::parallel::read_request(dp::pool::Bytes(lease.request));
  BOOST_REQUIRE_MESSAGE(request, dp::test::why(request));
  return {request->items.begin(), request->items.end()};
}

using Items = std::vector<std::string>;
using Spans = std::vector<Span>;

dp::pool::Death crash(std::uint64_t item) {
  dp::pool::Death death;
  death.signal = SIGSEGV;
  death.item = item;
  return death;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_items_are_cut_into_chunks_of_the_size_asked_for) {
  Map map(7, spec_of(3));
  const auto leases = map.lease_all();
  BOOST_REQUIRE(leases.size() == 3U);
  BOOST_TEST((items_of(leases[0]) == Items{"0", "1", "2"}));
  BOOST_TEST((items_of(leases[2]) == Items{"6"}));
  BOOST_TEST(leases[1].chunk == 3U);
  BOOST_TEST(leases[1].items == 3U);
  BOOST_TEST(!map.job.finished());
}

BOOST_AUTO_TEST_CASE(pieces_come_in_input_order_whatever_is_done_first) {
  Map map(6, spec_of(2));
  const auto leases = map.lease_all();
  map.done(leases[2]);
  BOOST_TEST(!map.job.take());
  map.done(leases[0]);
  BOOST_TEST((map.taken() == Spans{{0, 2}}));
  map.done(leases[1]);
  BOOST_TEST((map.taken() == Spans{{2, 2}, {4, 2}}));
  BOOST_TEST(map.job.finished());
}

BOOST_AUTO_TEST_CASE(unordered_pieces_come_at_once) {
  Map map(6, spec_of(2, false));
  const auto leases = map.lease_all();
  map.done(leases[2]);
  BOOST_TEST((map.taken() == Spans{{4, 2}}));
}

BOOST_AUTO_TEST_CASE(no_more_than_a_window_of_items_is_taken_ahead) {
  Map map(1'000'000, spec_of(100));
  const auto leases = map.lease_all();
  BOOST_TEST(leases.size() == 41U);  // 4096 items, rounded up
  for (const auto& lease : leases) map.done(lease);
  BOOST_TEST(!map.job.next());
  (void)map.job.take();
  BOOST_TEST(map.job.next().has_value());
}

BOOST_AUTO_TEST_CASE(a_crash_parts_the_chunk_and_a_second_one_gives_its_item_up) {
  Map map(4, spec_of(4));
  auto leases = map.lease_all();
  auto again = map.job.died(std::move(leases[0]), crash(2));
  BOOST_REQUIRE((again && again->size() == 3U));
  BOOST_TEST((items_of((*again)[0]) == Items{"0", "1"}));
  BOOST_TEST((items_of((*again)[1]) == Items{"2"}));
  BOOST_TEST((items_of((*again)[2]) == Items{"3"}));
  const auto nothing = map.job.died((*again)[1], crash(0));
  BOOST_REQUIRE(nothing);
  BOOST_TEST(nothing->empty());
  map.done((*again)[0]);
  map.done((*again)[2]);
  (void)map.job.take();
  const auto lost = map.job.take();
  BOOST_REQUIRE((lost && lost->error));
  BOOST_TEST((lost->span == Span{2, 1}));
  BOOST_TEST(lost->error->message == "item 2: the worker was killed by signal 11 (SIGSEGV)");
  BOOST_TEST((map.taken() == Spans{{3, 1}}));
  BOOST_TEST(map.job.finished());
}

BOOST_AUTO_TEST_CASE(a_fold_whose_item_fails_is_done_again_without_it) {
  Map map(5, spec_of(5, true, true));
  const auto leases = map.lease_all();
  std::string reply(sizeof(std::uint64_t), '\0'), error;
  dp::pool::put_error(error, {dp::Errc::task_failed, "bad"});
  dp::ByteWriter(reply).put(std::uint8_t{0}).put(std::uint64_t{1}).put(error);
  const auto chunk = leases[0].chunk;
  BOOST_REQUIRE(map.job.commit({.chunks = {&chunk, 1}, .bytes = dp::pool::Bytes(reply)}));
  const auto again = map.lease_all();
  BOOST_REQUIRE(again.size() == 2U);
  BOOST_TEST((items_of(again[0]) == Items{"0"}));
  BOOST_TEST((items_of(again[1]) == Items{"2", "3", "4"}));
  for (const auto& lease : again) map.done(lease);
  (void)map.job.take();
  const auto failed = map.job.take();
  BOOST_REQUIRE((failed && failed->error));
  BOOST_TEST(failed->error->message == "item 1: bad");
  BOOST_TEST((map.taken() == Spans{{2, 3}}));
}

BOOST_AUTO_TEST_CASE(a_result_for_no_chunk_of_the_map_is_a_bug) {
  Map map(2, spec_of(1));
  const std::uint64_t chunk = 77;
  const auto status = map.job.commit({.chunks = {&chunk, 1}, .bytes = {}});
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::bug));
}

BOOST_AUTO_TEST_CASE(without_items_there_is_nothing_to_do) {
  Map map(0, spec_of(3));
  BOOST_TEST(!map.job.next());
  BOOST_TEST(map.job.finished());
}

BOOST_AUTO_TEST_SUITE_END()
