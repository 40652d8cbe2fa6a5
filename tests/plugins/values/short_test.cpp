// SPDX-License-Identifier: Apache-2.0
#include "values/short.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <string_view>

#include "values/parse.hpp"

BOOST_AUTO_TEST_SUITE(values_short)

namespace {

using namespace dp::values;

/// `text` with something after it that would count if it were looked at.
std::string padded(std::string_view text) { return std::string(text) + "9.99999999999999999"; }

/// Hold what is read against the careful reading. Returns whether anything was read.
bool check_int(std::string_view text) {
  std::int64_t value = -77;
  const bool read = read_short_int(padded(text).data(), text.size(), value);
  BOOST_TEST((read || value == -77));
  if (!read) return false;
  const auto expected = parse_int(text);
  BOOST_REQUIRE_MESSAGE(expected.has_value(), "an int: '" << text << "'");
  BOOST_TEST(value == *expected, "value of '" << text << "'");
  return true;
}

bool check_float(std::string_view text) {
  double value = -77;
  const bool read = read_short_float(padded(text).data(), text.size(), value);
  BOOST_TEST((read || value == -77));
  if (!read) return false;
  const auto expected = parse_float(text);
  BOOST_REQUIRE_MESSAGE(expected.has_value(), "a float: '" << text << "'");
  BOOST_TEST(std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(*expected),
             "value of '" << text << "'");
  return true;
}

std::string random_text(std::mt19937& random, std::string_view letters) {
  std::string text(random() % 11, ' ');
  for (auto& letter : text) letter = letters[random() % letters.size()];
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_read_is_what_careful_reading_gives) {
  std::mt19937 random(1);
  int ints = 0, floats = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto text = random_text(random, i % 2 == 0 ? "0123456789.-" : "019.-+e x\xff/:");
    ints += check_int(text);
    floats += check_float(text);
  }
  BOOST_TEST(ints > 10'000);
  BOOST_TEST(floats > ints);
}

BOOST_AUTO_TEST_CASE(short_numbers_are_read_in_every_form) {
  for (const auto* text : {"0", "7", "-7", "12345678", "-99999999", "00000001"})
    BOOST_TEST((check_int(text) && check_float(text)), "read: '" << text << "'");
  for (const auto* text : {".5", "-.5", "2.", "-0", "0.000001", "1234.567", ".1234567"})
    BOOST_TEST(check_float(text), "read: '" << text << "'");
}

BOOST_AUTO_TEST_CASE(all_else_is_left_to_careful_reading) {
  for (const auto* text : {"", "-", "--1", "+1", "123456789", "1e5", " 1", "1 ", "nan", "1,5"})
    BOOST_TEST((!check_int(text) && !check_float(text)), "left: '" << text << "'");
  for (const auto* text : {".", "-.", "1.2.3", "12345.6789"})
    BOOST_TEST(!check_float(text), "left: '" << text << "'");
  BOOST_TEST(!check_int("1.5"));
}

BOOST_AUTO_TEST_SUITE_END()
