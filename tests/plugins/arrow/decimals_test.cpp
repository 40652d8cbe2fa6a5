// SPDX-License-Identifier: Apache-2.0
#include "arrow/decimals.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(arrow_decimals)

namespace {

using dp::Decimal;
using dp::arrow::Digits;
using dp::arrow::put_decimal;

Decimal of(const std::string& text) { return Decimal::parse(text).value(); }

int scale_of(const std::vector<std::string>& texts) {
  Digits digits;
  for (const auto& text : texts) digits.add(of(text));
  return digits.scale();
}

/// The number that stands for a decimal, as its low 64 bits.
std::int64_t low_of(const std::string& text, int scale) {
  char bytes[16];
  BOOST_REQUIRE(put_decimal(bytes, of(text), scale));
  std::int64_t low = 0, high = 0;
  std::memcpy(&low, bytes, 8);
  std::memcpy(&high, bytes + 8, 8);
  BOOST_TEST(high == (low < 0 ? -1 : 0));
  return low;
}

bool fits(const std::string& text, int scale) {
  char bytes[16];
  return put_decimal(bytes, of(text), scale);
}

const std::string kLong(36, '9');

}  // namespace

BOOST_AUTO_TEST_CASE(a_column_has_the_digits_of_its_longest_fraction) {
  BOOST_TEST(scale_of({}) == 0);
  BOOST_TEST(scale_of({"1", "-2"}) == 0);
  BOOST_TEST(scale_of({"1.10", "7", "0.5"}) == 2);
  BOOST_TEST(scale_of({"0." + std::string(35, '0') + "1", "10"}) == 36);
}

BOOST_AUTO_TEST_CASE(zeros_at_the_end_make_room_for_what_has_none) {
  BOOST_TEST(scale_of({kLong, "1.10"}) == 2);
  BOOST_TEST(scale_of({kLong, "1.250"}) == 2);
  BOOST_TEST(scale_of({kLong, "1.000"}) == 0);
}

BOOST_AUTO_TEST_CASE(a_decimal_is_a_number_of_the_last_digit) {
  BOOST_TEST(low_of("1.1", 3) == 1100);
  BOOST_TEST(low_of("-2.345", 3) == -2345);
  BOOST_TEST(low_of("0.000", 0) == 0);
  BOOST_TEST(low_of("1.100", 1) == 11);
}

BOOST_AUTO_TEST_CASE(no_digit_is_dropped_and_none_beyond_38_is_written) {
  BOOST_TEST(!fits("1.11", 1));
  BOOST_TEST(fits(kLong, 2));
  BOOST_TEST(!fits(kLong, 3));
  BOOST_TEST(!fits("-" + kLong, 36));
  BOOST_TEST(fits("0", 36));
  BOOST_TEST(fits("99.99", 36));
  BOOST_TEST(!fits("100", 36));
}

BOOST_AUTO_TEST_SUITE_END()
