// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <dp/big_number.hpp>
#include <initializer_list>
#include <limits>
#include <random>
#include <vector>

#include "exact_model.hpp"

BOOST_AUTO_TEST_SUITE(big_number)

namespace {

using dp::BigNumber;
using dp::Int128;
using dp::WideSum;
using dp::test::Integer;
using dp::test::nearest_double;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();  // 2^-1074
constexpr std::uint64_t kOdd = (std::uint64_t{1} << 53) + 1;         // of 54 bits

double power(int exponent) { return std::ldexp(1.0, exponent); }

BigNumber number_of(std::initializer_list<std::uint64_t> words, int exponent,
                    bool negative = false) {
  BigNumber made;
  made.negative = negative;
  made.exponent = exponent;
  made.size = words.size();
  std::copy(words.begin(), words.end(), made.words);
  return made;
}

/// A number in units of 2^-1074, of which it must be a multiple.
Integer exact(const BigNumber& number) {
  Integer value = 0;
  for (std::size_t i = number.size; i-- > 0;) value = (value << 64) + number.words[i];
  value <<= number.exponent + 1074;
  return number.negative ? Integer(-value) : value;
}

/// A number of up to `most` words, some of them zero, anywhere in the range of doubles.
BigNumber random_number(std::mt19937_64& random, std::size_t most) {
  BigNumber made;
  made.negative = (random() & 1) != 0;
  made.size = 1 + random() % most;
  for (std::size_t i = 0; i < made.size; ++i)
    made.words[i] = random() % 4 == 0 ? 0 : random() >> random() % 64;
  const int room = 1100 - 64 * static_cast<int>(made.size);
  made.exponent = std::uniform_int_distribution<int>(-1074, room)(random);
  return made;
}

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_integer_becomes_a_sign_and_its_magnitude) {
  const auto one = BigNumber::of(-1, 7);
  BOOST_TEST(one.negative);
  BOOST_TEST(one.exponent == 7);
  BOOST_TEST(one.size == 2U);
  BOOST_TEST(one.words[0] == 1U);
  BOOST_TEST(one.words[1] == 0U);
  const auto least = BigNumber::of(static_cast<Int128>(1) << 126 << 1);
  BOOST_TEST(least.negative);
  BOOST_TEST(least.words[0] == 0U);
  BOOST_TEST(least.words[1] == std::uint64_t{1} << 63);
  BOOST_TEST(least.rounded() == -power(127));
}

BOOST_AUTO_TEST_CASE(zero_is_positive_however_it_is_written) {
  for (const auto& zero :
       {BigNumber::of(0), number_of({}, 0, true), number_of({0, 0, 0}, 5, true)}) {
    BOOST_TEST(same(zero.rounded(), 0.0));
    BOOST_TEST(same(zero.divided(3), 0.0));
  }
}

BOOST_AUTO_TEST_CASE(rounding_is_to_the_nearest_and_from_the_middle_to_even) {
  BOOST_TEST(BigNumber::of(kOdd).rounded() == power(53));
  BOOST_TEST(BigNumber::of(-Int128{kOdd}).rounded() == -power(53));
  BOOST_TEST(BigNumber::of(kOdd + 2).rounded() == power(53) + 4);
  BOOST_TEST(BigNumber::of(kOdd, 10).rounded() == power(63));
}

BOOST_AUTO_TEST_CASE(the_lowest_bit_of_all_words_decides_past_the_middle) {
  BOOST_TEST(number_of({0, 0, 0, kOdd}, -192).rounded() == power(53));
  BOOST_TEST(number_of({1, 0, 0, kOdd}, -192).rounded() == power(53) + 2);
  BOOST_TEST(number_of({0, 1, 0, kOdd}, -192).rounded() == power(53) + 2);
  BOOST_TEST(number_of({0, 0, 1, kOdd}, -192).rounded() == power(53) + 2);
  BOOST_TEST(number_of({1, 0, 0, kOdd}, -192, true).rounded() == -power(53) - 2);
}

BOOST_AUTO_TEST_CASE(high_words_of_zero_are_no_part_of_a_number) {
  BOOST_TEST(number_of({6, 0, 0, 0}, -1).rounded() == 3.0);
  BOOST_TEST(number_of({6, 0, 0, 0}, -1).divided(2) == 1.5);
}

BOOST_AUTO_TEST_CASE(what_rounds_past_the_largest_double_is_infinite) {
  BOOST_TEST(BigNumber::of(1, 1023).rounded() == power(1023));
  BOOST_TEST(BigNumber::of(1, 1024).rounded() == kInfinity);
  BOOST_TEST(BigNumber::of(-1, 1024).rounded() == -kInfinity);
  // The largest double is 2^1024 - 2^971.
  const Int128 top = Int128{1} << 55;
  BOOST_TEST(BigNumber::of(top - 4, 969).rounded() == kMax);
  BOOST_TEST(BigNumber::of(top - 3, 969).rounded() == kMax);
  BOOST_TEST(BigNumber::of(top - 2, 969).rounded() == kInfinity);  // the middle: to even
  BOOST_TEST(BigNumber::of(1, 1026).divided(8) == power(1023));
}

