// SPDX-License-Identifier: Apache-2.0
#include "group/memory.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(group_memory)

namespace group = dp::group;

BOOST_AUTO_TEST_CASE(pages_are_zeros_and_keep_their_bytes_as_they_grow) {
  group::Pages pages(100);
  BOOST_REQUIRE(pages.size() >= 100u);
  const auto is_zero = [&](std::size_t from) {
    return std::all_of(pages.data() + from, pages.data() + pages.size(),
                       [](char byte) { return byte == 0; });
  };
  BOOST_TEST(is_zero(0));
  std::fill_n(pages.data(), 100, 'x');
  // Beyond 2 MiB pages are huge ones.
  for (const std::size_t size :
       {std::size_t{5000}, std::size_t{1} << 20, std::size_t{5} << 20}) {
    pages.grow(size);
    BOOST_REQUIRE(pages.size() >= size);
    BOOST_TEST(std::string(pages.data(), 100) == std::string(100, 'x'));
    BOOST_TEST(is_zero(100));
  }
}

BOOST_AUTO_TEST_CASE(pages_have_one_owner) {
  group::Pages pages(10);
  const char* data = pages.data();
  group::Pages other(std::move(pages));
  BOOST_TEST(static_cast<const void*>(other.data()) == static_cast<const void*>(data));
  group::Pages third;
  third = std::move(other);
  BOOST_TEST(static_cast<const void*>(third.data()) == static_cast<const void*>(data));
}

BOOST_AUTO_TEST_CASE(texts_are_found_again_by_their_offset) {
  group::Arena arena;
  const auto one = arena.put("one");
  const auto two = arena.put(std::string(100'000, '2'));
  const auto three = arena.put("three");
  BOOST_TEST(std::string(arena.at(one), 3) == "one");
  BOOST_TEST(std::string(arena.at(two), 100'000) == std::string(100'000, '2'));
  BOOST_TEST(std::string(arena.at(three), 5) == "three");
  BOOST_TEST(arena.size() == 100'008u);
  arena.clear();
  BOOST_TEST(arena.size() == 0u);
  BOOST_TEST(arena.put("x") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
