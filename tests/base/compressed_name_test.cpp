// SPDX-License-Identifier: Apache-2.0
#include "base/compressed_name.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(compressed_name)

using dp::compression_by_name;
using dp::FileCompression;
using dp::uncompressed_name;

BOOST_AUTO_TEST_CASE(the_extension_says_how_a_file_is_compressed) {
  const struct {
    const char* path;
    FileCompression compression;
    const char* inside;
  } cases[] = {
      {"out.csv.gz", FileCompression::gzip, "out.csv"},
      {"a.b/out.ndjson.zst", FileCompression::zstd, "a.b/out.ndjson"},
      {"out.csv", FileCompression::none, "out.csv"},
      {"out.gz.csv", FileCompression::none, "out.gz.csv"},
      {"out.csv.GZ", FileCompression::none, "out.csv.GZ"},
      {"gz", FileCompression::none, "gz"},
      {".gz", FileCompression::gzip, ""},
      {"-", FileCompression::none, "-"},
      {"", FileCompression::none, ""},
  };
  for (const auto& each : cases) {
    BOOST_TEST((compression_by_name(each.path) == each.compression), each.path);
    BOOST_TEST(uncompressed_name(each.path) == each.inside);
  }
}

BOOST_AUTO_TEST_CASE(each_compression_has_levels_of_its_own) {
  BOOST_TEST(dp::most_level(FileCompression::gzip) == 9);
  BOOST_TEST(dp::most_level(FileCompression::zstd) == 19);
}

BOOST_AUTO_TEST_SUITE_END()
