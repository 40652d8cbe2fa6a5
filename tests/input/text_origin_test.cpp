// SPDX-License-Identifier: Apache-2.0
#include "input/text_origin.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(text_origin)

using dp::input::TextOrigin;
using dp::protocol::BadBytes;
using namespace std::string_literals;

namespace {

void add(TextOrigin& origin, std::string_view bytes) {
  std::memcpy(origin.room(bytes.size()), bytes.data(), bytes.size());
  origin.add(bytes.size());
}

std::string text_of(TextOrigin& origin, bool last) {
  std::string text(8 * origin.waiting() + 8, '\0');
  text.resize(origin.convert(text.data(), text.size(), last));
  return text;
}

/// A text of which each character and its bytes are known.
struct Known {
  std::string name;
  std::vector<std::pair<std::string, std::string>> characters;  ///< in UTF-8, and as they stand
};

const Known kKnown[] = {
    {"windows-1252",
     {{"a", "a"}, {"\xc3\xa9", "\xe9"}, {"\xe2\x82\xac", "\x80"}, {"\n", "\n"}}},
    {"utf-16le",
     {{"a", "a\0"s},
      {"\xc3\xa9", "\xe9\0"s},
      {"\xf0\x9f\x98\x80", "=\xd8\0\xde"s},
      {"\n", "\n\0"s}}},
    {"utf-32be", {{"a", "\0\0\0a"s}, {"\xe2\x82\xac", "\0\0\x20\xac"s}, {"\n", "\0\0\0\n"s}}},
    {"gb18030",
     {{"a", "a"},
      {"\xe4\xbd\xa0", "\xc4\xe3"},
      {"\xc2\x80", "\x81\x30\x81\x30"},
      {"\n", "\n"}}},
    {"shift_jis", {{"a", "a"}, {"\xe6\x97\xa5", "\x93\xfa"}, {"\n", "\n"}}},
};

}  // namespace

BOOST_AUTO_TEST_CASE(each_character_is_found_where_it_came_from) {
  for (const auto& known : kKnown) {
    std::string raw, text;
    std::vector<std::pair<std::size_t, std::size_t>> places;  // in text, in raw
    for (std::size_t i = 0; i < 9'000; ++i) {
      const auto& [made, from] = known.characters[i * i % 7 % known.characters.size()];
      places.emplace_back(text.size(), raw.size());
      text += made;
      raw += from;
    }
    const auto origin = TextOrigin::open({known.name, BadBytes::reject}).value();
    BOOST_TEST(origin->begin(100, false) == 100U);
    add(*origin, raw);
    BOOST_TEST((text_of(*origin, true) == text), known.name);
    BOOST_TEST(origin->end() == 100 + raw.size());
    for (const std::size_t step : {1u, 7u, 1000u}) {
      for (std::size_t i = 0; i < places.size(); i += step)
        BOOST_REQUIRE_EQUAL(origin->offset_of(places[i].first), 100 + places[i].second);
      for (std::size_t i = places.size(); i-- > step; i -= step) {
        BOOST_REQUIRE_EQUAL(origin->offset_of(places[i].first), 100 + places[i].second);
        BOOST_REQUIRE_EQUAL(origin->place_of(100 + places[i].second), places[i].first);
        const auto [begin, at] = places[i - 1];
        BOOST_REQUIRE_EQUAL(origin->bytes(begin, places[i].first),
                            raw.substr(at, places[i].second - at));
        // In the middle of a character: the next one.
        if (places[i].second - at > 1)
          BOOST_REQUIRE_EQUAL(origin->place_of(100 + at + 1), places[i].first);
        if (places[i].first - begin > 1)
          BOOST_REQUIRE_EQUAL(origin->offset_of(begin + 1), 100 + at);
      }
    }
    BOOST_TEST(origin->place_of(100 + raw.size()) == text.size());
    BOOST_TEST(origin->place_of(0) == 0U);
  }
}

BOOST_AUTO_TEST_CASE(what_is_dropped_is_counted_no_more) {
  const auto origin = TextOrigin::open({"utf-16le", BadBytes::reject}).value();
  origin->begin(0, false);
  add(*origin,
      "a\0\xac\x20"
      "b\0c"s);
  BOOST_TEST(text_of(*origin, false) ==
             "a\xe2\x82\xac"
             "b");
  BOOST_TEST(origin->waiting() == 1U);
  // From the middle of a character: all of it stays.
  BOOST_TEST(origin->drop(2) == 1U);
  BOOST_TEST(origin->offset_of(0) == 2U);
  BOOST_TEST(origin->offset_of(3) == 4U);
  add(*origin, "\0"s);
  BOOST_TEST(text_of(*origin, true) == "c");
  BOOST_TEST(origin->bytes(3, 5) == "b\0c\0"s);
  BOOST_TEST(origin->drop(5) == 5U);
  BOOST_TEST(origin->offset_of(0) == 8U);
}

BOOST_AUTO_TEST_CASE(what_begins_in_a_character_begins_near_it) {
  const auto wide = TextOrigin::open({"utf-16be", BadBytes::reject}).value();
  BOOST_TEST(wide->begin(7, true) == 6U);
  BOOST_TEST(wide->begin(6, true) == 6U);
  const auto lines = TextOrigin::open({"gb18030", BadBytes::reject}).value();
  BOOST_TEST(lines->begin(7, true) == 7U);
  add(*lines,
      "\xe3"
      "ab");
  BOOST_TEST(text_of(*lines, false) == "");
  BOOST_TEST(lines->end() == 10U);
  add(*lines, "c\n\xc4\xe3");
  BOOST_TEST(text_of(*lines, true) == "\n\xe4\xbd\xa0");
  BOOST_TEST(lines->offset_of(1) == 12U);
}

BOOST_AUTO_TEST_CASE(a_byte_that_is_no_text_is_named_with_its_place) {
  const auto origin = TextOrigin::open({"windows-1252", BadBytes::reject}).value();
  BOOST_TEST(origin->fault_of("caf\xe9\x81", 10) ==
             "got byte 0x81 at byte 14, expected windows-1252");
  BOOST_TEST(origin->fault_of("caf\xe9", 10) == "");
}

BOOST_AUTO_TEST_CASE(an_encoding_that_is_not_known_is_not_opened) {
  BOOST_TEST(TextOrigin::open({"utf-61", BadBytes::keep}).error().message ==
             "no encoding 'utf-61' is known, did you mean 'utf-16'?");
}

BOOST_AUTO_TEST_SUITE_END()
