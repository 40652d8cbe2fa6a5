// SPDX-License-Identifier: Apache-2.0
#include "scan/words.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(scan_words)

namespace scan = dp::scan;

BOOST_AUTO_TEST_CASE(the_first_byte_is_the_lowest) {
  BOOST_TEST(scan::load8("\x01\x02\x03\x04\x05\x06\x07\x08") == UINT64_C(0x0807060504030201));
  BOOST_TEST(scan::low_bytes(0) == 0u);
  BOOST_TEST(scan::low_bytes(3) == 0xffffffu);
  BOOST_TEST(scan::low_bytes(8) == ~UINT64_C(0));
}

BOOST_AUTO_TEST_CASE(zero_bytes_are_found_whatever_is_next_to_them) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    std::uint64_t word = random() & random();
    std::uint64_t expected = 0;
    for (unsigned k = 0; k < 8; ++k) {
      if (random() % 2 == 0) word &= ~(UINT64_C(0xff) << 8 * k);
      if ((word >> 8 * k & 0xff) == 0) expected |= UINT64_C(0x80) << 8 * k;
    }
    BOOST_REQUIRE(scan::zero_bytes(word) == expected);
  }
}

BOOST_AUTO_TEST_CASE(digits_are_compared_each_with_its_own_limit) {
  BOOST_TEST(scan::at_most(0x0509, 0x0509));
  BOOST_TEST(!scan::at_most(0x0609, 0x0509));
  BOOST_TEST(!scan::at_most(0x050a, 0x0509));
  BOOST_TEST(!scan::at_most(0x8000, 0x7f7f));
  BOOST_TEST(scan::at_most(scan::repeat(9), scan::repeat(9)));
}

BOOST_AUTO_TEST_CASE(eight_digits_are_spelled_as_a_number) {
  std::mt19937 random(4);
  for (int i = 0; i < 1000; ++i) {
    const auto number = static_cast<unsigned>(random() % 100'000'000);
    char text[16];
    std::snprintf(text, sizeof text, "%08u", number);
    BOOST_REQUIRE(scan::spell8(scan::load8(text) ^ scan::repeat('0')) == number);
  }
}

BOOST_AUTO_TEST_SUITE_END()
