// SPDX-License-Identifier: Apache-2.0
#include <boost/multiprecision/cpp_int.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <dp/detail/wide_int.hpp>
#include <random>

BOOST_AUTO_TEST_SUITE(detail_wide_int)

namespace {

using Integer = boost::multiprecision::cpp_int;
using Wide = dp::detail::WideInt<5>;

constexpr int kRounds = 20'000;

template <std::size_t kWords>
Integer integer_of(const dp::detail::WideInt<kWords>& number) {
  Integer made = 0;
  for (std::size_t i = kWords; i-- > 0;) made = (made << 64) + number.word(i);
  return made;
}

/// A number of up to `bits` bits.
Wide random_wide(std::mt19937_64& random, int bits) {
  Wide made;
  for (auto left = static_cast<int>(random() % static_cast<unsigned>(bits + 1)); left > 0;
       left -= 32) {
    const int some = left < 32 ? left : 32;
    made.multiply(std::uint64_t{1} << some);
    made.add(Wide(random() >> (64 - some)));
  }
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(arithmetic_is_that_of_integers) {
  std::mt19937_64 random(1);
  for (int i = 0; i < kRounds; ++i) {
    const auto a = random_wide(random, 310);
    const auto b = random_wide(random, 310);
    auto sum = a;
    sum.add(b);
    BOOST_REQUIRE(integer_of(sum) == integer_of(a) + integer_of(b));
    auto back = sum;
    back.subtract(b);
    BOOST_REQUIRE((back == a));
    BOOST_REQUIRE(((a < b) == (integer_of(a) < integer_of(b))));
    const auto small = random_wide(random, 240);
    const auto factor = random();
    auto product = small;
    product.multiply(factor);
    BOOST_REQUIRE(integer_of(product) == integer_of(small) * factor);
  }
}

BOOST_AUTO_TEST_CASE(a_quotient_and_what_is_left_make_the_number_again) {
  std::mt19937_64 random(2);
  for (int i = 0; i < kRounds; ++i) {
    const auto number = random_wide(random, 310);
    auto by = random_wide(random, i % 2 == 0 ? 300 : 128);
    if (by.is_zero()) by = Wide(7);
    auto quotient = number;
    const auto rest = quotient.divide(by);
    BOOST_REQUIRE((rest < by));
    BOOST_REQUIRE(integer_of(quotient) * integer_of(by) + integer_of(rest) ==
                  integer_of(number));
    const auto word = random() | 1;
    auto other = number;
    const auto left = other.divide(word);
    BOOST_REQUIRE(integer_of(other) * word + left == integer_of(number));
  }
}

BOOST_AUTO_TEST_CASE(powers_of_ten_are_multiplied_by_in_steps) {
  Integer power = 1;
  for (int i = 0; i <= 72; ++i, power *= 10) {
    Wide number(dp::UInt128{7});
    number.multiply_by_power(i);
    BOOST_TEST(integer_of(number) == 7 * power);
  }
  BOOST_TEST((dp::detail::kPowersOfTen[38] ==
              dp::detail::kPowersOfTen[19] * dp::detail::kPowersOfTen[19]));
}

BOOST_AUTO_TEST_CASE(negative_numbers_are_in_twos_complement) {
  Wide number(dp::UInt128{5});
  number.negate();
  BOOST_TEST(number.is_negative());
  number.add(Wide(dp::UInt128{7}));
  BOOST_TEST((number == Wide(dp::UInt128{2})));
  BOOST_TEST(!number.is_negative());
  Wide zero;
  zero.negate();
  BOOST_TEST(zero.is_zero());
}

BOOST_AUTO_TEST_CASE(width_and_narrowness_are_those_of_the_bits) {
  BOOST_TEST(Wide().width() == 0U);
  BOOST_TEST(Wide(dp::UInt128{1}).width() == 1U);
  Wide number(dp::UInt128{1} << 127);
  BOOST_TEST(number.width() == 128U);
  BOOST_TEST(number.is_narrow());
  number.multiply(2);
  BOOST_TEST(number.width() == 129U);
  BOOST_TEST(!number.is_narrow());
}

BOOST_AUTO_TEST_CASE(a_product_has_all_of_its_bits) {
  std::mt19937_64 random(3);
  for (int i = 0; i < kRounds; ++i) {
    const auto a = random_wide(random, 128);
    const auto b = random_wide(random, 128);
    BOOST_REQUIRE(integer_of(dp::detail::product_of(a.low(), b.low())) ==
                  integer_of(a) * integer_of(b));
  }
}

BOOST_AUTO_TEST_SUITE_END()
