// SPDX-License-Identifier: Apache-2.0
#include "input/source.hpp"

#include <bzlib.h>
#include <fcntl.h>
#include <lzma.h>

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

std::string bzip2(std::string text) {
  std::string packed(text.size() + text.size() / 100 + 600, '\0');
  auto size = static_cast<unsigned>(packed.size());
  const int code = BZ2_bzBuffToBuffCompress(packed.data(), &size, text.data(),
                                            static_cast<unsigned>(text.size()), 9, 0, 0);
  BOOST_REQUIRE(code == BZ_OK);
  packed.resize(size);
  return packed;
}

std::string xz(const std::string& text) {
  std::string packed(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  const auto code = lzma_easy_buffer_encode(
      6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()),
      text.size(), reinterpret_cast<std::uint8_t*>(packed.data()), &size, packed.size());
  BOOST_REQUIRE(code == LZMA_OK);
  packed.resize(size);
  return packed;
}

/// A frame of zstd that readers pass over, as pzstd writes it before each frame of data.
std::string skippable(char kind, const std::string& text) {
  return std::string{kind} + "\x2a\x4d\x18" +
         std::string{static_cast<char>(text.size()), 0, 0, 0} + text;
}

/// All bytes of a packed file read in pieces of `piece`, or the error.
dp::Result<std::string> unpack(const std::string& packed, std::size_t piece) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("packed", packed);
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  DP_TRY(const auto stamp, dp::input::stamp_of(file.get()));
  DP_TRY(
      const auto source,
      dp::input::open_source(
          path, stamp, dp::input::compression_of(packed.substr(0, dp::input::kHeadBytes)), 0));
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
  const auto of = [](const std::string& bytes) {
    return dp::input::compression_of(bytes.substr(0, dp::input::kHeadBytes));
  };
  BOOST_TEST((of(bzip2("x")) == Compression::bzip2));
  BOOST_TEST((of(bzip2("")) == Compression::bzip2));
  BOOST_TEST((of(xz("")) == Compression::xz));
  for (const char kind : {'\x50', '\x55', '\x5f'})
    BOOST_TEST((of(skippable(kind, "1234") + zstd("x")) == Compression::zstd));
  BOOST_TEST((of("PK\x03\x04 and more") == Compression::zip));
  BOOST_TEST((of("\x04\x22\x4d\x18 and more") == Compression::lz4));
  for (const char* text : {"192.", "BZh", "BZh9 is a word", "PK", "P*M",
                           "\xfd"
                           "7zX"})
    BOOST_TEST((of(text) == Compression::none), text);
  BOOST_TEST((dp::input::compression_of("") == Compression::none));
}

BOOST_AUTO_TEST_CASE(gzip_and_zstd_give_the_bytes_that_went_in) {
  const auto text = sample();
  for (const std::size_t piece : {1000u, 65'536u, 10'000'000u}) {
    BOOST_TEST((unpack(gzip(text), piece).value() == text));
    BOOST_TEST((unpack(zstd(text), piece).value() == text));
    BOOST_TEST((unpack(bzip2(text), piece).value() == text));
    BOOST_TEST((unpack(xz(text), piece).value() == text));
  }
}

BOOST_AUTO_TEST_CASE(members_and_frames_are_put_one_behind_the_other) {
  BOOST_TEST(unpack(gzip("one\n") + gzip("two\n"), 100).value() == "one\ntwo\n");
  BOOST_TEST(unpack(zstd("one\n") + zstd("two\n"), 100).value() == "one\ntwo\n");
  BOOST_TEST(unpack(gzip("one\n") + std::string(512, '\0'), 100).value() == "one\n");
}

BOOST_AUTO_TEST_CASE(streams_of_bzip2_and_xz_and_frames_that_are_skipped_follow_one_another) {
  const std::string zeros(8, '\0');
  BOOST_TEST(unpack(bzip2("one\n") + bzip2("two\n"), 100).value() == "one\ntwo\n");
  BOOST_TEST(unpack(xz("one\n") + zeros + xz("two\n") + zeros, 100).value() == "one\ntwo\n");
  BOOST_TEST(
      unpack(skippable('\x50', "1234") + zstd("one\n") + skippable('\x5f', "") + zstd("two\n"),
             100)
          .value() == "one\ntwo\n");
  BOOST_TEST(unpack(bzip2(""), 100).value().empty());
  BOOST_TEST(unpack(xz(""), 100).value().empty());
}

BOOST_AUTO_TEST_CASE(what_is_known_but_not_read_is_refused_by_name) {
  const auto zip = unpack("PK\x03\x04 and more", 100);
  BOOST_REQUIRE(!zip);
  BOOST_TEST(zip.error().message.starts_with("is a zip archive, which is not read"));
  const auto lz4 = unpack("\x04\x22\x4d\x18 and more", 100);
  BOOST_REQUIRE(!lz4);
  BOOST_TEST(lz4.error().message.starts_with("is lz4 data, which is not read"));
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
  for (const auto& whole : {bzip2(sample()), xz(sample())}) {
    const auto cut = unpack(whole.substr(0, whole.size() / 2), 4096);
    BOOST_REQUIRE(!cut.has_value());
    BOOST_TEST(cut.error().message == "the compressed data is cut short");
    auto broken = whole;
    broken[whole.size() / 2] = static_cast<char>(~broken[whole.size() / 2]);
    BOOST_TEST(!unpack(broken, 4096).has_value());
  }
  const auto frame = zstd(sample());
  BOOST_TEST(!unpack(frame.substr(0, frame.size() / 2), 4096).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
