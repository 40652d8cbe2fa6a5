// SPDX-License-Identifier: Apache-2.0
#include "json/marks.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "plugins/random.hpp"

BOOST_AUTO_TEST_SUITE(json_marks)

namespace {
namespace json = dp::json;
using dp::test::Random;
using Places = std::vector<std::uint32_t>;

/// All marks of a text, which has no padding of its own.
Places marks_of(const std::string& text, json::FindMarks find = json::best_find_marks()) {
  const auto padded = text + std::string(64, '"');
  json::Marks marks(find);
  marks.start(padded.data(), 0, text.size());
  Places places;
  for (std::uint32_t at = 0; marks.next(at);) places.push_back(at);
  return places;
}
}  // namespace

BOOST_AUTO_TEST_CASE(marks_are_quotes_and_what_is_outside_of_strings) {
  for (const auto find : {json::best_find_marks(), &json::find_marks_portable}) {
    BOOST_TEST(
        marks_of(R"({"a": [1, "b,]"]})", find) == (Places{0, 1, 3, 4, 6, 8, 10, 14, 15, 16}),
        boost::test_tools::per_element());
    // A backslash takes the meaning of the quote after it.
    BOOST_TEST(marks_of(R"("a\"," ,"\\",)", find) == (Places{0, 5, 7, 8, 11, 12}),
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(strings_go_on_from_one_window_to_the_next) {
  const std::string text = "[\"" + std::string(40'000, ',') + "\",1]";
  BOOST_TEST(marks_of(text) == (Places{0, 1, 40'002, 40'003, 40'005}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_control_character_in_a_string_ends_the_search) {
  const std::string text = "[\"a\nb\",2]" + std::string(64, ' ');
  json::Marks marks;
  marks.start(text.data(), 0, 9);
  std::uint32_t at = 0;
  BOOST_TEST(marks.next(at));
  BOOST_TEST(marks.next(at));
  BOOST_TEST(at == 1u);
  BOOST_TEST(!marks.next(at));
  BOOST_TEST(marks.broken());
  // It may begin again after it.
  marks.start(text.data(), 7, 9);
  BOOST_TEST(marks.next(at));
  BOOST_TEST(at == 8u);
}

BOOST_AUTO_TEST_CASE(both_searches_find_the_same_marks_in_random_bytes_of_every_size) {
  Random random(11);
  std::string text;
  for (int i = 0; i < 400; ++i) text += static_cast<char>(random.below(256));
  for (int i = 0; i < 900; ++i) text += "\"\\{}[]:, \nx\"\f\x1a"[random.below(14)];
  text += std::string(64, '"');
  for (std::size_t begin = 0; begin < 900; begin += 29) {
    for (std::size_t end = begin; end <= 1300; end += 1 + end / 100) {
      for (unsigned state = 0; state < 4; ++state) {
        json::Carry one{(state & 1) != 0, (state & 2) != 0};
        auto other = one;
        std::vector<std::uint32_t> fast_marks(end - begin + 80), slow_marks(end - begin + 80);
        const auto fast =
            json::best_find_marks()(text.data(), begin, end, one, fast_marks.data());
        const auto slow =
            json::find_marks_portable(text.data(), begin, end, other, slow_marks.data());
        BOOST_REQUIRE(fast.count == slow.count);
        BOOST_REQUIRE(fast.end == slow.end);
        BOOST_REQUIRE(fast.broken == slow.broken);
        fast_marks.resize(fast.count);
        slow_marks.resize(slow.count);
        BOOST_REQUIRE((fast_marks == slow_marks));
        BOOST_REQUIRE((one.string == other.string && one.escaped == other.escaped));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
