// SPDX-License-Identifier: Apache-2.0
#include "run/map/failure_policy.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <numeric>
#include <random>
#include <set>

#include "protocol/map_requests.hpp"

namespace map_failure_policy {
namespace {

using namespace dp::run;
namespace data = boost::unit_test::data;
namespace pool = dp::pool;
namespace protocol = dp::protocol;

constexpr std::uint64_t kRecord = 100;  ///< bytes of each record

/// Items of records that are all alike, some of which end whoever reads them.
class World {
 public:
  World(protocol::Intake intake, std::uint64_t items, std::uint64_t records)
      : intake_(intake), size_(records * kRecord) {
    items_.list.resize(items);
    for (auto& item : items_.list) item.stamp.size = size_;
  }

  void make_bad(std::uint64_t item, std::uint64_t record) {
    bad_.insert({item, record * kRecord});
  }

  /// Work the whole input off as one chunk of whole items, or as one slice.
  void run(bool as_slice) {
    Chunk all;
    all.items = items_.list.size();
    all.end = as_slice ? size_ : protocol::kWholeItem;
    all.weight = size_ * items_.list.size();
    std::deque<Chunk> open{all};
    while (!open.empty() && events_ < 100000) {
      const auto chunk = open.front();
      open.pop_front();
      const auto end = first_bad(chunk);
      if (!end) {
        done(chunk);
        continue;
      }
      ++events_;
      const auto remedy = FailurePolicy(intake_, items_, {}).after_death(chunk, *end);
      if (remedy.rejected) rejected_.insert({chunk.first, remedy.rejected->record});
      open.insert(open.end(), remedy.pieces.begin(), remedy.pieces.end());
    }
    BOOST_TEST(open.empty());
  }

  using Place = std::pair<std::uint64_t, std::uint64_t>;
  [[nodiscard]] const std::multiset<Place>& read() const { return read_; }
  [[nodiscard]] const auto& rejected() const { return rejected_; }
  [[nodiscard]] unsigned deaths() const { return events_; }

 private:
  [[nodiscard]] std::uint64_t first_record(const Chunk& chunk) const {
    return (chunk.begin + kRecord - 1) / kRecord * kRecord;
  }
  /// The death of whoever maps the chunk; nullopt: nobody dies.
  [[nodiscard]] std::optional<pool::Death> first_bad(const Chunk& chunk) const {
    for (std::uint64_t i = 0; i < chunk.items; ++i)
      for (auto at = first_record(chunk); at < std::min(chunk.end, size_); at += kRecord)
        if (bad_.contains({chunk.first + i, at})) {
          pool::Death death;
          death.signal = 11;
          death.is_fault = true;
          death.item = i;
          const bool careful = chunk.careful && at < chunk.careful_end;
          death.precise = careful;
          death.place = careful ? at : std::max(chunk.begin, at - at % (5 * kRecord));
          return death;
        }
    return std::nullopt;
  }
  void done(const Chunk& chunk) {
    for (std::uint64_t i = 0; i < chunk.items; ++i)
      for (auto at = first_record(chunk); at < std::min(chunk.end, size_); at += kRecord)
        read_.insert({chunk.first + i, at});
  }

  protocol::Intake intake_;
  std::uint64_t size_;
  dp::input::Items items_;
  std::set<Place> bad_;
  std::multiset<Place> read_;
  std::set<std::pair<std::uint64_t, std::optional<std::uint64_t>>> rejected_;
  unsigned events_ = 0;
};

/// Numbers, some of which end whoever works on them.
class Numbers {
 public:
  Numbers(std::uint64_t count, std::set<std::uint64_t> bad) : bad_(std::move(bad)) {
    items_.range = count;
  }

