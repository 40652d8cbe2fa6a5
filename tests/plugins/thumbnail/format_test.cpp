// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/format.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_format)

namespace thumbnail = dp::thumbnail;
using thumbnail::Format;

BOOST_AUTO_TEST_CASE(a_format_is_detected_by_content) {
  BOOST_TEST((thumbnail::format_of_content(dp::test::jpeg_of({8, 8})) == Format::jpeg));
  BOOST_TEST((thumbnail::format_of_content(dp::test::png_of({8, 8})) == Format::png));
  BOOST_TEST((thumbnail::format_of_content(dp::test::webp_of({8, 8})) == Format::webp));
  BOOST_TEST((thumbnail::format_of_content(dp::test::gif_of({8, 8})) == Format::gif));
  BOOST_TEST((thumbnail::format_of_content(dp::test::tiff_of({8, 8}, 1)) == Format::tiff));
  for (const char* other : {"", "BM", "RIFF....WAVE", "GIF88a", "%PDF-1.4"})
    BOOST_TEST(!thumbnail::format_of_content(other).has_value(), other);
}

BOOST_AUTO_TEST_CASE(extensions_stand_for_formats_whatever_their_case) {
  BOOST_TEST((thumbnail::format_of_extension("JPG") == Format::jpeg));
  BOOST_TEST((thumbnail::format_of_extension("jpeg") == Format::jpeg));
  BOOST_TEST((thumbnail::format_of_extension("Tif") == Format::tiff));
  for (const char* other : {"", "jp", "jpgs", "bmp"})
    BOOST_TEST(!thumbnail::format_of_extension(other).has_value(), other);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_becomes_something_alike) {
  BOOST_TEST((thumbnail::thumbnail_format("gif") == Format::png));
  BOOST_TEST((thumbnail::thumbnail_format("webp") == Format::webp));
  BOOST_TEST((thumbnail::thumbnail_format("tiff") == Format::jpeg));
  BOOST_TEST((thumbnail::thumbnail_format("") == Format::jpeg));
  BOOST_TEST(thumbnail::extension_of(Format::jpeg) == "jpg");
  BOOST_TEST(thumbnail::extension_of(Format::webp) == "webp");
}

BOOST_AUTO_TEST_SUITE_END()
