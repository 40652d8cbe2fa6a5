// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/geometry.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_geometry)

using dp::thumbnail::Fit;
using dp::thumbnail::Size;

BOOST_AUTO_TEST_CASE(sizes_are_a_side_or_two) {
  const auto parse = dp::thumbnail::parse_size;
  BOOST_TEST(parse("128").value() == (Size{128, 128}));
  BOOST_TEST(parse("128x96").value() == (Size{128, 96}));
  BOOST_TEST(parse("65535x1").value() == (Size{65535, 1}));
  for (const char* bad : {"", "0", "x", "128x", "x96", "128x0", "65536", "-1", "1.5", "128X96"})
    BOOST_TEST(!parse(bad), bad);
}

BOOST_AUTO_TEST_CASE(inside_keeps_the_shape_and_never_enlarges) {
  struct Case {
    Size picture, box, expected;
  };
  const Case cases[] = {
      {{400, 300}, {128, 128}, {128, 96}},  {{300, 400}, {128, 128}, {96, 128}},
      {{400, 300}, {128, 64}, {85, 64}},    {{100, 50}, {128, 128}, {100, 50}},
      {{128, 128}, {128, 128}, {128, 128}}, {{1000, 1}, {128, 128}, {128, 1}},
      {{129, 3}, {128, 128}, {128, 3}},     {{1, 65535}, {10, 10}, {1, 10}}};
  for (const auto& [picture, box, expected] : cases) {
    const auto scaling = scale_into(picture, box, Fit::inside);
    BOOST_TEST(scaling.result == expected);
    BOOST_TEST(scaling.scaled == expected);
  }
}

BOOST_AUTO_TEST_CASE(cover_fills_the_box_from_the_middle) {
  const auto wide = scale_into({400, 300}, {100, 100}, Fit::cover);
  BOOST_TEST(wide.scaled == (Size{133, 100}));
  BOOST_TEST(wide.result == (Size{100, 100}));
  BOOST_TEST(wide.left == 16u);
  BOOST_TEST(wide.top == 0u);
  const auto small = scale_into({10, 20}, {100, 50}, Fit::cover);
  BOOST_TEST(small.scaled == (Size{100, 200}));
  BOOST_TEST(small.top == 75u);
  BOOST_TEST(small.turned().left == 75u);
}

BOOST_AUTO_TEST_SUITE_END()
