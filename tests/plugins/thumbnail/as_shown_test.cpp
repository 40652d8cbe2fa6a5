// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/as_shown.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "pictures.hpp"
#include "thumbnail/vips_pictures.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_as_shown)

namespace {

namespace thumbnail = dp::thumbnail;
using thumbnail::Format;
using thumbnail::Scaling;
using thumbnail::Size;

/// The first row of a TIFF of these 8 numbers, twice.
template <class T>
std::vector<int> shades(std::vector<T> values, std::uint32_t kind) {
  values.insert(values.end(), values.begin(), values.end());
  const auto picture =
      thumbnail::decode(dp::test::tiff_of(values, kind), Format::tiff, Scaling{{8, 2}, {8, 2}});
  BOOST_REQUIRE_MESSAGE(picture, picture.error().message);
  BOOST_REQUIRE(picture->bands == 1u);
  return {picture->bytes.begin(), picture->bytes.begin() + 8};
}

using Shades = std::vector<int>;

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_of_a_tiff_reach_from_black_to_white) {
  const Shades even = {0, 36, 73, 109, 146, 182, 219, 255};
  BOOST_TEST((shades<float>({-70, 0, 70, 140, 210, 280, 350, 420}, 3) == even));
  BOOST_TEST((shades<std::int32_t>({-70, 0, 70, 140, 210, 280, 350, 420}, 2) == even));
  BOOST_TEST((shades<std::uint32_t>({0, 7, 14, 21, 28, 35, 42, 49}, 1) == even));
  BOOST_TEST((shades<std::int16_t>({-700, 0, 700, 1400, 2100, 2800, 3500, 4200}, 2) == even));
  BOOST_TEST((shades<std::int8_t>({-7, 0, 7, 14, 21, 28, 35, 42}, 2) == even));
}

BOOST_AUTO_TEST_CASE(floats_within_0_and_1_are_shares_of_white) {
  const Shades half = {0, 128, 128, 128, 64, 64, 64, 26};
  BOOST_TEST((shades<float>({0, .5, .5, .5, .25, .25, .25, .1F}, 3) == half));
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_black_and_infinities_are_the_ends) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  const Shades expected = {0, 0, 255, 0, 255, 128, 255, 0};
  BOOST_TEST((shades<float>({std::nanf(""), -kInf, kInf, 10, 20, 15, 20, 10}, 3) == expected));
}

BOOST_AUTO_TEST_CASE(one_number_everywhere_is_black) {
  BOOST_TEST((shades<std::uint32_t>(std::vector<std::uint32_t>(8, 7), 1) == Shades(8, 0)));
}

BOOST_AUTO_TEST_CASE(plain_pixels_stay_as_they_are) {
  BOOST_TEST(
      (shades<std::uint8_t>({1, 2, 3, 4, 5, 6, 7, 8}, 1) == Shades{1, 2, 3, 4, 5, 6, 7, 8}));
  BOOST_TEST((shades<std::uint16_t>({0, 256, 512, 1024, 2048, 4096, 8192, 65535}, 1) ==
              Shades{0, 1, 2, 4, 8, 16, 32, 255}));
}

BOOST_AUTO_TEST_CASE(a_gif_is_transparent_outside_its_frame) {
  const auto file = dp::test::gif_with_frame({8, 4}, {4, 1}, {2, 2});
  const auto picture = thumbnail::decode(file, Format::gif, Scaling{{8, 4}, {8, 4}}).value();
  BOOST_REQUIRE(picture.bands == 4u);
  std::string alpha;
  for (std::size_t at = 3; at < picture.bytes.size(); at += 4)
    alpha += picture.bytes[at] == 0 ? '.' : '#';
  BOOST_TEST(alpha == "............##......##..........");
  const auto whole =
      thumbnail::decode(dp::test::gif_of({8, 4}), Format::gif, Scaling{{8, 4}, {8, 4}});
  BOOST_TEST(whole.value().bands == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
