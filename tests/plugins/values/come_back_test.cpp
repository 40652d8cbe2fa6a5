// SPDX-License-Identifier: Apache-2.0
#include "values/come_back.hpp"

#include <bit>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <dp/civil.hpp>
#include <dp/format.hpp>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "values/parse.hpp"
#include "values/short.hpp"

BOOST_AUTO_TEST_SUITE(values_come_back)

namespace {

namespace data = boost::unit_test::data;
namespace format = dp::format;
namespace values = dp::values;
using Texts = std::vector<std::string>;

constexpr unsigned kRounds = 20'000;

const Texts kInts{"0", "-1", "7", "42", "-9223372036854775808", "9223372036854775807", "10"};
const Texts kNoInts{"",      "-",   "-0",  "+1",    "007", "-01",
                    "00",    "1.0", "1e3", "1_000", " 1",  "1 ",
                    "1,000", "0x1", "--1", "x",     "1-",  "9223372036854775808",
                    "12a",   "٣",   "true"};
const Texts kFloats{"0.1",
                    "-0.25",
                    "3",
                    "0",
                    "-0",
                    "1e300",
                    "1.5e-7",
                    "1e16",
                    "0.0001",
                    "1.5",
                    "0.30000000000000004",
                    "9007199254740992",
                    "1.7976931348623157e308",
                    "5e-324",
                    "123456789012345.5"};
const Texts kNoFloats{"",
                      ".5",
                      "2.",
                      "+1.5",
                      "01.5",
                      "-.5",
                      "1E5",
                      "1e5",
                      "1e+300",
                      "1e05",
                      "0e0",
                      "1.5.",
                      "1..5",
                      "nan",
                      "NaN",
                      "inf",
                      "-inf",
                      "9007199254740993",
                      "x",
                      "1,5",
                      "1 ",
                      "1e",
                      "0x1p3",
                      "1e400",
                      "0.00001",
                      "1.50",
                      "2.00",
                      "-0.0",
                      "0.0",
                      "1.0e5",
                      "3.14159265358979323846",
                      "99999999999999999999",
                      "1d"};
const Texts kDecimals{"0",
                      "-1",
                      "0.10",
                      "-1.00",
                      "0.0",
                      "1.50",
                      "0.00001",
                      "9007199254740993",
                      "99999999999999999999",
                      "3.14159265358979323846",
                      "123456789012345678901234567890123456",
                      "-0.123456789012345678901234567890123456",
                      "100000000000000000000000000000000000"};
const Texts kNoDecimals{"",
                        "-",
                        ".5",
                        "2.",
                        "+1.5",
                        "01.5",
                        "00",
                        "-0",
                        "-0.00",
                        "1e5",
                        "1.5e-7",
                        "1.5.",
                        "1..5",
                        "1.5x",
                        "1,5",
                        "1 ",
                        "nan",
                        "1234567890123456789012345678901234567",
                        "1.123456789012345678901234567890123456",
                        "0.1234567890123456789012345678901234567"};
const Texts kBools{"true", "false"};
const Texts kNoBools{"", "True", "TRUE", "False", "FALSE", "1", "0", "yes", "t", "true "};
const Texts kDates{"2026-11-01", "2024-02-29", "0000-01-01", "9999-12-31"};
const Texts kNoDates{"",
                     "2023-02-29",
                     "2026-13-01",
                     "2026-11-1",
                     "2026/11/01",
                     "01-11-2026",
                     "+2026-11-01",
                     "20261101",
                     "2026-11-01T10:00:00Z",
                     "2026-00-10"};
const Texts kTimestamps{"2026-11-01T10:00:00Z", "1969-12-31T23:59:59.250Z",
                        "2026-11-01T10:00:00.000001Z", "2026-11-01T10:00:00.500Z"};
const Texts kNoTimestamps{"",
                          "2026-11-01 10:00:00",
                          "2026-11-01T10:00:00",
                          "2026-11-01T10:00Z",
                          "2026-11-01t10:00:00Z",
                          "2026-11-01T10:00:00z",
                          "2026-11-01T10:00:00+00:00",
                          "2026-11-01T12:00:00+02:00",
                          "2026-11-01T10:00:00.5Z",
                          "2026-11-01T10:00:00.000Z",
                          "2026-11-01T10:00:00.123456789Z",
                          "2026-11-01T10:00:60Z",
                          "2026-11-01"};

/// A test, and the texts that it is to pass and to refuse.
struct Case {
  const char* name;
  bool (*comes_back)(std::string_view) noexcept;
  const Texts* passed;
  const Texts* refused;
  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
};

const Case kCases[] = {
    {"int", values::int_comes_back, &kInts, &kNoInts},
    {"float", values::float_comes_back, &kFloats, &kNoFloats},
    {"decimal", values::decimal_comes_back, &kDecimals, &kNoDecimals},
    {"bool", values::bool_comes_back, &kBools, &kNoBools},
    {"date", values::date_comes_back, &kDates, &kNoDates},
    {"timestamp", values::timestamp_comes_back, &kTimestamps, &kNoTimestamps}};

template <class Value, class Write>
std::string written(const Value& value, Write&& write) {
  char text[format::kValueRoom];
  return {text, write(text, value)};
}

/// A short text of what numbers and times are made of.
std::string scrap(std::mt19937_64& random) {
  static const std::string kBytes = "0123456789000111.-+eETZ:tn";
  std::string text(1 + random() % 8, ' ');
  for (auto& byte : text) byte = kBytes[random() % kBytes.size()];
  return text;
}

}  // namespace

