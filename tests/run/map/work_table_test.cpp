// SPDX-License-Identifier: Apache-2.0
#include "run/map/work_table.hpp"

#include <boost/test/unit_test.hpp>
#include <set>

namespace map_work_table {
namespace {

using namespace dp::run;

MapChunk slice(std::uint64_t weight) {
  MapChunk work;
  work.chunk.end = work.chunk.weight = weight;
  return work;
}

MapChunk whole(std::uint64_t items, std::uint64_t weight) {
  MapChunk work;
  work.chunk.items = items;
  work.chunk.end = dp::protocol::kWholeItem;
  work.chunk.weight = weight;
  return work;
}

struct Fixture {
  dp::input::Items items;
  Progress progress;
  WorkTable table{progress, items};
};

}  // namespace
}  // namespace map_work_table

BOOST_FIXTURE_TEST_SUITE(map_work_table, Fixture)

BOOST_AUTO_TEST_CASE(work_is_found_by_its_id_and_no_id_comes_twice) {
  std::set<std::uint64_t> ids;
  std::vector<std::uint64_t> open;
  for (std::uint64_t round = 1; round <= 50; ++round) {
    for (std::uint64_t i = 0; i < round % 5; ++i) {
      open.push_back(table.open(slice(1000 * round + i)));
      BOOST_TEST(ids.insert(open.back()).second);
      BOOST_TEST(table.chunk(open.back()).weight == 1000 * round + i);
    }
    if (round % 3 == 0 && !open.empty()) {
      table.free(open.front());
      open.erase(open.begin());
    }
  }
}

BOOST_AUTO_TEST_CASE(held_work_counts_until_it_is_closed_and_then_as_done) {
  const auto id = table.open(whole(3, 40));
  table.set_held(id, true);
  table.set_held(id, true);
  BOOST_TEST(progress.bytes.held == 40u);
  BOOST_TEST(progress.items.held == 3u);
  table.close(id);
  BOOST_TEST(progress.bytes.held == 0u);
  BOOST_TEST(progress.items.held == 0u);
  BOOST_TEST(progress.bytes.done == 40u);
  BOOST_TEST(progress.items.done == 3u);
}

BOOST_AUTO_TEST_CASE(slices_count_as_bytes_and_not_as_items) {
  const auto id = table.open(slice(7));
  table.set_held(id, true);
  BOOST_TEST(progress.items.held == 0u);
  table.close(id);
  BOOST_TEST(progress.bytes.done == 7u);
  BOOST_TEST(progress.items.done == 0u);
}

BOOST_AUTO_TEST_CASE(freed_work_is_neither_held_nor_done) {
  const auto id = table.open(slice(7));
  table.set_held(id, true);
  table.free(id);
  BOOST_TEST(progress.bytes.held == 0u);
  BOOST_TEST(progress.bytes.done == 0u);
}

BOOST_AUTO_TEST_CASE(a_guess_that_became_a_chunk_is_held_with_the_weight_of_the_chunk) {
  const auto id = table.open(MapGuess{});
  table.set_held(id, true);
  table.change(id, slice(12));
  BOOST_TEST(progress.bytes.held == 12u);
  BOOST_TEST(std::holds_alternative<MapChunk>(table.at(id)));
  table.close(id);
  BOOST_TEST(progress.bytes.held == 0u);
  BOOST_TEST(progress.bytes.done == 12u);
}

BOOST_AUTO_TEST_SUITE_END()
