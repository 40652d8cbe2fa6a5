// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <ctime>
#include <dp/format.hpp>
#include <limits>
#include <random>

BOOST_AUTO_TEST_SUITE(format)

namespace {

std::string of_int(std::int64_t value) {
  std::string text;
  dp::format::append_int(text, value);
  return text;
}
std::string of_float(double value) {
  std::string text;
  dp::format::append_float(text, value);
  return text;
}
std::string of_date(std::int32_t days) {
  std::string text;
  dp::format::append_date(text, days);
  return text;
}
std::string of_timestamp(std::int64_t micros) {
  std::string text;
  dp::format::append_timestamp(text, micros);
  return text;
}

constexpr std::int64_t kSecond = 1'000'000;

}  // namespace

BOOST_AUTO_TEST_CASE(integers_reach_both_ends) {
  BOOST_TEST(of_int(0) == "0");
  BOOST_TEST(of_int(-7) == "-7");
  BOOST_TEST(of_int(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  BOOST_TEST(of_int(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
}

BOOST_AUTO_TEST_CASE(floats_take_the_fewest_digits_that_read_back) {
  BOOST_TEST(of_float(0.1) == "0.1");
  BOOST_TEST(of_float(0.1 + 0.2) == "0.30000000000000004");
  BOOST_TEST(of_float(1.0 / 3) == "0.3333333333333333");
  BOOST_TEST(of_float(-2.5) == "-2.5");
  BOOST_TEST(of_float(std::numeric_limits<double>::max()) == "1.7976931348623157e308");
  BOOST_TEST(of_float(std::numeric_limits<double>::denorm_min()) == "5e-324");
}

BOOST_AUTO_TEST_CASE(whole_floats_are_written_as_integers) {
  BOOST_TEST(of_float(3) == "3");
  BOOST_TEST(of_float(-1000000) == "-1000000");
  BOOST_TEST(of_float(0.0) == "0");
  BOOST_TEST(of_float(-0.0) == "-0");
  BOOST_TEST(of_float(9007199254740993.0) == "9007199254740992");
  BOOST_TEST(of_float(8999999999999999.0) == "8999999999999999");
}

BOOST_AUTO_TEST_CASE(exponents_begin_at_1e16_and_below_1e_minus_4) {
  BOOST_TEST(of_float(9999999999999998.0) == "9999999999999998");
  BOOST_TEST(of_float(1e16) == "1e16");
  BOOST_TEST(of_float(1.5e17) == "1.5e17");
  BOOST_TEST(of_float(1e100) == "1e100");
  BOOST_TEST(of_float(1e300) == "1e300");
  BOOST_TEST(of_float(0.0001) == "0.0001");
  BOOST_TEST(of_float(0.00012345) == "0.00012345");
  BOOST_TEST(of_float(0.00009) == "9e-5");
  BOOST_TEST(of_float(-1.25e-10) == "-1.25e-10");
}

BOOST_AUTO_TEST_CASE(short_decimals_are_those_of_the_general_way) {
  std::mt19937_64 random(5);
  const double scales[] = {1, 10, 1000, 1e6, 1e7, 1e9};
  for (int i = 0; i < 200'000; ++i) {
    double value = static_cast<double>(random() >> (random() % 64)) / scales[i % 6];
    // Neighbours of short decimals have 16 or 17 digits.
    if (i % 3 == 1) value = std::nextafter(value, 0);
    if (value < 1e-4 || value >= 1e16) continue;
    char expected[400];
    *std::to_chars(expected, std::end(expected), value, std::chars_format::fixed).ptr = 0;
    BOOST_REQUIRE_EQUAL(of_float(value), expected);
    BOOST_REQUIRE_EQUAL(of_float(-value), '-' + std::string(expected));
  }
  BOOST_TEST(of_float(999999999.999999) == "999999999.999999");
  BOOST_TEST(of_float(0.000101) == "0.000101");
  BOOST_TEST(of_float(100.000001) == "100.000001");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_spelled_one_way) {
  BOOST_TEST(of_float(std::numeric_limits<double>::quiet_NaN()) == "nan");
  BOOST_TEST(of_float(-std::numeric_limits<double>::quiet_NaN()) == "nan");
  BOOST_TEST(of_float(HUGE_VAL) == "inf");
  BOOST_TEST(of_float(-HUGE_VAL) == "-inf");
}

BOOST_AUTO_TEST_CASE(every_finite_float_reads_back_the_same) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100'000; ++i) {
    const double value = i % 2 == 0 ? std::bit_cast<double>(random())
                                    : static_cast<double>(random() % 1'000'000'000) / 1000;
    if (!std::isfinite(value)) continue;
    const auto text = of_float(value);
    BOOST_REQUIRE_LE(text.size(), 25u);
    const double back = std::strtod(text.c_str(), nullptr);
    BOOST_REQUIRE_EQUAL(std::bit_cast<std::uint64_t>(back),
                        std::bit_cast<std::uint64_t>(value));
  }
}

BOOST_AUTO_TEST_CASE(dates_are_iso_8601) {
  BOOST_TEST(of_date(0) == "1970-01-01");
  BOOST_TEST(of_date(-1) == "1969-12-31");
  BOOST_TEST(of_date(11016) == "2000-02-29");
  BOOST_TEST(of_date(16572) == "2015-05-17");
}

BOOST_AUTO_TEST_CASE(years_of_more_or_less_than_four_digits_are_signed) {
  BOOST_TEST(of_date(-719528) == "0000-01-01");
  BOOST_TEST(of_date(-719529) == "-0001-12-31");
  BOOST_TEST(of_date(2932896) == "9999-12-31");
  BOOST_TEST(of_date(2932897) == "+10000-01-01");
  BOOST_TEST(of_date(std::numeric_limits<std::int32_t>::max()) == "+5881580-07-11");
  BOOST_TEST(of_date(std::numeric_limits<std::int32_t>::min()) == "-5877641-06-23");
}

BOOST_AUTO_TEST_CASE(timestamps_are_rfc_3339_in_utc) {
  BOOST_TEST(of_timestamp(0) == "1970-01-01T00:00:00Z");
  BOOST_TEST(of_timestamp(1431857103 * kSecond) == "2015-05-17T10:05:03Z");
  BOOST_TEST(of_timestamp(-kSecond) == "1969-12-31T23:59:59Z");
}

BOOST_AUTO_TEST_CASE(a_fraction_is_written_only_if_there_is_one) {
  BOOST_TEST(of_timestamp(250'000) == "1970-01-01T00:00:00.250Z");
  BOOST_TEST(of_timestamp(1'000) == "1970-01-01T00:00:00.001Z");
  BOOST_TEST(of_timestamp(42) == "1970-01-01T00:00:00.000042Z");
  BOOST_TEST(of_timestamp(-1) == "1969-12-31T23:59:59.999999Z");
}

BOOST_AUTO_TEST_CASE(timestamps_reach_both_ends) {
  BOOST_TEST(of_timestamp(std::numeric_limits<std::int64_t>::max()) ==
             "+294247-01-10T04:00:54.775807Z");
  BOOST_TEST(of_timestamp(std::numeric_limits<std::int64_t>::min()) ==
             "-290308-12-21T19:59:05.224192Z");
}

BOOST_AUTO_TEST_CASE(times_agree_with_the_c_library) {
  std::mt19937_64 random(11);
  // From year 0 to year 9999.
  std::uniform_int_distribution<std::int64_t> seconds(-62167219200, 253402300799);
  for (int i = 0; i < 20'000; ++i) {
    const std::time_t second = seconds(random);
    std::tm parts{};
    gmtime_r(&second, &parts);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
    BOOST_REQUIRE_EQUAL(of_timestamp(second * kSecond), text);
  }
}

BOOST_AUTO_TEST_CASE(cells_of_decimals_and_json_are_written_as_they_stand) {
  dp::ColumnBuilder prices(dp::Type::decimal, 2);
  prices.put(0, dp::Decimal::parse("-1.10").value());
  prices.set_null(1);
  const auto& array = *prices.finish(2);
  char text[dp::format::kValueRoom];
  BOOST_TEST(std::string(text, dp::format::put_value(text, dp::Type::decimal, array, 0)) ==
             "-1.10");
  dp::ColumnBuilder records(dp::Type::json, 1);
  records.put_copy(0, R"({"a": [1.50, "two words"]})");
  dp::format::Buffer buffer;
  dp::format::put_json_cell(buffer, dp::Type::decimal, array, 0);
  buffer.put(" ");
  dp::format::put_json_cell(buffer, dp::Type::decimal, array, 1);
  buffer.put(" ");
  dp::format::put_json_cell(buffer, dp::Type::json, *records.finish(1), 0);
  BOOST_TEST(buffer.view() == R"(-1.10 null {"a": [1.50, "two words"]})");
}

BOOST_AUTO_TEST_CASE(a_buffer_keeps_its_text_as_it_grows) {
  dp::format::Buffer buffer;
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const auto piece = std::to_string(i) + ',';
    buffer.put(piece);
    expected += piece;
  }
  BOOST_TEST(buffer.view() == expected);
  buffer.clear();
  BOOST_TEST(buffer.view() == "");
  buffer.put("again");
  BOOST_TEST(buffer.view() == "again");
}

BOOST_AUTO_TEST_SUITE_END()
