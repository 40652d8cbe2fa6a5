// SPDX-License-Identifier: Apache-2.0
#include "run/stream_window.hpp"

#include <boost/test/unit_test.hpp>

namespace stream_window {
namespace {

using dp::run::Chunk;
using dp::run::StreamWindow;

Chunk chunk_at(std::uint64_t item, std::uint64_t begin) {
  Chunk chunk;
  chunk.first = item;
  chunk.begin = begin;
  return chunk;
}

/// A window that appends everything to a text.
struct Fixture {
  std::string text;
  StreamWindow window{[this](std::size_t, std::string_view bytes) {
    text += bytes;
    return dp::Status{};
  }};
};

}  // namespace
}  // namespace stream_window

BOOST_FIXTURE_TEST_SUITE(stream_window, Fixture)

BOOST_AUTO_TEST_CASE(bytes_come_out_in_input_order) {
  for (const std::uint64_t begin : {0u, 10u, 20u}) window.expect(chunk_at(0, begin));
  BOOST_TEST(window.put(chunk_at(0, 20), {"c"}).has_value());
  BOOST_TEST(text == "");
  BOOST_TEST(window.put(chunk_at(0, 0), {"a"}).has_value());
  BOOST_TEST(text == "a");
  BOOST_TEST(window.put(chunk_at(0, 10), {"b"}).has_value());
  BOOST_TEST(text == "abc");
  BOOST_TEST(window.empty());
}

BOOST_AUTO_TEST_CASE(a_chunk_that_was_split_keeps_its_place) {
  for (const std::uint64_t begin : {0u, 10u, 20u}) window.expect(chunk_at(0, begin));
  BOOST_TEST(window.put(chunk_at(0, 20), {"d"}).has_value());
  BOOST_TEST(window.put(chunk_at(0, 0), {"a"}).has_value());
  BOOST_TEST(window.replace(chunk_at(0, 10), {chunk_at(0, 10), chunk_at(0, 15)}).has_value());
  BOOST_TEST(window.put(chunk_at(0, 15), {"c"}).has_value());
  BOOST_TEST(window.put(chunk_at(0, 10), {"b"}).has_value());
  BOOST_TEST(text == "abcd");
}

BOOST_AUTO_TEST_CASE(a_chunk_that_was_given_up_holds_nobody_back) {
  window.expect(chunk_at(0, 0));
  window.expect(chunk_at(1, 0));
  BOOST_TEST(window.put(chunk_at(1, 0), {"b"}).has_value());
  BOOST_TEST(window.replace(chunk_at(0, 0), {}).has_value());
  BOOST_TEST(text == "b");
}

BOOST_AUTO_TEST_CASE(bytes_that_nobody_expects_are_a_bug) {
  BOOST_TEST(!window.put(chunk_at(0, 0), {"a"}).has_value());
}

BOOST_AUTO_TEST_CASE(waiting_bytes_fill_the_window) {
  window.expect(chunk_at(0, 0));
  const std::string large(5 << 20, 'x');
  std::uint64_t begin = 0;
  while (!window.full() && begin < 100) {
    window.expect(chunk_at(1, ++begin));
    BOOST_TEST(window.put(chunk_at(1, begin), {large}).has_value());
  }
  BOOST_TEST(begin == 7u);
  BOOST_TEST(window.put(chunk_at(0, 0), {""}).has_value());
  BOOST_TEST(!window.full());
}

BOOST_AUTO_TEST_CASE(what_comes_next_is_handed_on_prefix_by_prefix) {
  window.expect(chunk_at(0, 0));
  window.expect(chunk_at(1, 0));
  BOOST_TEST(window.put(chunk_at(1, 0), {"c"}, true).has_value());
  BOOST_TEST(window.put(chunk_at(0, 0), {"a"}, true).has_value());
  BOOST_TEST(text == "a");
  BOOST_TEST(window.put(chunk_at(0, 0), {"b"}).has_value());
  BOOST_TEST(text == "abc");
  BOOST_TEST(window.put(chunk_at(1, 0), {"d"}).has_value());
  BOOST_TEST(text == "abcd");
  BOOST_TEST(window.empty());
}

BOOST_AUTO_TEST_CASE(what_a_chunk_gave_stands_before_the_pieces_that_take_its_place) {
  window.expect(chunk_at(0, 0));
  window.expect(chunk_at(0, 10));
  BOOST_TEST(window.put(chunk_at(0, 10), {"b"}, true).has_value());
  BOOST_TEST(window.replace(chunk_at(0, 10), {chunk_at(0, 14)}).has_value());
  BOOST_TEST(window.put(chunk_at(0, 14), {"c"}).has_value());
  BOOST_TEST(text == "");
  BOOST_TEST(window.put(chunk_at(0, 0), {"a"}, true).has_value());
  BOOST_TEST(window.replace(chunk_at(0, 0), {}).has_value());
  BOOST_TEST(text == "abc");
  BOOST_TEST(window.empty());
}

BOOST_AUTO_TEST_CASE(bytes_for_which_there_is_no_memory_wait_elsewhere_in_their_order) {
  StreamWindow small(
      [this](std::size_t stream, std::string_view bytes) {
        text += std::to_string(stream).append(bytes);
        return dp::Status{};
      },
      5);
  small.expect(chunk_at(0, 0));
  small.expect(chunk_at(1, 0));
  BOOST_TEST(small.put(chunk_at(1, 0), {"abc", "de"}, true).has_value());
  BOOST_TEST(!small.full());
  BOOST_TEST(small.put(chunk_at(1, 0), {"fgh", ""}, true).has_value());
  BOOST_TEST(small.put(chunk_at(1, 0), {"", "ijklmnop"}).has_value());
  BOOST_TEST(small.full());
  BOOST_TEST(small.put(chunk_at(0, 0), {"first"}).has_value());
  BOOST_TEST(text == "0first0abc1de0fgh1ijklmnop");
  BOOST_TEST(!small.full());
  BOOST_TEST(small.empty());
}

BOOST_AUTO_TEST_SUITE_END()
