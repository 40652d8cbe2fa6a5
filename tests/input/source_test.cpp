// SPDX-License-Identifier: Apache-2.0
#include "input/source.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>

#include "gzip.hpp"
#include "temporary.hpp"
#include "zstd.hpp"

namespace {

using dp::protocol::Compression;
using dp::test::gzip;
using dp::test::zstd;

std::string sample() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "line " + std::to_string(i * i) + "\n";
  return text;
}

/// All bytes of a packed file read in pieces of `piece`, or the error.
dp::Result<std::string> unpack(const std::string& packed, std::size_t piece) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("packed", packed);
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  DP_TRY(const auto stamp, dp::input::stamp_of(file.get()));
  DP_TRY(
      const auto source,
      dp::input::open_source(path, stamp, dp::input::compression_of(packed.substr(0, 4)), 0));
  std::string text;
  std::string block(piece, '\0');
  while (true) {
    DP_TRY(const auto got, source->read(block.data(), block.size()));
    text.append(block, 0, got);
    if (got < block.size()) return text;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(packing_is_told_by_content) {
  BOOST_TEST((dp::input::compression_of(gzip("x").substr(0, 4)) == Compression::gzip));
  BOOST_TEST((dp::input::compression_of(zstd("x").substr(0, 4)) == Compression::zstd));
  BOOST_TEST((dp::input::compression_of("192.") == Compression::none));
  BOOST_TEST((dp::input::compression_of("") == Compression::none));
}

BOOST_AUTO_TEST_CASE(gzip_and_zstd_give_the_bytes_that_went_in) {
  const auto text = sample();
  for (const std::size_t piece : {1000u, 65'536u, 10'000'000u}) {
    BOOST_TEST((unpack(gzip(text), piece).value() == text));
    BOOST_TEST((unpack(zstd(text), piece).value() == text));
  }
}

BOOST_AUTO_TEST_CASE(members_and_frames_are_put_one_behind_the_other) {
  BOOST_TEST(unpack(gzip("one\n") + gzip("two\n"), 100).value() == "one\ntwo\n");
  BOOST_TEST(unpack(zstd("one\n") + zstd("two\n"), 100).value() == "one\ntwo\n");
  BOOST_TEST(unpack(gzip("one\n") + std::string(512, '\0'), 100).value() == "one\n");
}

BOOST_AUTO_TEST_CASE(cut_and_damaged_data_are_errors) {
  const auto packed = gzip(sample());
  for (const std::size_t size : {packed.size() - 1, packed.size() / 2, std::size_t{12}}) {
    const auto cut = unpack(packed.substr(0, size), 4096);
    BOOST_REQUIRE(!cut.has_value());
    BOOST_TEST(cut.error().message == "the compressed data is cut short");
  }
  auto damaged = packed;
  damaged[packed.size() / 2] = static_cast<char>(~damaged[packed.size() / 2]);
  BOOST_TEST(!unpack(damaged, 4096).has_value());
  const auto frame = zstd(sample());
  BOOST_TEST(!unpack(frame.substr(0, frame.size() / 2), 4096).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
