// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <dp/exact_sum.hpp>
#include <limits>
#include <random>
#include <vector>

#include "exact_model.hpp"

BOOST_AUTO_TEST_SUITE(exact_sum)

namespace data = boost::unit_test::data;

namespace {

using dp::test::Doubles;
using dp::test::exact_sum_of;
using dp::test::Integer;
using dp::test::nearest_double;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();

double model(const Doubles& values) { return nearest_double(exact_sum_of(values), 1); }
double model_mean(const Doubles& values) {
  return nearest_double(exact_sum_of(values), Integer(values.size()));
}

dp::ExactSum sum_of(const Doubles& values) {
  dp::ExactSum sum;
  for (const double x : values) sum.add(x);
  return sum;
}

std::string saved(const dp::ExactSum& sum) {
  std::string bytes;
  sum.save(bytes);
  return bytes;
}

bool same(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a + 0.0) == std::bit_cast<std::uint64_t>(b + 0.0);
}

/// Random doubles with exponents from `low` to `high` and signs at random.
Doubles random_doubles(std::mt19937_64& random, std::size_t count, int low, int high) {
  std::uniform_int_distribution<int> exponent(low, high);
  Doubles values(count);
  for (auto& x : values) {
    x = std::ldexp(static_cast<double>(random() >> 11 | 1), exponent(random) - 52);
    if ((random() & 1) != 0) x = -x;
  }
  return values;
}

struct Range {
  int low;
  int high;
  friend std::ostream& operator<<(std::ostream& out, const Range& range) {
    return out << "2^" << range.low << " to 2^" << range.high;
  }
};
const std::vector<Range> kRanges = {{0, 0},        {-10, 10},      {-60, 40},     {-120, 60},
                                    {-300, 300},   {-1074, -1000}, {-1074, 1000}, {950, 1015},
                                    {-1060, -960}, {100, 140}};

}  // namespace

BOOST_AUTO_TEST_CASE(sums_of_few_values_are_those_of_real_arithmetic) {
  BOOST_TEST(sum_of({}).value() == 0.0);
  BOOST_TEST(sum_of({0.1, 0.2, 0.3, -0.6}).value() == model({0.1, 0.2, 0.3, -0.6}));
  BOOST_TEST(sum_of({1e16, 1.0, -1e16}).value() == 1.0);
  BOOST_TEST(sum_of({1e308, 1e-308, -1e308}).value() == 1e-308);
  BOOST_TEST(sum_of({kMax, kMax, -kMax}).value() == kMax);
  BOOST_TEST(sum_of({kTiny, kTiny, kTiny}).value() == 3 * kTiny);
  BOOST_TEST(sum_of({9007199254740992.0, 1.0}).value() == 9007199254740992.0);
  BOOST_TEST(sum_of({9007199254740992.0, 1.0, kTiny}).value() == 9007199254740994.0);
  BOOST_TEST(sum_of({9007199254740994.0, 1.0}).value() == 9007199254740996.0);
}

BOOST_AUTO_TEST_CASE(a_zero_sum_is_positive) {
  BOOST_TEST(!std::signbit(sum_of({-0.0, -0.0}).value()));
  BOOST_TEST(!std::signbit(sum_of({-1.5, 1.5}).value()));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_decides) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST(sum_of({1.0, kInfinity}).value() == kInfinity);
  BOOST_TEST(sum_of({-kInfinity, 1e300}).value() == -kInfinity);
  BOOST_TEST(std::isnan(sum_of({kInfinity, -kInfinity}).value()));
  BOOST_TEST(std::isnan(sum_of({nan, 1.0}).value()));
  BOOST_TEST(sum_of({1.0, kInfinity}).mean(2) == kInfinity);
  BOOST_TEST(sum_of({kMax, kMax}).value() == kInfinity);
  BOOST_TEST(sum_of({-kMax, -kMax}).value() == -kInfinity);
  BOOST_TEST(sum_of({kMax, kMax}).mean(2) == kMax);
}

BOOST_DATA_TEST_CASE(random_sums_and_means_agree_with_big_integers, data::make(kRanges),
                     range) {
  std::mt19937_64 random(7);
  for (std::size_t count = 1; count < 300; count += 1 + count / 8) {
    const auto values = random_doubles(random, count, range.low, range.high);
    BOOST_TEST(same(sum_of(values).value(), model(values)));
    BOOST_TEST(same(sum_of(values).mean(count), model_mean(values)));
  }
}

BOOST_DATA_TEST_CASE(cancellation_leaves_the_small_ones, data::make(kRanges), range) {
  std::mt19937_64 random(8);
  auto values = random_doubles(random, 200, range.low, range.high);
  const double left = values[0];
  for (std::size_t i = 1; i < 200; ++i) values.push_back(-values[i]);
  std::shuffle(values.begin(), values.end(), random);
  BOOST_TEST(same(sum_of(values).value(), left));
}

BOOST_DATA_TEST_CASE(no_order_and_no_split_changes_the_saved_bytes, data::make(kRanges),
                     range) {
  std::mt19937_64 random(9);
  auto values = random_doubles(random, 150, range.low, range.high);
  values.push_back(0.0);
  const auto whole = saved(sum_of(values));
  for (int round = 0; round < 50; ++round) {
    std::shuffle(values.begin(), values.end(), random);
    dp::ExactSum all;
    for (std::size_t first = 0; first < values.size();) {
      const auto size = std::min<std::size_t>(1 + random() % 60, values.size() - first);
      const auto at = values.begin() + static_cast<std::ptrdiff_t>(first);
      const auto part = sum_of(Doubles(at, at + static_cast<std::ptrdiff_t>(size)));
      if (round % 2 == 0) {
        all.combine(part);
      } else {
        auto bytes = saved(part);
        bytes += "tail";
        std::string_view rest = bytes;
        BOOST_REQUIRE(all.combine_saved(rest));
        BOOST_TEST(rest == "tail");
      }
      first += size;
    }
    BOOST_TEST((saved(all) == whole));
    BOOST_TEST(same(all.value(), model(values)));
  }
}

