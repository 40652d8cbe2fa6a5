// SPDX-License-Identifier: Apache-2.0
#include "group/decimal_cell.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(group_decimal_cell)

namespace {

using dp::Decimal;
using dp::group::Cell;

/// The text of a number after it was a cell.
std::string through_cell(std::string_view text) {
  std::array<char, sizeof(Decimal)> room{};
  const auto cell = dp::group::decimal_cell(Decimal::parse(text).value(), room);
  const auto found = dp::group::decimal_of(cell);
  BOOST_TEST((found && found->is_same(dp::group::decimal_in(cell))));
  return found ? found->text() : "none";
}

bool is_decimal(std::string_view bytes) {
  return dp::group::decimal_of(Cell::text(bytes)).has_value();
}

std::string widened(std::string_view text, int scale) {
  return dp::group::at_scale(Decimal::parse(text).value(), scale).text();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_number_comes_back_without_zeros_at_its_end) {
  for (const auto* text :
       {"0", "1", "-1", "0.000000000000000000000000000000000001", "1.25",
        "999999999999999999999999999999999999", "-0.123456789012345678901234567890123456"})
    BOOST_TEST(through_cell(text) == text);
  BOOST_TEST(through_cell("-1.500") == "-1.5");
  BOOST_TEST(through_cell("0.00") == "0");
  BOOST_TEST(through_cell("100") == "100");
}

BOOST_AUTO_TEST_CASE(bytes_that_no_number_has_are_refused) {
  using namespace std::string_view_literals;
  BOOST_TEST(is_decimal("\x00"sv));                  // 0
  BOOST_TEST(is_decimal("\x01\x0b"sv));              // 1.1
  BOOST_TEST(!is_decimal(""sv));                     // no scale
  BOOST_TEST(!is_decimal("\x80"sv));                 // -0
  BOOST_TEST(!is_decimal("\x02"sv));                 // 0.00
  BOOST_TEST(!is_decimal("\x02\x6e"sv));             // 1.10
  BOOST_TEST(!is_decimal("\x82\x6e"sv));             // -1.10
  BOOST_TEST(!is_decimal("\x01\x0b\x00"sv));         // a byte that says nothing
  BOOST_TEST(!is_decimal("\x25\x0b"sv));             // a scale of 37
  BOOST_TEST(!is_decimal(std::string(16, '\xff')));  // 37 digits
  BOOST_TEST(!is_decimal(std::string(17, '\x01')));
  BOOST_TEST(!dp::group::decimal_of(Cell::null()).has_value());
}

BOOST_AUTO_TEST_CASE(a_number_gets_as_many_digits_as_asked_if_they_have_room) {
  BOOST_TEST(widened("1.1", 2) == "1.10");
  BOOST_TEST(widened("0", 3) == "0.000");
  BOOST_TEST(widened("-7", 1) == "-7.0");
  BOOST_TEST(widened("1.25", 1) == "1.25");
  BOOST_TEST(widened("99999999999999999999999999999999999", 2) ==
             "99999999999999999999999999999999999.0");
}

BOOST_AUTO_TEST_SUITE_END()
