// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Sums and means of doubles in integers of any size: slow, and plainly right.

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <vector>

namespace dp::test {

using Integer = boost::multiprecision::cpp_int;
using Doubles = std::vector<double>;

/// The sum of `values`, all finite, in units of 2^-1074.
inline Integer exact_sum_of(const Doubles& values) {
  Integer sum = 0;
  for (const double x : values) {
    int exponent = 0;
    const double fraction = std::frexp(x, &exponent);
    Integer units = static_cast<long long>(std::ldexp(fraction, 53));
    const int shift = exponent - 53 + 1074;
    sum += shift >= 0 ? Integer(units << shift) : Integer(units / (Integer(1) << -shift));
  }
  return sum;
}

/// numerator / denominator, in units of 2^-1074, as the nearest double, ties to even: found by
/// comparing with what lies between.
inline double nearest_double(Integer numerator, const Integer& denominator) {
  const bool negative = numerator < 0;
  if (negative) numerator = -numerator;
  // The spacing of doubles of the quotient's size, in units: a power of two.
  const Integer whole = numerator / denominator;
  const int spacing = whole == 0 ? 0 : std::max(0, static_cast<int>(msb(whole)) - 52);
  const Integer step = denominator << spacing;
  Integer steps = numerator / step;
  const Integer rest = 2 * (numerator % step);
  if (rest > step || (rest == step && steps % 2 == 1)) ++steps;
  const double value = std::ldexp(steps.convert_to<double>(), spacing - 1074);
  return negative ? -value : value;
}

}  // namespace dp::test
