// SPDX-License-Identifier: Apache-2.0
#include "group/slots.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(group_slots)

namespace {
using dp::group::Slots;

std::vector<std::uint64_t> held(const Slots& slots) {
  std::vector<std::uint64_t> out;
  for (std::size_t i = 0; i < slots.count(); ++i)
    if (slots.all()[i] != 0) out.push_back(slots.all()[i]);
  std::sort(out.begin(), out.end());
  return out;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_slot_is_a_tag_over_the_number_of_an_entry) {
  BOOST_TEST(Slots::slot(UINT64_C(0x1234567890abcdef), 6) == UINT64_C(0x1234567800000007));
}

BOOST_AUTO_TEST_CASE(slots_lie_where_their_hashes_belong_or_next_to_that) {
  Slots slots;
  const std::uint64_t hash = UINT64_C(0xff00'0000'0000'0000);
  BOOST_TEST(slots.home(hash) == slots.count() - 1);
  slots.insert(Slots::slot(hash, 0));
  // Over the end it goes on at the beginning.
  BOOST_TEST(slots.place_for(hash) == 0u);
  slots.insert(Slots::slot(hash, 1));
  BOOST_TEST(slots.place_for(hash) == 1u);
}

BOOST_AUTO_TEST_CASE(growing_and_clearing_keep_or_drop_all_slots) {
  Slots slots;
  std::mt19937_64 random(6);
  std::vector<std::uint64_t> expected;
  for (std::uint32_t entry = 0; entry < 5000; ++entry) {
    if (slots.is_full(entry + 1)) slots.grow();
    expected.push_back(Slots::slot(random(), entry));
    slots.insert(expected.back());
  }
  std::sort(expected.begin(), expected.end());
  BOOST_TEST((held(slots) == expected));
  BOOST_TEST(slots.count() == 8192u);
  slots.clear();
  BOOST_TEST(held(slots).empty());
  BOOST_TEST(slots.count() == 8192u);
  slots.shrink();
  BOOST_TEST(slots.count() == 256u);
}

BOOST_AUTO_TEST_SUITE_END()
