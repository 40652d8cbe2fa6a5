// SPDX-License-Identifier: Apache-2.0
#include "xlsx/values.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

BOOST_AUTO_TEST_SUITE(xlsx_values)

namespace {

using dp::Type;

/// What a function makes of the only cell of a batch.
template <class Value, class Make>
auto made_of(Type type, const Value& value, Make make) {
  dp::BatchBuilder builder({{"x", type}}, 1);
  builder.column(0).put(0, value);
  const auto batch = builder.finish(1, 0).value();
  return make(type, dp::BatchView(batch).column(0), 0);
}

template <class Value>
std::optional<dp::xlsx::Number> number(Type type, const Value& value) {
  return made_of(type, value, dp::xlsx::number_of);
}
template <class Value>
std::optional<double> day(Type type, const Value& value) {
  return made_of(type, value, dp::xlsx::day_of);
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_of_at_most_fifteen_digits_are_numbers) {
  BOOST_TEST(number(Type::int64, 999'999'999'999'999)->value == 999'999'999'999'999.0);
  BOOST_TEST(!number(Type::int64, 1'000'000'000'000'000));
  BOOST_TEST(!number(Type::int64, std::numeric_limits<std::int64_t>::min()));
  BOOST_TEST(number(Type::float64, -0.25)->value == -0.25);
  BOOST_TEST(number(Type::float64, -0.25)->places == -1);
  BOOST_TEST(!number(Type::float64, std::numeric_limits<double>::infinity()));
  BOOST_TEST(!number(Type::float64, 0.1 + 0.2));
  BOOST_TEST(!number(Type::float64, 1234567890.1234567));
  BOOST_TEST(number(Type::float64, 1e300)->value == 1e300);
  BOOST_TEST(
      !number(Type::decimal, dp::Decimal::parse("0." + std::string(30, '0') + "1").value()));
  const auto price = number(Type::decimal, dp::Decimal::parse("-1.10").value());
  BOOST_TEST(price->value == -1.1);
  BOOST_TEST(price->places == 2);
  BOOST_TEST(!number(Type::decimal, dp::Decimal::parse("1234567890.123456").value()));
}

BOOST_AUTO_TEST_CASE(days_are_counted_as_sheets_do) {
  BOOST_TEST(day(Type::date, dp::Date{0}).value() == 25'569.0);
  BOOST_TEST(day(Type::timestamp, dp::Timestamp{43'200'000'000}).value() == 25'569.5);
  BOOST_TEST(day(Type::timestamp, dp::Timestamp{-21'600'000'000}).value() == 25'568.75);
  BOOST_TEST(day(Type::date, dp::Date{-25'508}).value() == 61.0);
  BOOST_TEST(!day(Type::date, dp::Date{-25'509}));
  // The last millisecond is none of the next day; what is shorter would be rounded to it.
  BOOST_TEST(day(Type::timestamp, dp::Timestamp{86'399'999'000}).value() < 25'570.0);
  BOOST_TEST(!day(Type::timestamp, dp::Timestamp{86'399'999'999}));
  BOOST_TEST(!day(Type::timestamp, dp::Timestamp{-1}));
  BOOST_TEST(!day(Type::date, dp::Date{2'932'897}));
}

BOOST_AUTO_TEST_CASE(what_would_be_read_as_a_character_is_escaped) {
  const auto made = [](std::string_view text) { return dp::xlsx::text_of(text).value(); };
  BOOST_TEST(made("_x0041_") == "_x005F_x0041_");
  BOOST_TEST(made("_x0041_x00e4_") == "_x005F_x0041_x005F_x00e4_");
  BOOST_TEST(made("a_x005F_b") == "a_x005F_x005F_b");
  BOOST_TEST(made("_X0041_ _x041_ _x004g_ _x0041") == "_X0041_ _x041_ _x004g_ _x0041");
}

BOOST_AUTO_TEST_CASE(text_is_kept_but_for_what_xml_cannot_hold) {
  BOOST_TEST(dp::xlsx::text_of("a\tb\nc\r=1+2 <x>").value() == "a\tb\nc\r=1+2 <x>");
  BOOST_TEST(dp::xlsx::text_of("\x01\xff").value() == "\\x01\\xff");
  BOOST_TEST(dp::xlsx::text_of(std::string(32'767, 'x')).value().size() == 32'767U);
  BOOST_TEST(dp::xlsx::text_of(std::string(32'768, 'x')).error().message ==
             "a text is too long for a cell (got 32768 characters, expected at most 32767)");
}

BOOST_AUTO_TEST_SUITE_END()
