// SPDX-License-Identifier: Apache-2.0
#include "worker/key_numbers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(key_numbers)

using namespace dp;
using namespace dp::test;
using dp::worker::are_comparable;
using dp::worker::KeyNumbers;

namespace {

constexpr auto kMost = std::numeric_limits<std::int64_t>::max();

/// What becomes of a value as a number of another type.
template <class Value>
std::string as(const Value& value, Type from, Type to) {
  ColumnBuilder column(from, 1);
  column.put(0, value);
  KeyNumbers numbers;
  const auto& made = numbers.convert(*column.finish(1), from, to, 1);
  if (ColumnView(made).is_null(0)) return "nothing";
  if (to == Type::int64) return std::to_string(Int64Column(made)[0]);
  if (to == Type::decimal) return DecimalColumn(made)[0].text();
  return Decimal::of(Float64Column(made)[0]).value().text();
}
std::string of_decimal(const char* text, Type to) {
  return as(*Decimal::parse(text), Type::decimal, to);
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_are_comparable_and_else_one_type) {
  BOOST_TEST(are_comparable(Type::int64, Type::decimal));
  BOOST_TEST(are_comparable(Type::float64, Type::int64));
  BOOST_TEST(are_comparable(Type::string, Type::string));
  BOOST_TEST(!are_comparable(Type::string, Type::int64));
  BOOST_TEST(!are_comparable(Type::timestamp, Type::int64));
}

BOOST_AUTO_TEST_CASE(an_int_is_the_number_that_it_is) {
  BOOST_TEST(as(kMost, Type::int64, Type::decimal) == std::to_string(kMost));
  BOOST_TEST(as(std::int64_t{5}, Type::int64, Type::float64) == "5");
  BOOST_TEST(as((std::int64_t{1} << 53) + 1, Type::int64, Type::float64) == "nothing");
  BOOST_TEST(as(kMost, Type::int64, Type::float64) == "nothing");
}

BOOST_AUTO_TEST_CASE(only_whole_numbers_equal_ints) {
  BOOST_TEST(of_decimal("5.00", Type::int64) == "5");
  BOOST_TEST(of_decimal("5.01", Type::int64) == "nothing");
  BOOST_TEST(of_decimal("9223372036854775808", Type::int64) == "nothing");
  BOOST_TEST(as(-3.0, Type::float64, Type::int64) == "-3");
  BOOST_TEST(as(-0.0, Type::float64, Type::int64) == "0");
  BOOST_TEST(as(0.5, Type::float64, Type::int64) == "nothing");
  BOOST_TEST(as(9223372036854775808.0, Type::float64, Type::int64) == "nothing");
  BOOST_TEST(as(-9223372036854775808.0, Type::float64, Type::int64) == "-9223372036854775808");
  BOOST_TEST(as(std::nan(""), Type::float64, Type::int64) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_decimal_equals_the_float_that_is_written_so) {
  BOOST_TEST(as(0.1, Type::float64, Type::decimal) == "0.1");
  BOOST_TEST(of_decimal("0.10", Type::float64) == "0.1");
  BOOST_TEST(of_decimal("0.10000000000000000001", Type::float64) == "nothing");
  BOOST_TEST(as(std::nan(""), Type::float64, Type::decimal) == "nothing");
  BOOST_TEST(as(1e300, Type::float64, Type::decimal) == "nothing");
}

BOOST_AUTO_TEST_CASE(nulls_stay_and_columns_may_be_of_any_length) {
  KeyNumbers numbers;
  for (const std::size_t rows : {2U, 5U, 3U, 0U}) {
    ColumnBuilder column(Type::int64, rows);
    for (std::size_t row = 0; row < rows; ++row)
      row % 2 == 0 ? column.put(row, row) : column.set_null(row);
    const auto& made = numbers.convert(*column.finish(rows), Type::int64, Type::decimal, rows);
    for (std::size_t row = 0; row < rows; ++row)
      BOOST_TEST(ColumnView(made).is_null(row) == (row % 2 != 0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
