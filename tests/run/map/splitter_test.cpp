// SPDX-License-Identifier: Apache-2.0
#include "run/map/splitter.hpp"

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(map_splitter)

namespace {

namespace data = boost::unit_test::data;
using dp::input::Items;
using dp::protocol::Intake;
using dp::run::Chunk;
using dp::run::Splitter;

constexpr std::uint64_t kSize = 5 << 20;

Items some_items(std::size_t count) {
  Items items;
  items.list.resize(count);
  for (auto& item : items.list) item.stamp.size = kSize;
  return items;
}

Chunk whole_items(std::uint64_t first, std::uint64_t items) {
  Chunk chunk;
  chunk.first = first;
  chunk.items = items;
  chunk.end = dp::protocol::kWholeItem;
  chunk.weight = items * kSize;
  return chunk;
}

Chunk slice(std::uint64_t begin, std::uint64_t end) {
  Chunk chunk;
  chunk.first = 1;
  chunk.begin = begin;
  chunk.end = end;
  chunk.weight = end - begin;
  return chunk;
}

/// The pieces follow each other, from the chunk's beginning to its end, with all its weight.
void check_cover(const Chunk& chunk, const std::vector<Chunk>& pieces) {
  const bool part = dp::run::is_slice(chunk);
  auto at = part ? chunk.begin : chunk.first;
  std::uint64_t weight = 0;
  for (const auto& piece : pieces) {
    BOOST_TEST((part ? piece.begin : piece.first) == at);
    at = part ? piece.end : piece.first + piece.items;
    weight += piece.weight;
  }
  BOOST_TEST(at == (part ? chunk.end : chunk.first + chunk.items));
  BOOST_TEST(weight == chunk.weight);
}

}  // namespace

BOOST_DATA_TEST_CASE(items_are_split_around_the_one_to_blame, data::xrange(9U), item) {
  const auto items = some_items(8);
  const Splitter splitter(Intake::files, items);
  const auto chunk = whole_items(2, 5);
  const auto pieces = splitter.around_item(chunk, item);
  check_cover(chunk, pieces);
  // A worker whose memory is spoiled may name an item behind the last one.
  const auto blamed = 2 + std::min(item, 4U);
  BOOST_TEST(std::count_if(pieces.begin(), pieces.end(), [&](const Chunk& piece) {
               return piece.first == blamed && piece.items == 1;
             }) == 1);
}

BOOST_AUTO_TEST_CASE(numbers_of_a_batch_that_killed_are_done_one_at_a_time) {
  const Items none;
  const Splitter splitter(Intake::range, none);
  auto chunk = whole_items(100, 5000);
  chunk.weight = 0;
  const auto pieces = splitter.around_item(chunk, 2048);
  check_cover(chunk, pieces);
  BOOST_REQUIRE(pieces.size() == 3U);
  BOOST_TEST((!pieces[0].careful && pieces[1].careful && !pieces[2].careful));
  BOOST_TEST(pieces[1].first == 2148U);
  BOOST_TEST(pieces[1].items == 1024U);
}

BOOST_AUTO_TEST_CASE(an_item_that_was_rejected_is_left_out) {
  const Items none;
  const Splitter splitter(Intake::range, none);
  auto chunk = whole_items(100, 10);
  chunk.careful = true;
  const auto pieces = splitter.without_item(chunk, 3);
  BOOST_REQUIRE(pieces.size() == 2U);
  BOOST_TEST((pieces[0].first == 100U && pieces[0].items == 3U && pieces[0].careful));
  BOOST_TEST((pieces[1].first == 104U && pieces[1].items == 6U && pieces[1].careful));
  BOOST_TEST(splitter.without_item(chunk, 0).size() == 1U);
  BOOST_TEST(splitter.without_item(chunk, 9).size() == 1U);
  BOOST_TEST(splitter.without_item(whole_items(7, 1), 0).empty());
}

BOOST_AUTO_TEST_CASE(items_are_split_one_by_one_and_in_halves) {
  const auto items = some_items(8);
  const Splitter splitter(Intake::whole, items);
  const auto chunk = whole_items(2, 5);
  BOOST_TEST(splitter.by_item(chunk).size() == 5U);
  check_cover(chunk, splitter.by_item(chunk));
  BOOST_TEST(splitter.in_halves(chunk).size() == 2U);
  check_cover(chunk, splitter.in_halves(chunk));
  const auto one = whole_items(3, 1);
  BOOST_TEST(splitter.in_halves(one).size() == 1U);
  check_cover(one, splitter.in_halves(one));
}

