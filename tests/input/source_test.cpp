// SPDX-License-Identifier: Apache-2.0
#include "input/source.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>

#include "compressed.hpp"
#include "gzip.hpp"
#include "input/decoder.hpp"
#include "temporary.hpp"
#include "zstd.hpp"

BOOST_AUTO_TEST_SUITE(source)

namespace {

using dp::test::bzip2;
using dp::test::gzip;
using dp::test::skippable;
using dp::test::xz;
using dp::test::zstd;

std::string sample() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "line " + std::to_string(i * i) + "\n";
  return text;
}

struct Unpacked {
  std::string text;
  std::string damage;
};

/// All bytes of a packed file read in pieces of `piece`, and what is wrong with it, or the error.
dp::Result<Unpacked> try_unpack(const std::string& packed, std::size_t piece) {
  const dp::test::TemporaryFolder folder;
  const auto path = folder.write("packed", packed);
  DP_TRY(const auto file, dp::open_file(path, O_RDONLY));
  DP_TRY(const auto stamp, dp::input::stamp_of(file.get()));
  DP_TRY(
      const auto source,
      dp::input::open_source(
          path, stamp, dp::input::compression_of(packed.substr(0, dp::input::kHeadBytes)), 0));
  Unpacked made;
  std::string block(piece, '\0');
  while (true) {
    DP_TRY(const auto got, source->read(block.data(), block.size()));
    made.text.append(block, 0, got);
    if (got < block.size()) break;
  }
  made.damage = source->damage();
  return made;
}

Unpacked unpack_all(const std::string& packed, std::size_t piece) {
  return try_unpack(packed, piece).value();
}

/// As try_unpack, of data that is whole.
dp::Result<std::string> unpack(const std::string& packed, std::size_t piece) {
  DP_TRY(auto made, try_unpack(packed, piece));
  BOOST_TEST(made.damage.empty(), made.damage);
  return std::move(made.text);
}

}  // namespace

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
  const auto tar = unpack(gzip(std::string(257, 'n') + "ustar and more"), 100'000);
  BOOST_REQUIRE(!tar);
  BOOST_TEST(tar.error().message == "is a tar archive, which is not read; unpack it");
  const auto lz4 = unpack("\x04\x22\x4d\x18 and more", 100);
  BOOST_REQUIRE(!lz4);
  BOOST_TEST(lz4.error().message.starts_with("is lz4 data, which is not read"));
}

BOOST_AUTO_TEST_CASE(data_that_is_cut_short_gives_what_is_before_and_says_where) {
  const auto text = sample();
  for (const auto& packed : {gzip(text), zstd(text), bzip2(text), xz(text)}) {
    for (const std::size_t size : {packed.size() - 1, packed.size() / 2, std::size_t{12}}) {
      const auto cut = unpack_all(packed.substr(0, size), 4096);
      BOOST_TEST(text.starts_with(cut.text));
      BOOST_TEST(cut.damage == "the compressed data is cut short: at byte " +
                                   std::to_string(size) + " of the file, after " +
                                   std::to_string(cut.text.size()) + " bytes of its data");
    }
  }
}

BOOST_AUTO_TEST_CASE(the_place_of_damage_does_not_depend_on_how_much_is_read_at_once) {
  const auto text = sample();
  // zstd sees no damage within a block without a checksum.
  for (auto packed :
       {gzip(text), bzip2(text), xz(text), gzip(text) + "rest", zstd(text) + "rest"}) {
    if (!packed.ends_with("rest")) packed[packed.size() / 2] ^= 0x55;
    const auto whole = unpack_all(packed, 10'000'000);
    BOOST_TEST(whole.damage.starts_with("damaged "), whole.damage);
    BOOST_TEST(whole.damage.ends_with("of the file, after " +
                                      std::to_string(whole.text.size()) + " bytes of its data"),
               whole.damage);
    for (const std::size_t piece : {1u, 1000u, 65'536u}) {
      const auto read = unpack_all(packed, piece);
      BOOST_TEST(read.damage == whole.damage);
      BOOST_TEST((read.text == whole.text));
    }
  }
}

BOOST_AUTO_TEST_CASE(whole_data_has_no_damage) {
  for (const auto& packed : {gzip("one\n"), zstd("one\n"), bzip2("one\n"), xz("one\n"),
                             std::string("one\n"), zstd(sample()).substr(0, 0)})
    for (const std::size_t piece : {1u, 4u, 100u})
      BOOST_TEST(unpack_all(packed, piece).damage.empty());
}

BOOST_AUTO_TEST_SUITE_END()
