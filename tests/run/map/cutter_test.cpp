// SPDX-License-Identifier: Apache-2.0
#include "run/map/cutter.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <random>
#include <set>
#include <vector>

BOOST_AUTO_TEST_SUITE(map_cutter)

namespace {

namespace data = boost::unit_test::data;
using dp::run::Chunk;
using dp::run::Cutter;

/// An item with records at known places, and workers that guess more or less well.
class World {
 public:
  World(std::vector<std::uint64_t> starts, std::uint64_t size, unsigned wrong_percent,
        unsigned seed)
      : starts_(std::move(starts)), size_(size), wrong_(wrong_percent), random_(seed) {}

  /// The first record at or behind `at`; the size if there is none.
  [[nodiscard]] std::uint64_t first_from(std::uint64_t at) const {
    const auto found = std::lower_bound(starts_.begin(), starts_.end(), at);
    return found == starts_.end() ? size_ : *found;
  }
  dp::protocol::RecordBounds answer(const Cutter::Question& question) {
    auto begin = question.exact ? question.begin : first_from(question.begin);
    if (!question.exact && random_() % 100 < wrong_) {
      if (random_() % 4 == 0) return {};
      begin = question.begin + random_() % (question.end - question.begin);
    }
    if (begin >= question.end) return {};
    // What follows from a wrong beginning may be right again, or not.
    auto end = first_from(question.end);
    const bool right = std::binary_search(starts_.begin(), starts_.end(), begin);
    if (!right && random_() % 2 == 0) end += 1;
    return {true, begin, end};
  }
  /// Cut with answers in any order, `at_once` questions at a time. The chunks that were given,
  /// and those that were mapped before, in order.
  std::vector<Chunk> cut(std::uint64_t slice_bytes, std::size_t at_once, unsigned map_percent,
                         unsigned stop_percent = 0) {
    Cutter cutter(7, size_, slice_bytes, 1000, 32);
    std::vector<Cutter::Question> open;
    std::vector<Chunk> chunks;
    while (!cutter.done()) {
      while (auto chunk = cutter.next()) chunks.push_back(*chunk);
      while (open.size() < at_once) {
        const auto question = cutter.next_question(random_() % 100 < map_percent);
        if (!question) break;
        if (question->map) BOOST_TEST(mapped_.insert(question->number).second);
        open.push_back(*question);
      }
      if (!open.empty()) {
        std::swap(open[random_() % open.size()], open.back());
        settle(cutter, open.back(), stop_percent);
        open.pop_back();
      }
      judge(cutter, chunks);
    }
    BOOST_TEST(mapped_.empty());
    return chunks;
  }
  /// Answer a question, or fail to.
  void settle(Cutter& cutter, const Cutter::Question& question, unsigned stop_percent) {
    if (random_() % 100 >= stop_percent) {
      cutter.answer(question.number, answer(question));
    } else if (question.map) {
      cutter.not_mapped(question.number);
      mapped_.erase(question.number);
    } else {
      cutter.stop_asking();
    }
  }
  /// Each slice that was mapped is judged once.
  void judge(Cutter& cutter, std::vector<Chunk>& chunks) {
    while (const auto verdict = cutter.judge()) {
      BOOST_TEST(mapped_.erase(verdict->number) == 1U);
      const auto& chunk = verdict->chunk;
      if (verdict->right && chunk.begin != chunk.end) chunks.push_back(chunk);
    }
  }
  /// Every record is in exactly one chunk, and every chunk begins with one.
  void check(const std::vector<Chunk>& chunks) const {
    std::uint64_t at = 0;
    std::uint64_t weight = 0;
    for (const auto& chunk : chunks) {
      BOOST_TEST(chunk.first == 7U);
      BOOST_REQUIRE(chunk.begin == at);
      BOOST_REQUIRE(chunk.begin < chunk.end);
      BOOST_TEST(chunk.exact);
      weight += chunk.weight;
      at = first_from(chunk.end);
    }
    BOOST_TEST(at == size_);
    BOOST_TEST(weight == size_);
  }

 private:
  std::vector<std::uint64_t> starts_;
  std::uint64_t size_;
  unsigned wrong_;
  std::set<std::uint64_t> mapped_;  ///< slices, not judged yet
  std::mt19937 random_;
};

World random_world(unsigned seed, unsigned wrong_percent) {
  std::mt19937 random(seed);
  std::vector<std::uint64_t> starts{0};
  const std::uint64_t size = 2000 + random() % 3000;
  while (true) {
    // Some records are longer than several slices.
    const auto next = starts.back() + 1 + random() % (random() % 20 == 0 ? 900 : 30);
    if (next >= size) break;
    starts.push_back(next);
  }
  return World(std::move(starts), size, wrong_percent, seed);
}

}  // namespace

BOOST_DATA_TEST_CASE(chunks_are_exact_however_bad_the_guesses_are,
                     data::make({0U, 5U, 50U, 100U}) * data::xrange(1U, 30U), wrong, seed) {
  auto world = random_world(seed, wrong);
  for (const std::uint64_t slice : {1U, 64U, 200U, 10'000U})
    for (const std::size_t at_once : {1U, 3U, 100U})
      for (const unsigned map : {0U, 50U, 100U}) world.check(world.cut(slice, at_once, map));
}

BOOST_DATA_TEST_CASE(an_item_given_up_is_covered_all_the_same, data::xrange(1U, 30U), seed) {
  auto world = random_world(seed, 20);
  for (const unsigned map : {0U, 50U, 100U}) world.check(world.cut(200, 3, map, 10));
}

BOOST_AUTO_TEST_CASE(right_guesses_are_mapped_once) {
  auto world = random_world(1, 0);
  Cutter cutter(0, 400, 100, 0, 32);
  std::size_t asked = 0;
  while (const auto question = cutter.next_question(true)) {
    BOOST_TEST(question->map);
    cutter.answer(question->number, world.answer(*question));
    ++asked;
  }
  BOOST_TEST(asked == 4U);
  BOOST_TEST(!cutter.next());
  for (std::size_t i = 0; i < asked; ++i) {
    const auto verdict = cutter.judge();
    BOOST_REQUIRE(verdict);
    BOOST_TEST(verdict->right);
  }
  BOOST_TEST(!cutter.next());
  BOOST_TEST(cutter.done());
}

BOOST_AUTO_TEST_CASE(questions_do_not_run_far_ahead) {
  Cutter cutter(0, 1'000'000, 100, 0, 50);
  std::size_t asked = 0;
  while (cutter.next_question()) ++asked;
  BOOST_TEST(asked == 50U);
  BOOST_TEST(!cutter.next());
}

BOOST_AUTO_TEST_SUITE_END()