BOOST_AUTO_TEST_CASE(slices_of_lines_are_halved_as_long_as_it_pays) {
  const auto items = some_items(2);
  const Splitter splitter(Intake::lines, items);
  const auto large = slice(1000, 1 << 20);
  BOOST_TEST(splitter.in_halves(large).size() == 2U);
  check_cover(large, splitter.in_halves(large));
  const auto small = slice(1000, 20'000);
  BOOST_TEST(splitter.in_halves(small).size() == 1U);
  check_cover(small, splitter.in_halves(small));
}

BOOST_DATA_TEST_CASE(lines_near_a_death_are_done_carefully,
                     data::make({0U, 1000U, 1001U, 500'000U, 2'000'000U, 9'000'000U}), place) {
  const auto items = some_items(2);
  const Splitter splitter(Intake::lines, items);
  const auto chunk = slice(1000, 2'000'000);
  const auto pieces = splitter.around(chunk, place);
  check_cover(chunk, pieces);
  const std::uint64_t held = std::clamp<std::uint64_t>(place, chunk.begin, chunk.end);
  for (const auto& piece : pieces)
    BOOST_TEST(piece.careful == (piece.begin == held && held < chunk.end));
}

BOOST_AUTO_TEST_CASE(records_are_done_carefully_from_the_beginning_of_the_chunk) {
  const auto items = some_items(2);
  const Splitter splitter(Intake::records, items);
  const auto chunk = slice(1000, 2'000'000);
  const auto pieces = splitter.around(chunk, 700'000);
  BOOST_REQUIRE(pieces.size() == 1U);
  check_cover(chunk, pieces);
  BOOST_TEST(pieces[0].careful);
  BOOST_TEST(pieces[0].exact);
  BOOST_TEST(pieces[0].careful_end > 700'000U);
  BOOST_TEST(pieces[0].careful_end < 2'000'000U);
}

BOOST_AUTO_TEST_CASE(a_line_set_aside_is_left_out) {
  const auto items = some_items(2);
  const Splitter splitter(Intake::lines, items);
  const auto chunk = slice(1000, 2000);
  const auto pieces = splitter.without(chunk, 1500, false);
  BOOST_REQUIRE(pieces.size() == 2U);
  BOOST_TEST(pieces[0].end == 1500U);
  // From any byte of the line but its first on, the next line is found.
  BOOST_TEST(pieces[1].begin == 1501U);
  BOOST_TEST(pieces[1].end == 2000U);
  BOOST_TEST(pieces[0].weight + pieces[1].weight == chunk.weight);
  BOOST_TEST(splitter.without(slice(1999, 2000), 1999, false).empty());
}

BOOST_AUTO_TEST_CASE(a_record_set_aside_is_passed_over) {
  const auto items = some_items(2);
  const Splitter splitter(Intake::records, items);
  const auto pieces = splitter.without(slice(1000, 2000), 1000, false);
  BOOST_REQUIRE(pieces.size() == 1U);
  BOOST_TEST(pieces[0].begin == 1001U);
  BOOST_TEST(dp::run::read_from(pieces[0]) == 1000U);
  BOOST_TEST(pieces[0].past_first);
  BOOST_TEST(pieces[0].exact);
}

BOOST_AUTO_TEST_CASE(a_record_that_is_to_be_alone_is_a_piece_of_its_own) {
  const auto items = some_items(2);
  for (const auto intake : {Intake::records, Intake::lines}) {
    const Splitter splitter(intake, items);
    const auto pieces = splitter.with_record_alone(slice(1000, 2000), 1500);
    BOOST_REQUIRE(pieces.size() == 3U);
    BOOST_TEST((pieces[0].begin == 1000U && pieces[0].end == 1500U));
    BOOST_TEST((pieces[1].begin == 1500U && pieces[1].end == 1501U));
    BOOST_TEST((pieces[1].fresh && pieces[1].careful && pieces[1].exact));
    BOOST_TEST((pieces[2].begin == 1501U && pieces[2].end == 2000U));
    BOOST_TEST((pieces[2].past_first == (intake == Intake::records)));
  }
}

BOOST_AUTO_TEST_CASE(an_item_that_is_to_be_alone_is_a_piece_of_its_own) {
  const auto items = some_items(5);
  const Splitter splitter(Intake::files, items);
  Chunk chunk;
  chunk.items = 5;
  chunk.end = dp::protocol::kWholeItem;
  for (const std::uint64_t item : {0U, 2U, 4U, 7U}) {
    const auto pieces = splitter.with_item_alone(chunk, item);
    std::uint64_t next = 0;
    for (const auto& piece : pieces) {
      BOOST_TEST(piece.first == next);
      next += piece.items;
      BOOST_TEST(piece.fresh == (piece.first == std::min<std::uint64_t>(item, 4)));
      if (piece.fresh) BOOST_TEST(piece.items == 1U);
    }
    BOOST_TEST(next == 5U);
  }
}

BOOST_AUTO_TEST_CASE(behind_a_record_that_cannot_be_passed_over_the_reader_guesses) {
  const auto items = some_items(2);
  const Splitter splitter(Intake::records, items);
  const auto pieces = splitter.without(slice(1000, 2000), 1000, true);
  BOOST_REQUIRE(pieces.size() == 1U);
  BOOST_TEST(pieces[0].begin == 1001U);
  BOOST_TEST(!pieces[0].past_first);
  BOOST_TEST(!pieces[0].exact);
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind_the_end_of_the_item) {
  const auto items = some_items(2);
  const Splitter splitter(Intake::lines, items);
  BOOST_TEST(splitter.without(slice(kSize - 1, kSize + 100), kSize - 1, false).empty());
}

BOOST_AUTO_TEST_CASE(a_slice_is_divided_at_a_mark) {
  const auto items = some_items(2);
  auto chunk = slice(100, 900);
  chunk.past_first = true;
  const auto [before, after] = Splitter(Intake::records, items).divide(chunk, {0, 300});
  BOOST_REQUIRE((before.size() == 1U && after.size() == 1U));
  check_cover(chunk, {before[0], after[0]});
  BOOST_TEST(before[0].past_first);
  BOOST_TEST(!after[0].past_first);
  BOOST_TEST(after[0].begin == 300U);
}

BOOST_AUTO_TEST_CASE(whole_items_are_divided_at_an_item_or_within_one) {
  const auto items = some_items(5);
  const Splitter splitter(Intake::lines, items);
  const auto chunk = whole_items(1, 4);
  const auto between = splitter.divide(chunk, {2, 0});
  BOOST_TEST((between.first == std::vector{whole_items(1, 2)}));
  BOOST_TEST((between.second == std::vector{whole_items(3, 2)}));
  const auto [before, after] = splitter.divide(chunk, {2, 50});
  BOOST_REQUIRE((before.size() == 2U && after.size() == 2U));
  BOOST_TEST((before[0] == whole_items(1, 2)));
  BOOST_TEST(before[1].first == 3U);
  BOOST_TEST(before[1].end == 50U);
  BOOST_TEST(after[0].first == 3U);
  BOOST_TEST(after[0].begin == 50U);
  BOOST_TEST(after[0].end == dp::protocol::kWholeItem);
  BOOST_TEST((after[1] == whole_items(4, 1)));
  BOOST_TEST(before[0].weight + before[1].weight + after[0].weight + after[1].weight ==
             chunk.weight);
}

BOOST_AUTO_TEST_CASE(numbers_are_divided_at_a_number) {
  Chunk chunk = whole_items(10, 100);
  chunk.weight = 0;
  const auto [before, after] = Splitter(Intake::range, {}).divide(chunk, {40, 0});
  BOOST_REQUIRE((before.size() == 1U && after.size() == 1U));
  BOOST_TEST(before[0].items == 40U);
  BOOST_TEST(after[0].first == 50U);
  BOOST_TEST(after[0].items == 60U);
}

BOOST_AUTO_TEST_CASE(a_mark_lies_in_its_chunk_and_after_the_last_one) {
  const auto is_mark = &Splitter::is_mark;
  const auto part = slice(100, 900);
  BOOST_TEST(is_mark(part, {0, 101}, {}));
  BOOST_TEST(!is_mark(part, {0, 100}, {}));
  BOOST_TEST(!is_mark(part, {0, 900}, {}));
  BOOST_TEST(!is_mark(part, {1, 0}, {}));
  BOOST_TEST(!is_mark(part, {0, 300}, dp::protocol::Mark{0, 300}));
  const auto whole = whole_items(1, 4);
  BOOST_TEST(is_mark(whole, {3, 7}, dp::protocol::Mark{3, 0}));
  BOOST_TEST(!is_mark(whole, {0, 0}, {}));
  BOOST_TEST(!is_mark(whole, {2, 9}, dp::protocol::Mark{3, 0}));
  BOOST_TEST(!is_mark(whole, {4, 0}, {}));
}

BOOST_AUTO_TEST_SUITE_END()
