// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/vips_image.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(thumbnail_vips_image)

namespace thumbnail = dp::thumbnail;

BOOST_AUTO_TEST_CASE(a_call_makes_an_image_or_gives_a_reason) {
  BOOST_REQUIRE(thumbnail::start_call());
  const auto made =
      thumbnail::make_image([](VipsImage** out) { return vips_black(out, 20, 10, nullptr); });
  BOOST_REQUIRE(made);
  BOOST_TEST((thumbnail::size_of(made->get()) == thumbnail::Size{20, 10}));
  const auto refused = thumbnail::make_image([&](VipsImage** out) {
    return vips_extract_area(made->get(), out, 15, 0, 10, 10, nullptr);
  });
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == dp::Errc::task_failed));
  BOOST_TEST(refused.error().message == "extract_area: bad extract area");
}

BOOST_AUTO_TEST_CASE(the_first_warning_of_pixels_is_kept_until_the_next_call) {
  BOOST_REQUIRE(thumbnail::start_call());
  BOOST_TEST(thumbnail::first_warning() == "");
  g_log("VIPS", G_LOG_LEVEL_WARNING, "Unknown field with tag 33550");
  BOOST_TEST(thumbnail::first_warning() == "");
  g_log("VIPS", G_LOG_LEVEL_WARNING, "a row is missing");
  g_log("VIPS", G_LOG_LEVEL_WARNING, "and another");
  BOOST_TEST(thumbnail::first_warning() == "a row is missing");
  BOOST_REQUIRE(thumbnail::start_call());
  BOOST_TEST(thumbnail::first_warning() == "");
}

BOOST_AUTO_TEST_SUITE_END()
