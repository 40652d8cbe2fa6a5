// SPDX-License-Identifier: Apache-2.0
#include "run/map/chunker.hpp"

#include <boost/test/unit_test.hpp>

#include "input/line_slicer.hpp"

BOOST_AUTO_TEST_SUITE(map_chunker)

namespace {

using dp::input::Items;
using dp::pipeline::Chunksize;
using dp::protocol::Intake;
using dp::protocol::kWholeItem;
using dp::run::Chunk;
using dp::run::Chunker;

Items items_of(const std::vector<std::uint64_t>& sizes) {
  Items items;
  for (const auto size : sizes) {
    items.list.emplace_back();
    items.list.back().stamp.size = size;
    items.bytes += size;
  }
  return items;
}

std::vector<Chunk> all(Chunker chunker) {
  std::vector<Chunk> chunks;
  while (auto chunk = chunker.next()) chunks.push_back(std::get<Chunk>(*chunk));
  return chunks;
}

/// That the chunks cover every byte of every item once, in order.
void check_cover(const Items& items, const std::vector<Chunk>& chunks) {
  std::uint64_t item = 0;
  std::uint64_t at = 0;
  std::uint64_t weight = 0;
  for (const auto& chunk : chunks) {
    BOOST_TEST(chunk.first == item);
    weight += chunk.weight;
    if (chunk.end == kWholeItem) {
      BOOST_TEST(at == 0u);
      item += chunk.items;
      continue;
    }
    BOOST_TEST(chunk.begin == at);
    BOOST_TEST(chunk.end > chunk.begin);
    at = chunk.end;
    if (at == items.list[item].stamp.size) {
      ++item;
      at = 0;
    }
  }
  BOOST_TEST(item == items.list.size());
  BOOST_TEST(weight == items.bytes);
}

}  // namespace

BOOST_AUTO_TEST_CASE(chunks_cover_every_byte_once_for_any_chunksize) {
  const auto items = items_of({0, 1, 100, 5'000'000, 3, 0, 700'000, 12'345'678});
  for (const auto unit :
       {Chunksize::Unit::automatic, Chunksize::Unit::bytes, Chunksize::Unit::items})
    for (const std::uint64_t count : {1u, 2u, 64u, 4096u, 100'000'000u})
      for (const unsigned workers : {1u, 2u, 16u}) {
        if (unit == Chunksize::Unit::bytes && count < 64) continue;
        check_cover(items, all(Chunker(items, Intake::lines, {unit, count}, workers)));
      }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_cut_travels_whole) {
  auto items = items_of({10'000'000, 10'000'000});
  items.list[0].compression = dp::protocol::Compression::gzip;
  const auto chunks = all(Chunker(items, Intake::lines, {}, 2));
  BOOST_TEST(chunks.front().end == kWholeItem);
  BOOST_TEST(chunks.size() > 2u);
  for (const auto& chunk : all(Chunker(items, Intake::whole, {}, 2)))
    BOOST_TEST(chunk.end == kWholeItem);
}

BOOST_AUTO_TEST_CASE(an_item_that_its_reader_alone_can_cut_is_handed_out_to_be_cut) {
  const auto items = items_of({100, 10'000'000, 200});
  Chunker chunker(items, Intake::records, {}, 2);
  BOOST_TEST(std::get<Chunk>(chunker.next().value()).items == 1u);
  const auto item = std::get<dp::run::ItemToCut>(chunker.next().value());
  BOOST_TEST(item.item == 1u);
  BOOST_TEST(item.size == 10'000'000u);
  BOOST_TEST(item.slice_bytes >= 256u << 10);
  BOOST_TEST(std::get<Chunk>(chunker.next().value()).first == 2u);
  BOOST_TEST(!chunker.next());
}

BOOST_AUTO_TEST_CASE(slices_shrink_toward_the_end) {
  const auto items = items_of({40'000'000});
  const auto chunks = all(Chunker(items, Intake::lines, {}, 2));
  BOOST_TEST(chunks.front().weight == 2u << 20);
  BOOST_TEST(chunks.back().weight <= 256u << 10);
}

BOOST_AUTO_TEST_CASE(numbers_come_in_runs_of_the_chunksize) {
  Items items;
  items.range = 10;
  const auto chunks = all(Chunker(items, Intake::range, {Chunksize::Unit::items, 4}, 2));
  BOOST_REQUIRE(chunks.size() == 3u);
  BOOST_TEST(chunks[1].first == 4u);
  BOOST_TEST(chunks[2].items == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
