// SPDX-License-Identifier: Apache-2.0
#include "input/item_buffer.hpp"

#include <dp/abi.h>
#include <fcntl.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "gzip.hpp"
#include "input/decoder.hpp"
#include "temporary.hpp"
#include "zstd.hpp"

namespace item_buffer {
namespace {

using dp::input::ItemBuffer;
using dp::protocol::kWholeItem;
using dp::protocol::Slice;

constexpr std::size_t kMost = 10'000;
constexpr std::size_t kBlock = 1000;

/// A text in which each eight bytes are different.
std::string text_of(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(10'000'000 + i);
  text.resize(size);
  return text;
}

struct Fixture {
  /// A file of `bytes` as an item.
  Slice item(const std::string& bytes) const {
    Slice slice;
    slice.name = slice.path = folder.write("item", bytes);
    const auto file = dp::open_file(slice.path, O_RDONLY).value();
    slice.stamp = dp::input::stamp_of(file.get()).value();
    slice.compression = dp::input::compression_of(bytes.substr(0, 4));
    return slice;
  }
  /// Fill until the item ends; what is held then.
  std::string rest() {
    while (!buffer.at_end()) BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
    return std::string(buffer.held());
  }

  dp::test::TemporaryFolder folder;
  ItemBuffer buffer{kBlock, kMost};
};

}  // namespace
}  // namespace item_buffer

BOOST_FIXTURE_TEST_SUITE(item_buffer, Fixture)

BOOST_AUTO_TEST_CASE(nothing_is_held_before_the_first_fill) {
  BOOST_REQUIRE(buffer.open(item("abc"), 0).has_value());
  BOOST_TEST(buffer.held() == "");
  BOOST_TEST(buffer.offset() == 0U);
  BOOST_TEST(!buffer.at_end());
}

BOOST_AUTO_TEST_CASE(an_item_is_held_from_the_byte_at_which_it_was_opened) {
  const auto text = text_of(5000);
  for (const std::uint64_t begin : {0U, 1U, 1000U, 4999U}) {
    BOOST_REQUIRE(buffer.open(item(text), begin).has_value());
    BOOST_TEST(rest() == text.substr(begin));
    BOOST_TEST(buffer.offset() == begin);
  }
}

BOOST_AUTO_TEST_CASE(offsets_of_a_compressed_item_are_those_of_its_text) {
  const auto text = text_of(5000);
  for (const auto& compressed : {dp::test::gzip(text), dp::test::zstd(text)}) {
    for (const std::uint64_t begin : {0U, 999U, 1000U, 1001U, 4999U}) {
      BOOST_REQUIRE(buffer.open(item(compressed), begin).has_value());
      BOOST_TEST(rest() == text.substr(begin));
      BOOST_TEST(buffer.offset() == begin);
    }
  }
}

BOOST_AUTO_TEST_CASE(passing_over_the_head_of_a_compressed_item_gives_signs_of_life) {
  int signs = 0;
  buffer.report_skips([&] { ++signs; });
  const auto text = text_of(5000);
  BOOST_REQUIRE(buffer.open(item(text), 4999).has_value());
  BOOST_TEST(signs == 0);
  BOOST_REQUIRE(buffer.open(item(dp::test::gzip(text)), 4999).has_value());
  BOOST_TEST(signs >= 3);
}

BOOST_AUTO_TEST_CASE(an_item_that_is_opened_past_its_end_is_at_its_end) {
  BOOST_REQUIRE(buffer.open(item(dp::test::gzip(text_of(1500))), 1501).has_value());
  BOOST_TEST(buffer.at_end());
  BOOST_TEST(buffer.held() == "");
  BOOST_REQUIRE(buffer.open(item("abc"), 4).has_value());
  BOOST_TEST(rest() == "");
}

BOOST_AUTO_TEST_CASE(what_is_dropped_goes_and_what_follows_is_appended) {
  const auto text = text_of(4000);
  BOOST_REQUIRE(buffer.open(item(text), 0).has_value());
  BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
  BOOST_TEST(buffer.held() == text.substr(0, kBlock));
  buffer.drop(900);
  BOOST_TEST(buffer.held() == text.substr(900, 100));
  BOOST_TEST(buffer.offset() == 900U);
  BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
  BOOST_TEST(buffer.held() == text.substr(900, 1000));
  BOOST_TEST(buffer.offset() == 900U);
  buffer.drop(1000);
  BOOST_TEST(rest() == text.substr(1900));
  BOOST_TEST(buffer.offset() == 1900U);
}

