// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/png.hpp"

#include <boost/test/unit_test.hpp>

#include "pictures.hpp"
#include "why.hpp"

using dp::test::why;
using dp::thumbnail::check_png;

BOOST_AUTO_TEST_SUITE(thumbnail_png)

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

BOOST_AUTO_TEST_SUITE_END()
