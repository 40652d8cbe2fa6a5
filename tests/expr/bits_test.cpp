// SPDX-License-Identifier: Apache-2.0
#include "expr/bits.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(bits)

BOOST_AUTO_TEST_CASE(the_first_bit_is_the_lowest_of_the_first_byte) {
  const std::uint8_t bitmap[] = {0x01, 0x82};
  for (std::size_t at = 0; at < 16; ++at)
    BOOST_TEST(dp::expr::bit_at(bitmap, at) == (at == 0 || at == 9 || at == 15));
}

BOOST_AUTO_TEST_CASE(what_is_put_is_there_and_nothing_after_it_is_touched) {
  std::mt19937 random(1);
  for (std::size_t count = 0; count < 70; ++count) {
    std::vector<std::uint8_t> bitmap(10, 0xff);
    std::vector<bool> expected;
    dp::expr::BitWriter out(bitmap.data(), count);
    for (std::size_t i = 0; i < count; ++i) {
      expected.push_back(random() % 2 == 0);
      out.put(expected.back() ? 1 : 0);
    }
    for (std::size_t i = 0; i < count; ++i)
      BOOST_TEST(dp::expr::bit_at(bitmap.data(), i) == expected[i]);
    for (std::size_t i = (count + 7) / 8; i < bitmap.size(); ++i) BOOST_TEST(bitmap[i] == 0xff);
  }
}

BOOST_AUTO_TEST_SUITE_END()
