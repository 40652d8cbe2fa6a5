// SPDX-License-Identifier: Apache-2.0
#include "run/map/unread_items.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "protocol/reject.hpp"

BOOST_AUTO_TEST_SUITE(map_unread_items)

namespace {

using namespace dp::run;
using List = std::vector<std::pair<std::uint64_t, bool>>;

Chunk slice(std::uint64_t item, std::uint64_t begin) {
  Chunk chunk;
  chunk.first = item;
  chunk.begin = begin;
  chunk.end = begin + 10;
  return chunk;
}
Chunk whole(std::uint64_t first, std::uint64_t items) {
  Chunk chunk;
  chunk.first = first;
  chunk.items = items;
  chunk.end = dp::protocol::kWholeItem;
  return chunk;
}
dp::protocol::Counts records(std::uint64_t count) {
  dp::protocol::Counts counts;
  counts.records = count;
  return counts;
}
std::string rejects(std::uint64_t item, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) dp::protocol::append_reject(bytes, {item, 0, "raw", "why"});
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_item_of_which_all_or_nearly_all_is_rejected_is_found) {
  UnreadItems unread;
  unread.add(slice(3, 0), records(0), rejects(3, 40));
  unread.add(slice(1, 0), records(1), rejects(1, 10));
  unread.add(slice(1, 10), records(0), rejects(1, 9));
  unread.add(slice(2, 0), records(1), rejects(2, 18));
  BOOST_TEST((unread.list() == List{{1, false}, {3, true}}));
}

BOOST_AUTO_TEST_CASE(an_item_with_a_part_that_has_no_rejects_was_read) {
  UnreadItems unread;
  unread.add(slice(0, 0), records(0), rejects(0, 40));
  unread.add(slice(0, 10), records(5), {});
  unread.add(slice(1, 0), records(0), rejects(1, 40));
  unread.add_read(slice(1, 10));
  BOOST_TEST(unread.list().empty());
}

BOOST_AUTO_TEST_CASE(
    of_items_that_travel_together_those_with_rejects_are_found_if_nothing_was_read) {
  UnreadItems unread;
  unread.add(whole(4, 3), records(0), rejects(4, 1) + rejects(6, 2));
  unread.add(whole(7, 3), records(2), rejects(8, 2));
  unread.add_read(whole(10, 100));
  BOOST_TEST((unread.list() == List{{4, true}, {6, true}}));
}

BOOST_AUTO_TEST_SUITE_END()
