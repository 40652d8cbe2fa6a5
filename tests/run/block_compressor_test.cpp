// SPDX-License-Identifier: Apache-2.0
#include "run/block_compressor.hpp"

#include <boost/test/unit_test.hpp>

#include "unpacked.hpp"

BOOST_AUTO_TEST_SUITE(block_compressor)

namespace {

using dp::FileCompression;
using dp::run::BlockCompressor;
using dp::test::unpacked;

std::string compressed(FileCompression how, std::string_view plain, int level = 0) {
  std::string out = "what was there before";
  auto made = BlockCompressor::make(how, level).value();
  BOOST_REQUIRE(made.compress(plain, out).has_value());
  return out;
}

/// Text with much to find in it, near and far.
std::string text() {
  std::string made;
  for (int i = 0; i < 20'000; ++i)
    made += std::to_string(i * 7919 % 1000) + " " + std::to_string(i * i % 977) + "\n";
  return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_block_comes_back_as_it_was) {
  for (const auto how : {FileCompression::gzip, FileCompression::zstd})
    for (const auto& plain : {std::string(), std::string("a"), text()}) {
      BOOST_TEST((unpacked(compressed(how, plain)) == plain));
      BOOST_TEST(
          (unpacked(compressed(how, plain) + compressed(how, "more")) == plain + "more"));
    }
}

BOOST_AUTO_TEST_CASE(a_block_depends_on_nothing_that_was_compressed_before) {
  for (const auto how : {FileCompression::gzip, FileCompression::zstd}) {
    auto made = BlockCompressor::make(how, 0).value();
    std::string first, second;
    BOOST_REQUIRE(made.compress(text(), first).has_value());
    BOOST_REQUIRE(made.compress("one, two", second).has_value());
    BOOST_TEST((second == compressed(how, "one, two")));
    BOOST_REQUIRE(made.compress(text(), second).has_value());
    BOOST_TEST((second == first));
  }
}

BOOST_AUTO_TEST_CASE(a_level_changes_the_bytes_and_not_the_text) {
  for (const auto how : {FileCompression::gzip, FileCompression::zstd}) {
    const auto fast = compressed(how, text(), 1);
    const auto usual = compressed(how, text());
    const auto small = compressed(how, text(), dp::most_level(how));
    BOOST_TEST((fast != usual));
    BOOST_TEST((small != usual));
    for (const auto& bytes : {fast, small}) BOOST_TEST((unpacked(bytes) == text()));
  }
}

BOOST_AUTO_TEST_CASE(a_member_holds_no_time_and_no_name) {
  const auto member = compressed(FileCompression::gzip, "text");
  BOOST_REQUIRE(member.size() > 18U);
  BOOST_TEST((member.substr(0, 8) == std::string("\x1f\x8b\x08\0\0\0\0\0", 8)));
}

BOOST_AUTO_TEST_CASE(a_frame_has_a_checksum) {
  auto frame = compressed(FileCompression::zstd, text());
  frame.back() = static_cast<char>(frame.back() ^ 1);
  BOOST_TEST((unpacked(frame) != text()));
}

BOOST_AUTO_TEST_SUITE_END()
