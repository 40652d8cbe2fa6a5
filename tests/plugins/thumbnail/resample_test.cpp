// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/resample.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>

#include "pictures.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_resample)

using dp::thumbnail::Picture;
using dp::thumbnail::Scaling;
using dp::thumbnail::Size;

namespace {

Picture grey(Size size, std::uint8_t value) {
  return {size, 1, std::vector<std::uint8_t>(size.pixels(), value)};
}

Picture scaled(const Picture& picture, const Scaling& scaling) {
  dp::thumbnail::Resampler resampler(picture.size, picture.bands, scaling);
  for (std::uint32_t row = 0; row < picture.size.height; ++row)
    resampler.add(picture.bytes.data() + row * picture.stride());
  return resampler.take();
}

}  // namespace

BOOST_AUTO_TEST_CASE(scaling_keeps_an_even_colour_and_the_same_size) {
  for (const Size to : {Size{1, 1}, Size{7, 5}, Size{100, 3}, Size{31, 77}, Size{200, 150}})
    BOOST_TEST((scaled(grey({100, 75}, 201), {to, to}).bytes == grey(to, 201).bytes), to);
  Picture picture = grey({9, 7}, 0);
  std::iota(picture.bytes.begin(), picture.bytes.end(), std::uint8_t{0});
  BOOST_TEST((scaled(picture, {picture.size, picture.size}).bytes == picture.bytes));
}

BOOST_AUTO_TEST_CASE(scaling_weighs_the_pixels_that_are_covered) {
  // Half black, half white: the edge stays where it is, and each half keeps its colour.
  Picture picture = grey({64, 1}, 0);
  std::fill(picture.bytes.begin() + 32, picture.bytes.end(), std::uint8_t{255});
  const auto small = scaled(picture, {{8, 1}, {8, 1}});
  BOOST_TEST((small.bytes == std::vector<std::uint8_t>{0, 0, 0, 0, 255, 255, 255, 255}) ==
             false);
  BOOST_TEST(small.bytes[0] == 0);
  BOOST_TEST(small.bytes[7] == 255);
  BOOST_TEST(small.bytes[3] + small.bytes[4] == 255);
  // A part of it is that part.
  const auto part = scaled(picture, {{8, 1}, {4, 1}, 2, 0});
  BOOST_TEST((part.bytes ==
              std::vector<std::uint8_t>(small.bytes.begin() + 2, small.bytes.begin() + 6)));
}

BOOST_AUTO_TEST_SUITE_END()