BOOST_DATA_TEST_CASE(spellings_that_are_written_again_come_back, data::make(kCases), one) {
  for (const auto& text : *one.passed) BOOST_TEST(one.comes_back(text), text);
  for (const auto& text : *one.refused) BOOST_TEST(!one.comes_back(text), text);
}

BOOST_AUTO_TEST_CASE(whatever_is_written_comes_back) {
  std::mt19937_64 random(1);
  for (unsigned i = 0; i < kRounds; ++i) {
    const auto number = static_cast<std::int64_t>(random() >> random() % 64);
    BOOST_REQUIRE(values::int_comes_back(written(number, format::put_int)));
    const auto real = std::bit_cast<double>(random());
    if (std::isfinite(real))
      BOOST_REQUIRE(values::float_comes_back(written(real, format::put_float)));
    const auto cents = static_cast<double>(number % 1'000'000'000) / 100;
    BOOST_REQUIRE(values::float_comes_back(written(cents, format::put_float)));
    const auto days = static_cast<std::int32_t>(random() % 3'000'000) - 700'000;
    BOOST_REQUIRE(values::date_comes_back(written(days, format::put_date)));
    const auto micros = static_cast<std::int64_t>(random() % 4'000'000'000'000'000);
    BOOST_REQUIRE(values::timestamp_comes_back(written(micros, format::put_timestamp)));
  }
}

BOOST_AUTO_TEST_CASE(what_comes_back_is_written_as_it_was) {
  std::mt19937_64 random(2);
  unsigned ints = 0, floats = 0, decimals = 0;
  for (unsigned i = 0; i < 20 * kRounds; ++i) {
    const auto text = scrap(random);
    if (values::int_comes_back(text)) {
      BOOST_REQUIRE(written(values::parse_int(text).value(), format::put_int) == text);
      ++ints;
    }
    if (values::float_comes_back(text)) {
      const auto value = values::parse_float(text).value();
      BOOST_REQUIRE(written(value, format::put_float) == text);
      ++floats;
    }
    if (values::decimal_comes_back(text)) {
      BOOST_REQUIRE(values::parse_decimal(text).value().text() == text);
      ++decimals;
    }
    // What is written with digits alone comes back from one of them, if it is not too long.
    if (values::int_comes_back(text)) BOOST_REQUIRE(values::decimal_comes_back(text));
  }
  BOOST_TEST(ints > 1000U);
  BOOST_TEST(floats > ints);
  BOOST_TEST(decimals > floats);
}

BOOST_AUTO_TEST_CASE(short_numbers_come_back_as_all_do) {
  std::mt19937_64 random(3);
  for (unsigned i = 0; i < 10 * kRounds; ++i) {
    const auto text = scrap(random);
    const auto padded = text + std::string(16, '9');
    std::int64_t whole = 0;
    if (values::read_short_int(padded.data(), text.size(), whole))
      BOOST_REQUIRE(values::short_int_comes_back(padded.data(), text.size()) ==
                    values::int_comes_back(text));
    double real = 0;
    if (values::read_short_float(padded.data(), text.size(), real))
      BOOST_REQUIRE(values::short_float_comes_back(padded.data(), text.size(), real) ==
                    values::float_comes_back(text));
    dp::Decimal exact;
    if (values::read_short_decimal(padded.data(), text.size(), exact)) {
      BOOST_REQUIRE(exact.is_same(values::parse_decimal(text).value()));
      BOOST_REQUIRE(values::short_decimal_comes_back(padded.data(), text.size(), exact) ==
                    values::decimal_comes_back(text));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
