// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <random>
#include <set>

#include "run/map/failure_policy.hpp"

namespace map_limits {
namespace {

using namespace dp::run;
using Limit = dp::pool::Death::Limit;
namespace data = boost::unit_test::data;
namespace pool = dp::pool;
namespace protocol = dp::protocol;

constexpr std::uint64_t kRecord = 100;  ///< bytes of each record

/// Records of one item, by workers whose task leaks and which are stopped now and then, under limits
/// of memory and time. Some records pass a limit by themselves.
class Limits {
 public:
  static constexpr std::uint64_t kRecords = 400;
  static constexpr unsigned kMemory = 50;  ///< each record leaks 1

  Limits(protocol::Intake intake, std::size_t workers, unsigned seed)
      : random_(seed), used_(workers, 0), intake_(intake) {
    items_.list.resize(1);
    items_.list[0].stamp.size = kRecords * kRecord;
    while (large_.size() < 3) large_.insert(random_() % kRecords * kRecord);
    while (slow_.size() < 3) slow_.insert(random_() % kRecords * kRecord);
    for (const auto place : large_) slow_.erase(place);
  }

  void run() {
    const FailurePolicy policy(intake_, items_, {2, true});
    Chunk all;
    all.end = kRecords * kRecord;
    std::deque<Chunk> open{all};
    while (!open.empty() && deaths_ < 10'000) {
      const auto chunk = open.front();
      open.pop_front();
      const auto death = work(chunk);
      if (!death) continue;
      ++deaths_;
      const auto remedy = policy.after_death(chunk, *death);
      if (remedy.rejected) rejected_.insert(remedy.rejected->record.value_or(~0ULL));
      open.insert(open.end(), remedy.pieces.begin(), remedy.pieces.end());
    }
    BOOST_TEST(open.empty());
  }
  void check() {
    auto expected = large_;
    expected.insert(slow_.begin(), slow_.end());
    BOOST_TEST((rejected_ == std::multiset<std::uint64_t>(expected.begin(), expected.end())));
    BOOST_TEST(read_.size() == kRecords - expected.size());
    const std::set different(read_.begin(), read_.end());
    BOOST_TEST(different.size() == read_.size());
  }
  [[nodiscard]] unsigned deaths() const { return deaths_; }

 private:
  std::optional<pool::Death> work(const Chunk& chunk) {
    auto& used = used_[random_() % used_.size()];
    if (chunk.fresh) used = 0;
    std::vector<std::uint64_t> done;
    for (auto at = (chunk.begin + kRecord - 1) / kRecord * kRecord; at < chunk.end;
         at += kRecord) {
      // Nobody stalls what a fresh worker does first, for so short a time.
      const bool stalled = !chunk.fresh && random_() % 100 == 0;
      if (++used > kMemory || large_.contains(at)) return death(chunk, at, Limit::memory, used);
      if (stalled || slow_.contains(at)) return death(chunk, at, Limit::time, used);
      done.push_back(at);
    }
    read_.insert(read_.end(), done.begin(), done.end());
    return std::nullopt;
  }
  static pool::Death death(const Chunk& chunk, std::uint64_t at, pool::Death::Limit limit,
                           unsigned& used) {
    pool::Death death;
    death.limit = limit;
    death.is_fault = true;
    death.precise = chunk.careful && at < chunk.careful_end;
    death.place = death.precise ? at : std::max(chunk.begin, at - at % (5 * kRecord));
    used = 0;
    return death;
  }

  std::mt19937 random_;
  std::vector<unsigned> used_;  ///< memory of each worker
  protocol::Intake intake_;
  dp::input::Items items_;
  std::set<std::uint64_t> large_, slow_;
  std::multiset<std::uint64_t> rejected_;
  std::vector<std::uint64_t> read_;
  unsigned deaths_ = 0;
};

/// A death over the record at `place` of a chunk, for which it passed `limit`.
pool::Death past(pool::Death::Limit limit, std::uint64_t place) {
  pool::Death death;
  death.limit = limit;
  death.is_fault = death.precise = true;
  death.place = place;
  return death;
}

Chunk slice(std::uint64_t begin, std::uint64_t end) {
  Chunk chunk;
  chunk.begin = begin;
  chunk.end = end;
  chunk.careful = true;
  return chunk;
}

struct Fixture {
  Fixture() {
    items.list.resize(4);
    for (auto& item : items.list) item.stamp.size = 10'000'000;
  }
  FailurePolicy policy_of(protocol::Intake intake) { return {intake, items, {}}; }
  dp::input::Items items;
};

}  // namespace
}  // namespace map_limits