BOOST_AUTO_TEST_CASE(subnormals_round_once_too) {
  BOOST_TEST(BigNumber::of(1, -1074).rounded() == kTiny);
  BOOST_TEST(BigNumber::of(3, -1076).rounded() == kTiny);
  BOOST_TEST(BigNumber::of(3, -1075).rounded() == 2 * kTiny);
  BOOST_TEST(same(BigNumber::of(1, -1075).rounded(), 0.0));
  BOOST_TEST(BigNumber::of((Int128{1} << 64) + 1, -1139).rounded() == kTiny);
  BOOST_TEST(same(BigNumber::of(-1, -1076).rounded(), -0.0));
  BOOST_TEST(same(BigNumber::of(-1, -1300).rounded(), -0.0));
  // The middle between the largest subnormal and the least normal number.
  BOOST_TEST(BigNumber::of((Int128{1} << 53) - 1, -1075).rounded() == power(-1022));
}

BOOST_AUTO_TEST_CASE(a_quotient_is_rounded_once) {
  BOOST_TEST(BigNumber::of(1).divided(3) == 1.0 / 3.0);
  BOOST_TEST(BigNumber::of(-10).divided(4) == -2.5);
  BOOST_TEST(BigNumber::of(kOdd).divided(1) == power(53));
  // 2^53 + 1 and a ninth: what is left of the division lies below all words.
  BOOST_TEST(BigNumber::of(Int128{kOdd} * 9 + 1).divided(9) == power(53) + 2);
  BOOST_TEST(BigNumber::of(Int128{kOdd} * 9 - 1).divided(9) == power(53));
  BOOST_TEST(BigNumber::of(1, -1074).divided(2) == 0.0);
  BOOST_TEST(BigNumber::of(3, -1074).divided(2) == 2 * kTiny);
  const auto most = std::numeric_limits<std::uint64_t>::max();
  BOOST_TEST(BigNumber::of(most).divided(most) == 1.0);
}

BOOST_AUTO_TEST_CASE(random_numbers_round_as_whole_arithmetic_does) {
  std::mt19937_64 random(21);
  for (int i = 0; i < 5000; ++i) {
    const auto number = random_number(random, 6);
    const std::uint64_t divisor = 1 + (random() >> random() % 64 >> 1);
    BOOST_TEST(number.rounded() == nearest_double(exact(number), 1));
    BOOST_TEST(number.divided(divisor) == nearest_double(exact(number), Integer(divisor)));
  }
}

BOOST_AUTO_TEST_CASE(a_wide_sum_carries_and_borrows_through_all_its_words) {
  WideSum sum;
  BOOST_TEST((exact(sum.number()) == 0));
  sum.add(-1, -1074);
  BOOST_TEST(sum.number().negative);
  BOOST_TEST((exact(sum.number()) == -1));
  sum.add(1, 1000);
  BOOST_TEST(!sum.number().negative);
  BOOST_TEST((exact(sum.number()) == (Integer(1) << 2074) - 1));
  sum.add(1, -1074);
  BOOST_TEST(sum.number().rounded() == power(1000));
  sum.add(-2, 1000);
  BOOST_TEST(sum.number().rounded() == -power(1000));
  sum.add(1, 1000);
  BOOST_TEST((exact(sum.number()) == 0));
}

BOOST_AUTO_TEST_CASE(a_wide_sum_takes_the_least_integer_and_multiples_below_its_lowest_place) {
  WideSum sum;
  sum.add(static_cast<Int128>(1) << 126 << 1, 0);  // -2^127
  BOOST_TEST((exact(sum.number()) == Integer(-(Integer(1) << (127 + 1074)))));
  WideSum low;
  low.add(12, -1076);
  low.add(-4, -1075);
  BOOST_TEST((exact(low.number()) == 1));
}

BOOST_AUTO_TEST_CASE(wide_sums_are_exact_in_any_order_and_split) {
  std::mt19937_64 random(22);
  std::vector<BigNumber> numbers;
  Integer expected = 0;
  for (int i = 0; i < 300; ++i) {
    numbers.push_back(random_number(random, 3));
    expected += exact(numbers.back());
  }
  for (int round = 0; round < 20; ++round) {
    std::shuffle(numbers.begin(), numbers.end(), random);
    WideSum parts[3];
    for (std::size_t i = 0; i < numbers.size(); ++i) parts[random() % 3].add(numbers[i]);
    parts[0].add(parts[1]);
    parts[0].add(parts[2].number());
    BOOST_TEST((exact(parts[0].number()) == expected));
  }
}

BOOST_AUTO_TEST_SUITE_END()
