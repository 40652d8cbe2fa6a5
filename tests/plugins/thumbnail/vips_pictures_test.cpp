// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/vips_pictures.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"
#include "why.hpp"

namespace {
namespace thumbnail = dp::thumbnail;
using dp::test::why;
using thumbnail::Format;
using thumbnail::Scaling;
using thumbnail::Size;
}  // namespace

BOOST_AUTO_TEST_SUITE(thumbnail_vips_pictures)

BOOST_AUTO_TEST_CASE(headers_tell_size_and_orientation) {
  const auto size_of = [](const std::string& file, Format format) {
    return thumbnail::read_header(file, format).value().size;
  };
  BOOST_TEST(size_of(dp::test::png_of({20, 10}), Format::png) == (Size{20, 10}));
  BOOST_TEST(size_of(dp::test::webp_of({20, 10}), Format::webp) == (Size{20, 10}));
  BOOST_TEST(size_of(dp::test::gif_of({20, 10}), Format::gif) == (Size{20, 10}));
  const auto tiff =
      thumbnail::read_header(dp::test::tiff_of({20, 10}, 6), Format::tiff).value();
  BOOST_TEST(tiff.size == (Size{10, 20}));
  BOOST_TEST(tiff.orientation == 6);
}

BOOST_AUTO_TEST_CASE(a_picture_is_decoded_and_scaled) {
  const Scaling half{{20, 16}, {20, 16}};
  const auto picture =
      thumbnail::decode(dp::test::png_of({40, 32}, 4), Format::png, half).value();
  BOOST_TEST(picture.size == (Size{20, 16}));
  BOOST_TEST(picture.bands == 4u);
  const auto file = thumbnail::encode(picture, Format::webp, 90).value();
  BOOST_TEST(dp::test::quarters_of(file).value() == "RG/B.");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_off_is_refused) {
  const auto file = dp::test::png_of({64, 64});
  const Scaling same{{64, 64}, {64, 64}};
  BOOST_TEST(why(thumbnail::decode(file.substr(0, file.size() / 2), Format::png, same)) != "");
  BOOST_TEST(!thumbnail::read_header("no picture", Format::png).has_value());
}

BOOST_AUTO_TEST_CASE(a_profile_that_is_damaged_counts_as_none) {
  const auto picture = dp::test::quarters({4, 4});
  BOOST_TEST((thumbnail::to_srgb(picture, "no profile").value().bytes == picture.bytes));
}

BOOST_AUTO_TEST_SUITE_END()