  /// Work all off as one chunk. The cursor of a worker is wrong in `spoiled` of 100 deaths.
  void run(unsigned spoiled, unsigned seed) {
    std::mt19937 random(seed);
    Chunk all;
    all.items = items_.range;
    all.end = protocol::kWholeItem;
    std::deque<Chunk> open{all};
    for (; !open.empty() && deaths_ < 100'000; open.pop_front()) {
      const auto chunk = open.front();
      const auto bad = bad_.lower_bound(chunk.first);
      if (bad == bad_.end() || *bad >= chunk.first + chunk.items) {
        for (std::uint64_t i = 0; i < chunk.items; ++i) done_.push_back(chunk.first + i);
        continue;
      }
      ++deaths_;
      auto death = death_over(chunk, *bad - chunk.first);
      if (random() % 100 < spoiled) death.item = ~std::uint64_t{0} - random() % 3;
      const auto remedy =
          FailurePolicy(protocol::Intake::range, items_, {}).after_death(chunk, death);
      if (remedy.rejected) rejected_.push_back(chunk.first + remedy.rejected->item);
      open.insert(open.end(), remedy.pieces.begin(), remedy.pieces.end());
    }
    BOOST_TEST(open.empty());
  }
  /// Each number was done or rejected, once.
  void check_cover() {
    std::vector<std::uint64_t> all = done_;
    all.insert(all.end(), rejected_.begin(), rejected_.end());
    std::sort(all.begin(), all.end());
    std::vector<std::uint64_t> expected(items_.range);
    std::iota(expected.begin(), expected.end(), std::uint64_t{0});
    BOOST_TEST((all == expected));
  }
  /// The bad ones alone were rejected.
  void check_rejected() {
    std::sort(rejected_.begin(), rejected_.end());
    BOOST_TEST((rejected_ == std::vector(bad_.begin(), bad_.end())));
  }
  [[nodiscard]] unsigned deaths() const { return deaths_; }

 private:
  /// As Chain::run_range tells where it is.
  static pool::Death death_over(const Chunk& chunk, std::uint64_t item) {
    pool::Death death;
    death.signal = 11;
    death.is_fault = true;
    death.item = chunk.careful ? item : item - item % protocol::kNumbersAtOnce;
    death.precise = chunk.careful || chunk.items - death.item == 1;
    return death;
  }

  dp::input::Items items_;
  std::set<std::uint64_t> bad_;
  std::vector<std::uint64_t> done_;
  std::vector<std::uint64_t> rejected_;
  unsigned deaths_ = 0;
};

std::set<std::uint64_t> some_numbers(std::uint64_t below, std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::set<std::uint64_t> numbers;
  while (numbers.size() < count) numbers.insert(random() % below);
  return numbers;
}

Chunk slice(std::uint64_t begin, std::uint64_t end) {
  Chunk chunk;
  chunk.begin = begin;
  chunk.end = end;
  chunk.weight = end - begin;
  return chunk;
}

struct Fixture {
  Fixture() {
    items.list.resize(4);
    for (auto& item : items.list) item.stamp.size = 10'000'000;
  }
  FailurePolicy policy(protocol::Intake intake) { return {intake, items, {}}; }
  dp::input::Items items;
};

}  // namespace
}  // namespace map_failure_policy

BOOST_FIXTURE_TEST_SUITE(map_failure_policy, Fixture)

/// Run an item of 200 records of which `count` are bad.
void check_bad_records(protocol::Intake intake, std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  World world(intake, 1, 200);
  std::set<std::uint64_t> bad;
  while (bad.size() < count) bad.insert(random() % 200);
  for (const auto record : bad) world.make_bad(0, record);
  world.run(true);
  BOOST_TEST(world.rejected().size() == bad.size());
  for (const auto record : bad) BOOST_TEST(world.rejected().contains({0, record * kRecord}));
  BOOST_TEST(world.read().size() == 200 - bad.size());
  const std::set different(world.read().begin(), world.read().end());
  BOOST_TEST(different.size() == world.read().size());
  BOOST_TEST(world.deaths() <= 3 * bad.size() + 1);
}