BOOST_AUTO_TEST_CASE(
    past_the_end_of_a_slice_only_a_little_is_read_and_twice_as_much_each_time) {
  ItemBuffer large(256 << 10, 1 << 20);
  const auto text = text_of(100'000);
  BOOST_REQUIRE(large.open(item(text), 0).has_value());
  BOOST_REQUIRE(large.fill(50).has_value());
  BOOST_TEST(large.held().size() == 50U + 4096U);
  BOOST_REQUIRE(large.fill(50).has_value());
  BOOST_TEST(large.held().size() == 2 * (50U + 4096U));
  BOOST_REQUIRE(large.fill(50).has_value());
  BOOST_TEST(large.held() == text.substr(0, 4 * (50 + 4096)));
}

BOOST_AUTO_TEST_CASE(at_end_comes_with_the_last_byte_or_with_the_fill_after_it) {
  BOOST_REQUIRE(buffer.open(item(text_of(kBlock - 1)), 0).has_value());
  BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
  BOOST_TEST(buffer.at_end());
  BOOST_REQUIRE(buffer.open(item(text_of(kBlock)), 0).has_value());
  BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
  BOOST_TEST(buffer.held().size() == kBlock);
  BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
  BOOST_TEST(buffer.at_end());
  BOOST_TEST(buffer.held() == text_of(kBlock));
}

BOOST_AUTO_TEST_CASE(what_is_held_grows_to_the_most_and_no_further_than_two_blocks_past_it) {
  const auto text = text_of(10 * kMost);
  BOOST_REQUIRE(buffer.open(item(text), 0).has_value());
  while (buffer.held().size() < kMost) {
    const auto before = buffer.held().size();
    BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
    BOOST_REQUIRE(buffer.held().size() >= before + kBlock / 2);
  }
  BOOST_TEST(buffer.held().size() <= kMost + 2 * kBlock);
  BOOST_TEST((buffer.held() == text.substr(0, buffer.held().size())));
}

BOOST_AUTO_TEST_CASE(what_is_held_is_followed_by_zeros_as_padding) {
  BOOST_REQUIRE(buffer.open(item(text_of(3500)), 0).has_value());
  while (!buffer.at_end()) {
    BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
    const auto* padding = buffer.held().data() + buffer.held().size();
    BOOST_TEST(std::count(padding, padding + DP_PADDING, '\0') == DP_PADDING);
    buffer.drop(buffer.held().size() / 2);
  }
}

BOOST_AUTO_TEST_CASE(opening_another_item_forgets_the_one_before) {
  BOOST_REQUIRE(buffer.open(item("first"), 0).has_value());
  BOOST_TEST(rest() == "first");
  buffer.drop(3);
  BOOST_REQUIRE(buffer.open(item("second one"), 7).has_value());
  BOOST_TEST(!buffer.at_end());
  BOOST_TEST(rest() == "one");
  BOOST_TEST(buffer.offset() == 7U);
}

BOOST_AUTO_TEST_CASE(an_item_that_is_gone_or_changed_is_not_opened) {
  auto slice = item("abc");
  std::filesystem::resize_file(slice.path, 2);
  BOOST_TEST(buffer.open(slice, 0).error().message ==
             "the file shrank to 2 bytes since the run began (planned: 3)");
  std::filesystem::remove(slice.path);
  const auto status = buffer.open(slice, 0);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::not_found));
}

BOOST_AUTO_TEST_CASE(damaged_data_ends_before_the_end_of_its_item) {
  const auto whole = dp::test::gzip(text_of(5000));
  const auto cut = item(whole.substr(0, whole.size() - 12));
  for (const std::uint64_t begin : {0u, 4000u, 5000u}) {
    BOOST_REQUIRE(buffer.open(cut, begin).has_value());
    while (!buffer.at_end()) BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
    BOOST_TEST(!buffer.at_end_of_item());
    BOOST_TEST(buffer.damage().starts_with("the compressed data is cut short: at byte " +
                                           std::to_string(whole.size() - 12)),
               buffer.damage());
  }
}

BOOST_AUTO_TEST_CASE(a_stream_that_goes_on_is_not_at_the_end_of_its_item) {
  auto slice = item("abc");
  for (const bool more : {true, false}) {
    slice.stream = true;
    slice.more = more;
    BOOST_REQUIRE(buffer.open(slice, 0).has_value());
    BOOST_REQUIRE(buffer.fill(kWholeItem).has_value());
    BOOST_TEST(buffer.held() == "abc");
    BOOST_TEST(buffer.at_end());
    BOOST_TEST(buffer.at_end_of_item() == !more);
  }
}

BOOST_AUTO_TEST_SUITE_END()
