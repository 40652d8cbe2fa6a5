// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/vips_pictures.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_vips_pictures)

namespace {
namespace thumbnail = dp::thumbnail;
using dp::test::why;
using thumbnail::Format;
using thumbnail::Scaling;
using thumbnail::Size;
}  // namespace

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

namespace {

/// A red TIFF of 8 x 8 whose pixels have a fourth sample, 0, which is of this kind; `kind` 3: the
/// file does not say.
std::string tiff_with_extra_sample(std::uint32_t kind) {
  const auto number = [](std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
  };
  const std::uint32_t entries = kind == 3 ? 9 : 10;
  const std::uint32_t bits = 8 + 2 + entries * 12 + 4;
  const std::uint32_t pixels = bits + 8;
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                         std::uint32_t value) {
    return number(tag, 2) + number(type, 2) + number(count, 4) + number(value, 4);
  };
  std::string file = "II" + number(42, 2) + number(8, 4) + number(entries, 2);
  file += entry(256, 3, 1, 8) + entry(257, 3, 1, 8) + entry(258, 3, 4, bits);
  file += entry(259, 3, 1, 1) + entry(262, 3, 1, 2) + entry(273, 4, 1, pixels);
  file += entry(277, 3, 1, 4) + entry(278, 3, 1, 8) + entry(279, 4, 1, 256);
  if (kind != 3) file += entry(338, 3, 1, kind);
  file += number(0, 4) + number(8, 2) + number(8, 2) + number(8, 2) + number(8, 2);
  for (int i = 0; i < 64; ++i) file += std::string("\xdc\x1e\x1e\0", 4);
  return file;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_sample_of_a_tiff_is_alpha_only_if_the_file_says_so) {
  const Scaling half{{4, 4}, {4, 4}};
  for (const std::uint32_t kind : {0U, 3U}) {
    const auto picture =
        thumbnail::decode(tiff_with_extra_sample(kind), Format::tiff, half).value();
    BOOST_REQUIRE(picture.bands == 3U);
    BOOST_TEST(static_cast<int>(picture.bytes[0]) == 220);
    BOOST_TEST(static_cast<int>(picture.bytes[1]) == 30);
  }
  const auto alpha = thumbnail::decode(tiff_with_extra_sample(2), Format::tiff, half).value();
  BOOST_REQUIRE(alpha.bands == 4U);
  BOOST_TEST(static_cast<int>(alpha.bytes[3]) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