BOOST_DATA_TEST_CASE(adding_many_at_once_is_adding_each, data::make(kRanges), range) {
  std::mt19937_64 random(12);
  auto values = random_doubles(random, 500, range.low, range.high);
  for (std::size_t i = 0; i < values.size(); i += 7) values[i] = i % 2 == 0 ? 0.0 : -0.0;
  dp::ExactSum sum;
  sum.add(values);
  BOOST_TEST((saved(sum) == saved(sum_of(values))));
  values[333] = -kInfinity;
  sum.add(values);
  BOOST_TEST(sum.value() == -kInfinity);
}

BOOST_AUTO_TEST_CASE(a_window_that_overflows_moves_or_widens) {
  dp::ExactSum sum;
  Integer model = 0;
  for (int i = 0; i < 200; ++i) {  // doubles itself past 126 bits
    sum.add(std::ldexp(1.0, i));
    model += Integer(1) << (i + 1074);
  }
  BOOST_TEST(sum.value() == nearest_double(model, 1));
  for (int i = 0; i < 199; ++i) sum.add(-std::ldexp(1.0, i));
  BOOST_TEST(sum.value() == std::ldexp(1.0, 199));
}

BOOST_AUTO_TEST_CASE(rounding_goes_to_even_from_the_middle_and_up_past_it) {
  // Between 2^53 and 2^54 doubles are 2 apart: odd numbers are ties.
  for (int k = 0; k < 64; ++k) {
    const double base = 9007199254740992.0 + 2 * k;
    const double even = k % 2 == 0 ? base : base + 2;
    BOOST_TEST(sum_of({base, 1.0}).value() == even);
    BOOST_TEST(sum_of({base, 1.0, 1e-200}).value() == base + 2);
    BOOST_TEST(sum_of({base, 1.0, -1e-200}).value() == base);
    BOOST_TEST(sum_of({-base, -1.0}).value() == -even);
  }
  // Subnormal ties, by halving.
  for (int k = 1; k < 64; ++k) {
    const double halved = sum_of({k * kTiny}).mean(2);
    BOOST_TEST(halved == model_mean({k * kTiny, 0.0}));
  }
  BOOST_TEST(sum_of({kTiny}).mean(3) == 0.0);
  BOOST_TEST(sum_of({2.2250738585072014e-308}).mean(3) ==
             model_mean({2.2250738585072014e-308, 0, 0}));
}

BOOST_AUTO_TEST_CASE(means_of_integers_are_rounded_once) {
  std::mt19937_64 random(10);
  for (int i = 0; i < 20000; ++i) {
    const auto high = static_cast<std::int64_t>(random()) >> random() % 64;
    const int factor = 1 + static_cast<int>(random() % 1000);
    const auto sum = static_cast<dp::Int128>(high) * factor;
    const std::uint64_t count = 1 + (random() >> random() % 64 >> 1);
    const Integer exact = Integer(high) * factor;
    BOOST_TEST(same(dp::BigNumber::of(sum).divided(count),
                    nearest_double(Integer(exact << 1074), Integer(count))));
  }
}

BOOST_AUTO_TEST_CASE(a_saved_sum_has_one_spelling) {
  const auto bytes = [](std::initializer_list<int> list) {
    return std::string(list.begin(), list.end());
  };
  BOOST_TEST((saved(sum_of({})) == bytes({0, 0, 0, 0, 0})));
  BOOST_TEST((saved(sum_of({1.0})) == bytes({0, 0, 0, 1, 0, 1})));
  BOOST_TEST((saved(sum_of({-6.0})) == bytes({1, 1, 0, 1, 0, 3})));
  BOOST_TEST((saved(sum_of({1e300, 6.0, -1e300})) == bytes({0, 1, 0, 1, 0, 3})));
  BOOST_TEST((saved(sum_of({1.0, kInfinity})) == bytes({2})));
}

BOOST_AUTO_TEST_CASE(damaged_bytes_are_refused_or_read_and_change_nothing_when_refused) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 20000; ++i) {
    auto bytes = saved(sum_of(random_doubles(random, 3, -1074, 1000)));
    if (i % 2 == 0) bytes.resize(random() % bytes.size());
    if (!bytes.empty())
      bytes[random() % std::min<std::size_t>(bytes.size(), 8)] ^=
          static_cast<char>(1u << random() % 8);
    const std::string exact(bytes);  // of its own size, for sanitizers
    std::string_view rest = exact;
    auto sum = sum_of({1.5});
    if (!sum.combine_saved(rest)) {
      BOOST_TEST(rest.size() == exact.size());
      BOOST_TEST(sum.value() == 1.5);
    } else {
      BOOST_TEST(!std::isnan(sum.mean(1)) == !std::isnan(sum.value()));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_even_mantissa_or_an_exponent_out_of_range_is_refused) {
  for (const auto& bytes :
       {std::string("\0\0\0\1\0\2", 6), std::string("\0\0\0\2\0\1\0", 7),
        std::string("\0\0\x80\1\0\1", 6), std::string("\0\xff\x7f\1\0\1", 6),
        std::string("\5", 1), std::string("\1\0\0\0\0", 5)}) {
    std::string_view rest = bytes;
    dp::ExactSum sum;
    const auto status = sum.combine_saved(rest);
    BOOST_REQUIRE(!status);
    BOOST_TEST(status.error().message == "exact sum: not well formed");
  }
}

BOOST_AUTO_TEST_SUITE_END()
