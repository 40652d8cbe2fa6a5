// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <dp/detail/decimal_inline.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(detail_decimal_inline)

// What decimals come to is in decimal_test.cpp.
namespace {

using dp::UInt128;
using dp::decimal::Rounding;
using dp::detail::WideInt;

WideInt<8> wide(std::uint64_t number, int power) {
  WideInt<8> made(UInt128{number});
  made.multiply_by_power(power);
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(zeros_are_dropped_as_far_as_allowed) {
  for (int zeros = 0; zeros <= 36; ++zeros)
    for (int most = 0; most <= 36; ++most) {
      UInt128 number = dp::detail::power_of_ten(zeros);
      const int dropped = dp::detail::drop_zeros(number, most);
      BOOST_REQUIRE(dropped == std::min(zeros, most));
      BOOST_REQUIRE((number == dp::detail::power_of_ten(zeros - dropped)));
    }
  UInt128 none = 0;
  BOOST_TEST(dp::detail::drop_zeros(none, 5) == 5);
  UInt128 odd = 1030;
  BOOST_TEST(dp::detail::drop_zeros(odd, -1) == 0);
}

BOOST_AUTO_TEST_CASE(a_number_is_cut_to_36_digits_and_the_rest_is_known) {
  auto cut = dp::detail::cut(wide(12345, 0), true, -1);
  BOOST_TEST((cut.number == 12345 && cut.digits == 0 && cut.exact));
  cut = dp::detail::cut(wide(12345, 40), true, -1);
  BOOST_TEST((cut.number == 12345 * dp::detail::power_of_ten(31) && cut.digits == 9));
  BOOST_TEST(cut.exact);
  auto number = wide(1, 100);
  number.add(wide(5, 64));  // half of the last place that stays
  cut = dp::detail::cut(number, true, -1);
  BOOST_TEST((cut.number == dp::detail::power_of_ten(35) && cut.digits == 65));
  BOOST_TEST((cut.half == 0 && !cut.exact));
  number.add(wide(1, 0));
  BOOST_TEST(dp::detail::cut(number, true, -1).half == 1);
  number = wide(1, 100);
  number.add(wide(4, 64));
  BOOST_TEST(dp::detail::cut(number, true, -1).half == -1);
  // A half beside a fraction that is cut off already is more than a half.
  number = wide(1, 100);
  number.add(wide(5, 64));
  BOOST_TEST(dp::detail::cut(number, false, -1).half == 1);
}

BOOST_AUTO_TEST_CASE(what_goes_up_is_as_the_rounding_says) {
  using dp::detail::goes_up;
  BOOST_TEST(!goes_up(Rounding::up, false, true, true, -1));
  BOOST_TEST(goes_up(Rounding::up, false, true, false, -1));
  BOOST_TEST(!goes_up(Rounding::up, true, true, false, 1));
  BOOST_TEST(goes_up(Rounding::down, true, false, false, -1));
  BOOST_TEST(goes_up(Rounding::half_even, false, true, false, 0));
  BOOST_TEST(!goes_up(Rounding::half_even, false, false, false, 0));
  BOOST_TEST(goes_up(Rounding::half_away, false, false, false, 0));
  BOOST_TEST(!goes_up(Rounding::to_zero, false, true, false, 1));
}

BOOST_AUTO_TEST_CASE(an_exponent_is_read_whole_or_not_at_all) {
  int exponent = 0;
  BOOST_TEST((dp::detail::read_exponent("e-12", exponent) && exponent == -12));
  BOOST_TEST((dp::detail::read_exponent("E+3", exponent) && exponent == 3));
  BOOST_TEST((dp::detail::read_exponent("", exponent) && exponent == 0));
  BOOST_TEST((dp::detail::read_exponent("e99999999999", exponent) && exponent > 1000));
  for (const char* text : {"e", "e+", "x1", "e1x"})
    BOOST_TEST(!dp::detail::read_exponent(text, exponent), text);
}

BOOST_AUTO_TEST_SUITE_END()
