// SPDX-License-Identifier: Apache-2.0
#include "arrow/values_in.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "made.hpp"

BOOST_AUTO_TEST_SUITE(arrow_values_in)

namespace {

using namespace dp::arrow;
using dp::test::buffer_of;
using Kind = Shape::Kind;

/// An array of one value.
struct One {
  One(Kind kind, std::uint32_t width, std::string bytes) : values(std::move(bytes)) {
    shape.kind = kind;
    shape.width = width;
    array.shape = &shape;
    array.rows = 1;
    array.values = values;
  }
  One(const One&) = delete;
  One& operator=(const One&) = delete;

  std::string values;
  Shape shape;
  Array array;
};

double half(std::uint16_t bits) {
  const One one(Kind::floating, 2, buffer_of<std::uint16_t>({bits}));
  return float_of(one.array, 0);
}

/// A decimal of `low` words of 32 bits, all others those of its sign.
std::string decimal(std::uint32_t bytes, int scale, const std::vector<std::uint32_t>& low,
                    bool as_text) {
  std::vector<std::uint32_t> words(bytes / 4, (low.back() >> 31) != 0 ? 0xffffffff : 0);
  std::copy(low.begin(), low.end(), words.begin());
  One one(Kind::decimal, bytes, buffer_of(words));
  one.shape.scale = scale;
  if (as_text) return decimal_text(one.array, 0);
  const auto value = decimal_of(one.array, 0);
  return value ? value->text() : "none";
}

std::string time(std::int64_t count, std::int64_t per_second) {
  One one(Kind::time, 8, buffer_of<std::int64_t>({count}));
  one.shape.per_second = per_second;
  return time_text(one.array, 0);
}

std::optional<Micros> micros(std::int64_t count, std::int64_t per_second) {
  One one(Kind::timestamp, 8, buffer_of<std::int64_t>({count}));
  one.shape.per_second = per_second;
  return micros_of(one.array, 0);
}

}  // namespace

BOOST_AUTO_TEST_CASE(floats_of_all_widths_are_exact) {
  BOOST_TEST(half(0x3c00) == 1.0);
  BOOST_TEST(half(0xc000) == -2.0);
  BOOST_TEST(half(0x7bff) == 65504.0);
  BOOST_TEST(half(0x0001) == std::ldexp(1.0, -24));
  BOOST_TEST(half(0x3555) == 0.333251953125);
  BOOST_TEST(std::signbit(half(0x8000)));
  BOOST_TEST(std::isinf(half(0x7c00)));
  BOOST_TEST(std::isnan(half(0x7e00)));
  const One single(Kind::floating, 4, buffer_of<float>({0.1F}));
  BOOST_TEST(float_of(single.array, 0) == static_cast<double>(0.1F));
}

BOOST_AUTO_TEST_CASE(decimals_have_all_of_their_digits) {
  for (const bool as_text : {false, true}) {
    BOOST_TEST(decimal(16, 2, {110}, as_text) == "1.10");
    BOOST_TEST(decimal(4, 3, {static_cast<std::uint32_t>(-2345)}, as_text) == "-2.345");
    BOOST_TEST(decimal(8, 0, {0}, as_text) == "0");
    BOOST_TEST(decimal(32, 2, {5}, as_text) == "0.05");
    BOOST_TEST(decimal(16, -3, {12}, as_text) == "12000");
    BOOST_TEST(decimal(16, 0, {0, 0, 0, 1}, as_text) == "79228162514264337593543950336");
  }
  BOOST_TEST(decimal(16, 0, {0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff}, true) ==
             "170141183460469231731687303715884105727");
  BOOST_TEST(decimal(16, 0, {0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff}, false) == "none");
  BOOST_TEST(decimal(32, 4, {0, 0, 0, 0, 1}, false) == "none");
  BOOST_TEST(decimal(16, -120, {1}, false) == "none");
}

BOOST_AUTO_TEST_CASE(zeros_at_the_end_are_dropped_where_there_are_too_many_digits) {
  BOOST_TEST(decimal(32, 40, {0}, false) == "0.000000000000000000000000000000000000");
  BOOST_TEST(decimal(16, 40, {10'000}, false) == "0.000000000000000000000000000000000001");
  BOOST_TEST(decimal(16, 40, {10'001}, false) == "none");
}

BOOST_AUTO_TEST_CASE(ints_without_a_sign_and_durations_are_decimals) {
  const One large(Kind::integer, 8, buffer_of<std::uint64_t>({UINT64_MAX}));
  BOOST_TEST(decimal_of(large.array, 0)->text() == "18446744073709551615");
  One duration(Kind::duration, 8, buffer_of<std::int64_t>({-1500}));
  duration.shape.per_second = 1000;
  BOOST_TEST(decimal_of(duration.array, 0)->text() == "-1.500");
}

BOOST_AUTO_TEST_CASE(days_are_whole) {
  const One days(Kind::date, 4, buffer_of<std::int32_t>({-3}));
  BOOST_TEST(day_of(days.array, 0).value() == -3);
  const One millis(Kind::date, 8, buffer_of<std::int64_t>({-86'400'000}));
  BOOST_TEST(day_of(millis.array, 0).value() == -1);
  const One odd(Kind::date, 8, buffer_of<std::int64_t>({1}));
  BOOST_TEST(!day_of(odd.array, 0));
  const One far(Kind::date, 8, buffer_of<std::int64_t>({86'400'000LL * (1LL << 32)}));
  BOOST_TEST(!day_of(far.array, 0));
}

BOOST_AUTO_TEST_CASE(timestamps_are_microseconds) {
  BOOST_TEST(micros(-2, 1)->micros == -2'000'000);
  BOOST_TEST(micros(3, 1000)->micros == 3000);
  BOOST_TEST(micros(5, 1'000'000)->micros == 5);
  BOOST_TEST(micros(5000, 1'000'000'000)->micros == 5);
  BOOST_TEST(!micros(5000, 1'000'000'000)->is_cut);
  BOOST_TEST(micros(-1, 1'000'000'000)->micros == -1);
  BOOST_TEST(micros(-1, 1'000'000'000)->is_cut);
  BOOST_TEST(!micros(INT64_MAX, 1));
}

BOOST_AUTO_TEST_CASE(times_of_day_are_text) {
  BOOST_TEST(time(36'003, 1) == "10:00:03");
  BOOST_TEST(time(36'003'250, 1000) == "10:00:03.250");
  BOOST_TEST(time(1, 1'000'000) == "00:00:00.000001");
  BOOST_TEST(time(86'399'999'999'999, 1'000'000'000) == "23:59:59.999999999");
  BOOST_TEST(time(86'400, 1) == "");
  BOOST_TEST(time(-1, 1) == "");
}

BOOST_AUTO_TEST_SUITE_END()
