// SPDX-License-Identifier: Apache-2.0
#include "records/arena.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(records_arena)

using dp::records::Arena;

BOOST_AUTO_TEST_CASE(bytes_stay_where_they_are) {
  Arena arena;
  std::vector<std::pair<const char*, std::string>> kept;
  for (std::size_t i = 0; i < 300; ++i) {
    const std::string text(i * 100, static_cast<char>('a' + i % 26));
    kept.emplace_back(arena.keep(text), text);
  }
  kept.emplace_back(arena.keep(std::string(2 << 20, 'x')), std::string(2 << 20, 'x'));
  for (const auto& [at, text] : kept)
    BOOST_REQUIRE((std::string_view(at, text.size()) == text));
  BOOST_TEST(arena.size() >= 2U << 20);
}

BOOST_AUTO_TEST_CASE(what_is_cleared_is_empty_and_takes_more) {
  Arena arena;
  (void)arena.keep("text");
  arena.clear();
  BOOST_TEST(arena.size() == 0U);
  BOOST_TEST((std::string_view(arena.keep("more"), 4) == "more"));
}

BOOST_AUTO_TEST_SUITE_END()
