// SPDX-License-Identifier: Apache-2.0
#include "input/decoder.hpp"

#include <boost/test/unit_test.hpp>

#include "compressed.hpp"
#include "gzip.hpp"
#include "zstd.hpp"

BOOST_AUTO_TEST_SUITE(decoder)

namespace {

using dp::protocol::Compression;
using dp::test::bzip2;
using dp::test::gzip;
using dp::test::skippable;
using dp::test::xz;
using dp::test::zstd;

}  // namespace

BOOST_AUTO_TEST_CASE(compression_is_detected_by_content) {
  BOOST_TEST((dp::input::compression_of(gzip("x").substr(0, 4)) == Compression::gzip));
  BOOST_TEST((dp::input::compression_of(zstd("x").substr(0, 4)) == Compression::zstd));
  const auto of = [](const std::string& bytes) {
    return dp::input::compression_of(bytes.substr(0, dp::input::kTarBytes));
  };
  BOOST_TEST((of(bzip2("x")) == Compression::bzip2));
  BOOST_TEST((of(bzip2("")) == Compression::bzip2));
  BOOST_TEST((of(xz("")) == Compression::xz));
  for (const char kind : {'\x50', '\x55', '\x5f'})
    BOOST_TEST((of(skippable(kind, "1234") + zstd("x")) == Compression::zstd));
  BOOST_TEST((of("PK\x03\x04 and more") == Compression::zip));
  BOOST_TEST((of("\x04\x22\x4d\x18 and more") == Compression::lz4));
  const auto tar = std::string(257, 'n') + "ustar";
  BOOST_TEST((of(tar) == Compression::tar));
  BOOST_TEST((of(tar.substr(1)) == Compression::none));
  for (const char* text : {"192.", "BZh", "BZh9 is a word", "PK", "P*M",
                           "\xfd"
                           "7zX"})
    BOOST_TEST((of(text) == Compression::none), text);
  BOOST_TEST((dp::input::compression_of("") == Compression::none));
}

BOOST_AUTO_TEST_CASE(bytes_come_out_as_they_go_in_a_byte_at_a_time) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "line " + std::to_string(i * i) + "\n";
  const std::pair<Compression, std::string> kPacked[] = {{Compression::gzip, gzip(text)},
                                                         {Compression::zstd, zstd(text)},
                                                         {Compression::bzip2, bzip2(text)},
                                                         {Compression::xz, xz(text)}};
  for (const auto& [compression, packed] : kPacked) {
    const auto decoder = dp::input::make_decoder(compression).value();
    BOOST_TEST(!decoder->inside());
    std::string made;
    for (std::size_t at = 0; at < packed.size();) {
      char out[7];
      const auto step =
          decoder->decode(std::string_view(packed).substr(at, 1), out, sizeof out);
      BOOST_REQUIRE(step.status.has_value());
      at += step.consumed;
      made.append(out, step.made);
    }
    BOOST_TEST(!decoder->inside());
    BOOST_TEST((made == text));
  }
}

BOOST_AUTO_TEST_CASE(what_is_plain_has_no_decoder) {
  BOOST_TEST((dp::input::make_decoder(Compression::none).value() == nullptr));
  BOOST_TEST(!dp::input::make_decoder(Compression::zip));
}

BOOST_AUTO_TEST_CASE(a_place_is_told_in_the_file_and_in_its_data) {
  BOOST_TEST(dp::input::place_of_damage("broken", 12, 34) ==
             "broken: at byte 12 of the file, after 34 bytes of its data");
}

BOOST_AUTO_TEST_SUITE_END()
