// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/png.hpp"

#include <zlib.h>

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(thumbnail_png)

using dp::test::why;
using dp::thumbnail::check_png;

BOOST_AUTO_TEST_CASE(a_file_that_is_whole_or_cut_off_has_right_checksums) {
  const auto file = dp::test::png_of({16, 16});
  BOOST_TEST(why(check_png(file)) == "");
  // Whether rows are missing then, the decoder knows.
  for (std::size_t size = 0; size < file.size(); size += 7)
    BOOST_TEST(why(check_png(file.substr(0, size))) == "", size);
  BOOST_TEST(why(check_png(file + "after the end")) == "");
}

BOOST_AUTO_TEST_CASE(the_first_chunk_that_is_damaged_is_named) {
  const auto file = dp::test::png_of({16, 16});
  auto damaged = file;
  damaged[file.find("IHDR") + 6] ^= 1;
  BOOST_TEST(why(check_png(damaged)) ==
             "damaged: the checksum of chunk IHDR at byte 8 is wrong");
  damaged = file;
  const auto data = file.find("IDAT");
  damaged[data + 5] ^= 0x40;
  BOOST_TEST(why(check_png(damaged)) == "damaged: the checksum of chunk IDAT at byte " +
                                            std::to_string(data - 4) + " is wrong");
}

namespace {

/// The file with a chunk of this type and these bytes before its pixels, and a checksum or zeros.
std::string with_chunk(const std::string& file, const std::string& type,
                       const std::string& data, bool is_sound) {
  const auto word = [](std::uint64_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
      text += static_cast<char>(value >> shift & 0xff);
    return text;
  };
  const auto summed = type + data;
  const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(summed.data()), summed.size());
  const auto at = file.find("IDAT") - 4;
  return file.substr(0, at) + word(data.size()) + summed + word(is_sound ? sum : sum ^ 1) +
         file.substr(at);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_damaged_chunk_that_a_picture_can_do_without_does_not_count) {
  const auto file = dp::test::png_of({16, 16});
  for (const char* type : {"tIME", "pHYs", "tEXt", "zTXt", "iTXt", "gAMA", "prVt"})
    BOOST_TEST(why(check_png(with_chunk(file, type, "data", false))) == "", type);
  BOOST_TEST(why(check_png(with_chunk(file, "tRNS", "data", false))) != "");
  BOOST_TEST(why(check_png(with_chunk(file, "ABCD", "data", false))) != "");
}

BOOST_AUTO_TEST_CASE(extra_chunks_are_dropped_unless_they_say_how_pixels_look) {
  auto plain = dp::test::png_of({16, 16});
  dp::thumbnail::drop_extras(plain);
  for (const char* type : {"tIME", "pHYs", "tEXt", "prVt"})
    for (const bool is_sound : {true, false}) {
      auto file = with_chunk(plain, type, "data", is_sound);
      dp::thumbnail::drop_extras(file);
      BOOST_TEST((file == plain), type);
    }
  auto file = with_chunk(plain, "gAMA", std::string("\0\0\xb1\x8f", 4), true);
  const auto before = file;
  dp::thumbnail::drop_extras(file);
  BOOST_TEST((file == before));
  file = with_chunk(plain, "gAMA", "data", false);
  dp::thumbnail::drop_extras(file);
  BOOST_TEST((file == plain));
  for (std::size_t size = 8; size < plain.size(); ++size) {
    auto cut = plain.substr(0, size);
    dp::thumbnail::drop_extras(cut);
    BOOST_TEST((cut == plain.substr(0, size)), size);
  }
}

BOOST_AUTO_TEST_SUITE_END()
