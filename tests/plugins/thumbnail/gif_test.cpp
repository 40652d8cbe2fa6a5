// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/gif.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "pictures.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_gif)

namespace {
using dp::thumbnail::first_frame_of_gif;
using dp::thumbnail::Size;
}  // namespace

BOOST_AUTO_TEST_CASE(a_frame_has_its_place_on_the_canvas) {
  const auto frame = first_frame_of_gif(dp::test::gif_with_frame({20, 10}, {10, 2}, {5, 4}));
  BOOST_REQUIRE(frame.has_value());
  BOOST_TEST(frame->left == 10u);
  BOOST_TEST(frame->top == 2u);
  BOOST_TEST(frame->size == (Size{5, 4}));
}

BOOST_AUTO_TEST_CASE(extensions_before_the_frame_are_passed_over) {
  const auto file = dp::test::gif_of({20, 10});
  BOOST_TEST(first_frame_of_gif(file).value().size == (Size{20, 10}));
  auto commented = dp::test::gif_with_frame({20, 10}, {1, 2}, {5, 4});
  commented.insert(13 + 6, std::string("\x21\xfe\x05hello\x00", 9));
  BOOST_TEST(first_frame_of_gif(commented).value().left == 1u);
}

BOOST_AUTO_TEST_CASE(a_file_that_ends_before_its_frame_has_none) {
  const auto file = dp::test::gif_with_frame({20, 10}, {10, 2}, {5, 4});
  const std::size_t frame = 13 + 6;
  for (std::size_t size = 0; size < frame + 10; ++size)
    BOOST_TEST(!first_frame_of_gif(file.substr(0, size)).has_value(), size);
  BOOST_TEST(first_frame_of_gif(file.substr(0, frame + 10)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
