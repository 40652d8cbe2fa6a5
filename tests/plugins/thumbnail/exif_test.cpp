// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/exif.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(thumbnail_exif)

BOOST_AUTO_TEST_CASE(exif_data_that_is_no_exif_data_tells_nothing) {
  using std::string_view_literals::operator""sv;
  const auto of = dp::thumbnail::orientation_of_exif;
  const auto big = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"sv;
  const auto little = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0"sv;
  BOOST_TEST(of(big) == 6);
  BOOST_TEST(of(little) == 8);
  for (std::size_t size = 0; size < 20; ++size) BOOST_TEST(of(big.substr(0, size)) == 1);
  BOOST_TEST(of("MM\0*\xff\xff\xff\xff\0\0"sv) == 1);
  auto wrong = std::string(big);
  wrong[19] = 9;
  BOOST_TEST(of(wrong) == 1);
}

BOOST_AUTO_TEST_CASE(an_orientation_may_be_of_any_integer_type) {
  using std::string_view_literals::operator""sv;
  const auto of = dp::thumbnail::orientation_of_exif;
  BOOST_TEST(of("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x01\0\0\0\x01\x06\0\0\0\0\0"sv) == 6);
  BOOST_TEST(of("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\0\0\0\x01\0\0\0\x06\0\0"sv) == 6);
  BOOST_TEST(of("II*\0\x08\0\0\0\x01\0\x12\x01\x09\0\x01\0\0\0\x08\0\0\0\0\0"sv) == 8);
  BOOST_TEST(of("II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x01\0\0\0\x08\0\0\0\0\0"sv) == 1);
}

BOOST_AUTO_TEST_CASE(numbers_that_do_not_fit_their_entry_stand_elsewhere) {
  using std::string_view_literals::operator""sv;
  const auto tiff =
      "II*\0\x08\0\0\0\x01\0\x52\x01\x03\0\x03\0\0\0\x1a\0\0\0\0\0\0\0\x02\0\0\0\0\0"sv;
  BOOST_TEST((dp::thumbnail::number_of_tiff(tiff, 338) == 2U));
  BOOST_TEST(!dp::thumbnail::number_of_tiff(tiff, 339).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
