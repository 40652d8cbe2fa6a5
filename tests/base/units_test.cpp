// SPDX-License-Identifier: Apache-2.0
#include "base/units.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(units)

using namespace dp;
using std::chrono::microseconds;

namespace {

std::string size_error(std::string_view text) {
  const auto size = parse_size(text);
  return size ? "none" : size.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_size_may_have_to_have_a_unit) {
  BOOST_TEST(dp::parse_size_with_unit("4096B").value() == 4096u);
  BOOST_TEST(dp::parse_size_with_unit("1.5 KiB").value() == 1536u);
  for (const char* text : {"4096", "1.5", "", "KiB", "4 parsecs"})
    BOOST_TEST(!dp::parse_size_with_unit(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(sizes_read_decimal_and_binary_units) {
  BOOST_TEST(parse_size("4096").value() == 4096u);
  BOOST_TEST(parse_size("812B").value() == 812u);
  BOOST_TEST(parse_size("64KiB").value() == 65536u);
  BOOST_TEST(parse_size("64KB").value() == 64000u);
  BOOST_TEST(parse_size("1.5MB").value() == 1'500'000u);
  BOOST_TEST(parse_size("0.5GiB").value() == 536'870'912u);
  BOOST_TEST(parse_size("2 GiB").value() == 2'147'483'648u);
  BOOST_TEST(parse_size("1mib").value() == 1'048'576u);
  BOOST_TEST(parse_size("0").value() == 0u);
  BOOST_TEST(parse_size("9000000TB").value() == 9'000'000'000'000'000'000u);
}

BOOST_AUTO_TEST_CASE(sizes_that_are_none_are_refused) {
  for (const auto* bad : {"", "MiB", "-1", "1M", "1.2.3KB", "1KBB", "1K iB", ".", "0x10", "1e3",
                          "10000000TB", "99999999999999999999", "nan", "inf"})
    BOOST_TEST(!parse_size(bad), bad);
  BOOST_TEST(
      size_error("1M") ==
      "not a size (got '1M', expected a number and B, KB, MB, GB, KiB, MiB or GiB, as in "
      "64MiB)");
  BOOST_TEST(
      size_error("\x01") ==
      "not a size (got '\\x01', expected a number and B, KB, MB, GB, KiB, MiB or GiB, as in "
      "64MiB)");
}

BOOST_AUTO_TEST_CASE(durations_need_a_unit) {
  BOOST_TEST(parse_duration("250ms").value().count() == 250'000);
  BOOST_TEST(parse_duration("10us").value().count() == 10);
  BOOST_TEST(parse_duration("30s").value().count() == 30'000'000);
  BOOST_TEST(parse_duration("1.5m").value().count() == 90'000'000);
  BOOST_TEST(parse_duration("2h").value().count() == 7'200'000'000);
  BOOST_TEST(parse_duration("1d").value().count() == 86'400'000'000);
  for (const auto* bad : {"", "30", "s", "-1s", "1M", "1 week", "1e9s", "200000000d"})
    BOOST_TEST(!parse_duration(bad), bad);
}

BOOST_AUTO_TEST_CASE(ratios_are_shares_of_one) {
  BOOST_TEST(parse_ratio("1%").value() == 0.01);
  BOOST_TEST(parse_ratio("0.25").value() == 0.25);
  BOOST_TEST(parse_ratio("100%").value() == 1.0);
  BOOST_TEST(parse_ratio("0").value() == 0.0);
  for (const auto* bad : {"", "%", "101%", "1.5", "-1%", "1 %", "nan", "1%%", "x"})
    BOOST_TEST(!parse_ratio(bad), bad);
}

BOOST_AUTO_TEST_CASE(sizes_are_shown_with_a_unit_that_fits) {
  BOOST_TEST(format_size(0) == "0 B");
  BOOST_TEST(format_size(812) == "812 B");
  BOOST_TEST(format_size(999.4) == "999 B");
  BOOST_TEST(format_size(999.6) == "1.0 KB");
  BOOST_TEST(format_size(1.5e9) == "1.5 GB");
  BOOST_TEST(format_size(123.4e6) == "123 MB");
  BOOST_TEST(format_size(999.9e6) == "1.0 GB");
  BOOST_TEST(format_size(9e21) == "9000 EB");
}

BOOST_AUTO_TEST_CASE(a_duration_is_spelled_as_it_is_given) {
  BOOST_TEST(spell_duration(microseconds(30'000'000)) == "30s");
  BOOST_TEST(spell_duration(microseconds(600'000'000)) == "10m");
  BOOST_TEST(spell_duration(microseconds(7'200'000'000)) == "2h");
  BOOST_TEST(spell_duration(microseconds(90'000'000)) == "90s");
  BOOST_TEST(spell_duration(microseconds(1'500'000)) == "1500ms");
  BOOST_TEST(spell_duration(microseconds(7)) == "7us");
  BOOST_TEST(spell_duration(microseconds(0)) == "0us");
  for (const char* text : {"30s", "10m", "1500ms", "3d"})
    BOOST_TEST(spell_duration(parse_duration(text).value()) == text);
}

BOOST_AUTO_TEST_CASE(durations_are_shown_with_units_that_fit) {
  BOOST_TEST(format_duration(microseconds(7)) == "7 us");
  BOOST_TEST(format_duration(microseconds(850'000)) == "850 ms");
  BOOST_TEST(format_duration(microseconds(999'600)) == "1.0 s");
  BOOST_TEST(format_duration(microseconds(12'340'000)) == "12.3 s");
  BOOST_TEST(format_duration(microseconds(59'960'000)) == "1m 00s");
  BOOST_TEST(format_duration(microseconds(245'000'000)) == "4m 05s");
  BOOST_TEST(format_duration(microseconds(7'800'000'000)) == "2h 10m");
  BOOST_TEST(format_duration(microseconds(273'600'000'000)) == "3d 04h");
  BOOST_TEST(format_duration(microseconds(INT64_MIN)) == "0 us");
}

BOOST_AUTO_TEST_CASE(counts_are_shown_in_groups_of_three) {
  BOOST_TEST(format_count(0) == "0");
  BOOST_TEST(format_count(999) == "999");
  BOOST_TEST(format_count(1000) == "1,000");
  BOOST_TEST(format_count(12'345'678) == "12,345,678");
}

BOOST_AUTO_TEST_SUITE_END()