BOOST_FIXTURE_TEST_SUITE(map_limits, Fixture)

BOOST_DATA_TEST_CASE(what_passes_a_limit_by_itself_is_rejected_and_nothing_else,
                     data::make({1, 2, 4}), workers) {
  for (unsigned seed = 1; seed <= 30; ++seed)
    for (const auto intake : {protocol::Intake::lines, protocol::Intake::records}) {
      Limits limits(intake, static_cast<std::size_t>(workers), seed);
      limits.run();
      limits.check();
      BOOST_TEST(limits.deaths() <= 200U);
    }
}

BOOST_AUTO_TEST_CASE(a_record_that_passes_a_limit_is_tried_alone_by_a_fresh_worker) {
  const auto policy = policy_of(protocol::Intake::lines);
  const auto pieces = policy.after_death(slice(100, 900), past(Limit::memory, 300)).pieces;
  BOOST_REQUIRE(pieces.size() == 3U);
  BOOST_TEST((pieces[0].begin == 100U && pieces[0].end == 300U && !pieces[0].fresh));
  BOOST_TEST((pieces[1].begin == 300U && pieces[1].end == 301U && pieces[1].fresh));
  BOOST_TEST((pieces[2].begin == 301U && pieces[2].end == 900U && !pieces[2].fresh));
  const auto remedy = policy.after_death(pieces[1], past(Limit::memory, 300));
  BOOST_TEST(remedy.pieces.empty());
  BOOST_TEST(remedy.rejected.value().record.value() == 300U);
  BOOST_TEST(remedy.rejected->reason == "the worker passed its memory limit");
}

BOOST_AUTO_TEST_CASE(past_a_short_time_limit_it_is_tried_alone_twice) {
  for (const bool is_short : {false, true}) {
    const FailurePolicy policy(protocol::Intake::lines, items, {2, is_short});
    auto chunk = slice(300, 301);
    chunk.fresh = true;
    auto remedy = policy.after_death(chunk, past(Limit::time, 300));
    BOOST_TEST(remedy.rejected.has_value() == !is_short);
    if (!is_short) continue;
    BOOST_REQUIRE(remedy.pieces.size() == 1U);
    BOOST_TEST(remedy.pieces[0].fresh);
    remedy = policy.after_death(remedy.pieces[0], past(Limit::time, 300));
    BOOST_TEST(remedy.rejected.has_value());
  }
}

BOOST_AUTO_TEST_CASE(an_item_that_passes_a_limit_is_tried_alone_by_a_fresh_worker) {
  for (const auto intake : {protocol::Intake::files, protocol::Intake::range}) {
    const auto policy = policy_of(intake);
    Chunk chunk;
    chunk.items = 3;
    chunk.end = protocol::kWholeItem;
    chunk.careful = intake == protocol::Intake::range;
    auto death = past(Limit::memory, 0);
    death.item = 1;
    const auto pieces = policy.after_death(chunk, death).pieces;
    BOOST_REQUIRE(pieces.size() == 3U);
    BOOST_TEST((pieces[1].first == 1U && pieces[1].items == 1U && pieces[1].fresh));
    death.item = 0;
    BOOST_TEST(policy.after_death(pieces[1], death).rejected.has_value());
    // One that was alone, but not first in its worker, is tried once more.
    auto alone = pieces[1];
    alone.fresh = false;
    const auto again = policy.after_death(alone, death);
    BOOST_TEST(!again.rejected.has_value());
    BOOST_REQUIRE(again.pieces.size() == 1U);
    BOOST_TEST(again.pieces[0].fresh);
  }
}

BOOST_AUTO_TEST_SUITE_END()
