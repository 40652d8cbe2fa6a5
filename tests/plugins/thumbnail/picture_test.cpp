// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/picture.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_picture)

using dp::thumbnail::Picture;
using dp::thumbnail::Size;

BOOST_AUTO_TEST_CASE(every_orientation_is_turned_upright) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto stored = dp::test::stored_with(orientation, {6, 4});
    BOOST_TEST(stored.size ==
               (dp::thumbnail::is_turned(orientation) ? Size{4, 6} : Size{6, 4}));
    const auto seen = upright(stored, orientation);
    BOOST_TEST(seen.size == (Size{6, 4}));
    BOOST_TEST((seen.bytes == dp::test::quarters({6, 4}).bytes), orientation);
  }
}

BOOST_AUTO_TEST_CASE(a_quarter_turn_goes_the_way_that_exif_says) {
  // Stored with 6, the first row is seen on the right.
  const Picture stored{{2, 1}, 1, {10, 20}};
  BOOST_TEST((upright(stored, 6).bytes == std::vector<std::uint8_t>{10, 20}));
  const Picture square{{2, 2}, 1, {1, 2, 3, 4}};
  BOOST_TEST((upright(square, 6).bytes == std::vector<std::uint8_t>{3, 1, 4, 2}));
  BOOST_TEST((upright(square, 8).bytes == std::vector<std::uint8_t>{2, 4, 1, 3}));
  BOOST_TEST((upright(square, 5).bytes == std::vector<std::uint8_t>{1, 3, 2, 4}));
  BOOST_TEST((upright(square, 7).bytes == std::vector<std::uint8_t>{4, 2, 3, 1}));
}

BOOST_AUTO_TEST_CASE(what_is_transparent_is_white_in_a_jpeg) {
  const Picture picture{{2, 1}, 4, {10, 20, 30, 255, 10, 20, 30, 0}};
  BOOST_TEST(
      (without_alpha(picture).bytes == std::vector<std::uint8_t>{10, 20, 30, 255, 255, 255}));
}

BOOST_AUTO_TEST_SUITE_END()
