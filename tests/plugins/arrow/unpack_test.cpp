// SPDX-License-Identifier: Apache-2.0
#include "arrow/unpack.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "zstd.hpp"

BOOST_AUTO_TEST_SUITE(arrow_unpack)

namespace {

using dp::arrow::unpack;
using dp::arrow::wire::Codec;
using dp::test::zstd;

std::string sized(std::int64_t size, const std::string& frame) {
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &size, 8);
  return bytes + frame;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i);
  return text;
}

constexpr const char* kDamaged = "it is damaged: a compressed buffer cannot be unpacked";

}  // namespace

BOOST_AUTO_TEST_CASE(a_frame_is_unpacked_to_its_size) {
  const auto text = long_text();
  BOOST_TEST(
      (unpack(Codec::zstd, sized(static_cast<std::int64_t>(text.size()), zstd(text))).value() ==
       text));
  BOOST_TEST(unpack(Codec::zstd, "").value().empty());
  BOOST_TEST(unpack(Codec::zstd, sized(0, "")).value().empty());
}

BOOST_AUTO_TEST_CASE(a_buffer_may_be_as_it_was) {
  BOOST_TEST(unpack(Codec::lz4_frame, sized(-1, "plain")).value() == "plain");
}

BOOST_AUTO_TEST_CASE(lz4_is_unpacked_or_named_with_the_cure) {
  // What `printf hello | lz4 --no-frame-crc` gives.
  const std::string frame("\x04\x22\x4d\x18\x60\x40\x82\x05\x00\x00\x80hello\x00\x00\x00\x00",
                          20);
  const auto got = unpack(Codec::lz4_frame, sized(5, frame));
  if (got)
    BOOST_TEST(*got == "hello");
  else
    BOOST_TEST(got.error().message.starts_with("it is compressed with lz4, which this dp is"));
}

BOOST_AUTO_TEST_CASE(a_size_that_is_not_true_is_damage_and_takes_no_memory) {
  const auto frame = zstd("text");
  BOOST_TEST(unpack(Codec::zstd, sized(std::int64_t{1} << 60, frame)).error().message ==
             kDamaged);
  BOOST_TEST(unpack(Codec::zstd, sized(3, frame)).error().message == kDamaged);
  BOOST_TEST(unpack(Codec::zstd, sized(-2, frame)).error().message == kDamaged);
  BOOST_TEST(unpack(Codec::zstd, "short").error().message == kDamaged);
  BOOST_TEST(unpack(Codec::zstd, sized(4, frame.substr(0, frame.size() - 1))).error().message ==
             kDamaged);
  BOOST_TEST(unpack(Codec::zstd, sized(4, "no frame")).error().message == kDamaged);
}

BOOST_AUTO_TEST_CASE(other_ways_are_not_known) {
  BOOST_TEST(unpack(static_cast<Codec>(7), sized(4, "....")).error().message ==
             "it is compressed in a way that is not known: write it with zstd or uncompressed");
}

BOOST_AUTO_TEST_SUITE_END()
