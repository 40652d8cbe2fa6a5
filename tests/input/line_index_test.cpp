// SPDX-License-Identifier: Apache-2.0
#include "input/line_index.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

namespace line_index {
namespace {

/// A text that comes in pieces, and how many bytes were read of it again.
struct Fixture {
  void add(std::size_t size) {
    index.add(std::string_view(text).substr(added, size));
    added += std::min(size, text.size() - added);
  }
  std::uint64_t line_of(std::uint64_t offset) {
    const auto read = [this](std::uint64_t from, std::size_t size) -> dp::Result<std::string> {
      least = std::min(least, from);
      bytes += size;
      return text.substr(from, size);
    };
    return index.line_of(offset, read).value();
  }
  /// The line by its definition.
  std::uint64_t counted(std::uint64_t offset) const {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(offset);
    return static_cast<std::uint64_t>(std::count(text.begin(), end, '\n')) + 1;
  }

  std::string text;
  std::size_t added = 0;
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t bytes = 0;
  dp::input::LineIndex index;
};

}  // namespace
}  // namespace line_index

BOOST_FIXTURE_TEST_SUITE(line_index, Fixture)

BOOST_AUTO_TEST_CASE(it_knows_where_the_last_whole_line_ends) {
  text = "one\ntwo\nthree";
  for (const auto& [size, end] : {std::pair{3, 0u}, {1, 4u}, {2, 4u}, {7, 8u}}) {
    add(static_cast<std::size_t>(size));
    BOOST_TEST(index.end() == end);
  }
}

BOOST_AUTO_TEST_CASE(lines_are_numbered_in_any_order_at_the_cost_of_a_block) {
  for (int i = 0; i < 300'000; ++i)
    text += std::string(static_cast<std::size_t>(i % 9), 'x') + "\n";
  while (added < text.size()) add(100'000);
  for (const double share : {.5, .9, .1, .5, 0., .999}) {
    const auto offset = static_cast<std::uint64_t>(share * static_cast<double>(text.size()));
    bytes = 0;
    BOOST_TEST(line_of(offset) == counted(offset));
    BOOST_TEST(bytes <= 512u << 10);
  }
}

BOOST_AUTO_TEST_CASE(of_what_is_forgotten_nothing_is_read) {
  text.assign(2 << 20, '\n');
  while (added < text.size()) add(65'536);
  const auto from = index.forget_before(1'500'000);
  BOOST_TEST(from <= 1'500'000u);
  BOOST_TEST(from > 1'000'000u);
  BOOST_TEST(line_of(1'500'000) == 1'500'001u);
  BOOST_TEST(least >= from);
  BOOST_TEST(line_of(0) == 1u);
}

BOOST_AUTO_TEST_CASE(that_it_cannot_be_read_is_handed_on) {
  text = "one\ntwo\n";
  add(8);
  const auto fails = [](std::uint64_t, std::size_t) -> dp::Result<std::string> {
    return dp::fail(dp::Errc::io, "gone");
  };
  BOOST_TEST(index.line_of(5, fails).error().message == "gone");
}

BOOST_AUTO_TEST_CASE(lines_of_wider_units_end_in_such_a_unit) {
  using namespace std::string_literals;
  index.expect({2, 0});
  // U+0A61 has a byte that looks like a newline, and is none.
  text = "a\0\x61\x0a\n\0b\0\n\0c\0"s;
  add(6);
  BOOST_TEST(index.end() == 6U);
  add(6);
  BOOST_TEST(index.end() == 10U);
  BOOST_TEST(line_of(2) == 1U);
  BOOST_TEST(line_of(6) == 2U);
  BOOST_TEST(line_of(10) == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