BOOST_DATA_TEST_CASE(each_bad_record_costs_itself_and_a_few_deaths, data::make({1, 2, 7}),
                     count) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    check_bad_records(protocol::Intake::lines, static_cast<std::size_t>(count), seed);
    check_bad_records(protocol::Intake::records, static_cast<std::size_t>(count), seed);
  }
}

BOOST_AUTO_TEST_CASE(a_bad_item_among_whole_ones_costs_itself) {
  World world(protocol::Intake::whole, 50, 1);
  world.make_bad(17, 0);
  world.run(false);
  BOOST_REQUIRE(world.rejected().size() == 1u);
  BOOST_TEST(world.rejected().begin()->first == 17u);
  BOOST_TEST(!world.rejected().begin()->second.has_value());
  BOOST_TEST(world.read().size() == 49u);
  BOOST_TEST(world.deaths() == 3u);
}

BOOST_AUTO_TEST_CASE(a_bad_number_of_a_range_costs_itself_and_two_deaths) {
  for (const std::uint64_t bad : {0u, 1u, 1023u, 1024u, 50'900u, 99'998u, 99'999u}) {
    Numbers numbers(100'000, {bad});
    numbers.run(0, 1);
    numbers.check_cover();
    numbers.check_rejected();
    BOOST_TEST(numbers.deaths() == 2u);
  }
}

BOOST_DATA_TEST_CASE(bad_numbers_cost_two_deaths_each_however_many_and_however_near,
                     data::make({2, 7, 100}), count) {
  for (unsigned seed = 1; seed <= 20; ++seed)
    for (const std::uint64_t of : {100u, 5'000u, 100'000u}) {
      const auto bad = some_numbers(of, static_cast<std::size_t>(count), seed);
      Numbers numbers(of, bad);
      numbers.run(0, seed);
      numbers.check_cover();
      numbers.check_rejected();
      BOOST_TEST(numbers.deaths() <= 2 * bad.size());
    }
}

BOOST_AUTO_TEST_CASE(numbers_end_in_few_deaths_also_if_cursors_are_spoiled) {
  for (unsigned seed = 1; seed <= 50; ++seed)
    for (const unsigned spoiled : {10u, 50u, 100u}) {
      Numbers numbers(20'000, some_numbers(20'000, 3, seed));
      numbers.run(spoiled, seed);
      numbers.check_cover();
      numbers.check_rejected();
      BOOST_TEST(numbers.deaths() <= 3 * 60u);
    }
}

BOOST_AUTO_TEST_CASE(what_a_death_over_numbers_is_told_as_is_the_cause_alone) {
  Chunk chunk;
  chunk.items = 10;
  chunk.end = protocol::kWholeItem;
  chunk.careful = true;
  pool::Death death;
  death.signal = 11;
  death.is_fault = death.precise = true;
  death.item = 4;
  death.peak_rss_bytes = 5'000'000;
  const auto remedy = policy(protocol::Intake::range).after_death(chunk, death);
  BOOST_TEST(remedy.rejected.value().item == 4u);
  BOOST_TEST(remedy.rejected->reason == "the worker was killed by signal 11 (SIGSEGV)");
  BOOST_TEST(remedy.rejected->detail == "peak memory 5.0 MB");
}

BOOST_AUTO_TEST_CASE(a_number_has_the_tries_that_the_pipeline_grants_it) {
  const FailurePolicy policy(protocol::Intake::range, items, {4, false});
  Chunk chunk;
  chunk.items = 3;
  chunk.end = protocol::kWholeItem;
  chunk.careful = true;
  pool::Death death;
  death.is_fault = death.precise = true;
  death.item = 1;
  auto remedy = policy.after_death(chunk, death);
  BOOST_TEST(!remedy.rejected.has_value());
  BOOST_REQUIRE(remedy.pieces.size() == 3u);
  chunk = remedy.pieces[2];
  BOOST_TEST((chunk.first == 1u && chunk.items == 1u));
  death.item = 0;
  remedy = policy.after_death(chunk, death);  // the third death
  BOOST_REQUIRE(remedy.pieces.size() == 1u);
  remedy = policy.after_death(remedy.pieces[0], death);
  BOOST_TEST(remedy.rejected.has_value());
}

BOOST_AUTO_TEST_CASE(numbers_that_are_done_many_at_a_time_are_all_suspect) {
  const auto policy = this->policy(protocol::Intake::range);
  Chunk chunk;
  chunk.items = 1500;
  chunk.end = protocol::kWholeItem;
  pool::Death death;
  BOOST_TEST(policy.suspects(chunk, death) == 1024u);
  death.item = 1024;
  BOOST_TEST(policy.suspects(chunk, death) == 476u);
  death.item = 1500;
  BOOST_TEST(policy.suspects(chunk, death) == 1u);
  death.item = 7;
  death.precise = true;
  BOOST_TEST(policy.suspects(chunk, death) == 1u);
  death.precise = false;
  BOOST_TEST(this->policy(protocol::Intake::files).suspects(chunk, death) == 1u);
}

BOOST_AUTO_TEST_CASE(a_refused_chunk_of_numbers_is_halved_until_one_is_left) {
  const auto policy = this->policy(protocol::Intake::range);
  Chunk chunk;
  chunk.items = 1'000'000;
  chunk.end = protocol::kWholeItem;
  unsigned refusals = 0;
  for (; chunk.items > 1; ++refusals) {
    const auto remedy = policy.after_failure(chunk, "no");
    BOOST_REQUIRE(remedy.pieces.size() == 2u);
    BOOST_TEST(remedy.pieces[0].items + remedy.pieces[1].items == chunk.items);
    chunk = remedy.pieces[1];
  }
  BOOST_TEST(refusals == 20u);
  BOOST_TEST(policy.after_failure(chunk, "no").rejected.has_value());
}

BOOST_AUTO_TEST_CASE(an_external_death_rejects_nothing_and_halves_the_chunk) {
  pool::Death death;
  death.external = true;
  const auto remedy = policy(protocol::Intake::lines).after_death(slice(0, 1'000'000), death);
  BOOST_TEST(!remedy.rejected.has_value());
  BOOST_REQUIRE(remedy.pieces.size() == 2u);
  BOOST_TEST(remedy.pieces[0].end == remedy.pieces[1].begin);
}

BOOST_AUTO_TEST_CASE(a_refused_chunk_of_items_is_done_item_by_item) {
  Chunk chunk;
  chunk.items = 3;
  chunk.end = protocol::kWholeItem;
  const auto remedy = policy(protocol::Intake::files).after_failure(chunk, "no");
  BOOST_TEST(remedy.pieces.size() == 3u);
  BOOST_TEST(!remedy.rejected.has_value());
}

BOOST_AUTO_TEST_CASE(a_refused_slice_is_done_carefully_and_then_rejected) {
  const auto policy = this->policy(protocol::Intake::lines);
  const auto careful = policy.after_failure(slice(0, 100), "no");
  BOOST_REQUIRE(careful.pieces.size() == 1u);
  BOOST_TEST(careful.pieces[0].careful);
  const auto given_up = policy.after_failure(careful.pieces[0], "still no");
  BOOST_TEST(given_up.pieces.empty());
  BOOST_TEST(given_up.rejected.value().reason == "still no");
  BOOST_TEST(!given_up.rejected->record.has_value());
}

BOOST_AUTO_TEST_CASE(a_refused_item_without_records_is_rejected_at_once) {
  Chunk chunk;
  chunk.end = protocol::kWholeItem;
  const auto remedy = policy(protocol::Intake::files).after_failure(chunk, "not a picture");
  BOOST_TEST(remedy.pieces.empty());
  BOOST_TEST(remedy.rejected.value().reason == "not a picture");
}

BOOST_AUTO_TEST_SUITE_END()
