// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <boost/test/unit_test.hpp>
#include <dp/escape.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(text)

using namespace dp;

namespace {

const std::vector<std::string> kKeys = {"format", "path", "status", "seconds", "by"};

std::string json(std::string_view text) {
  std::string out;
  append_json(out, text);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(nearest_finds_one_typo_of_each_kind) {
  for (const auto* typo : {"formt", "fformat", "fromat", "forwat", "Format", "FORMAT"})
    BOOST_TEST(nearest(typo, kKeys).value_or("none") == "format", typo);
}

BOOST_AUTO_TEST_CASE(nearest_gives_nothing_for_words_that_differ_by_more_than_a_third) {
  BOOST_TEST(!nearest("host", kKeys));
  BOOST_TEST(!nearest("fmt", kKeys));
  BOOST_TEST(!nearest("x", kKeys));
  BOOST_TEST(!nearest("", kKeys));
  BOOST_TEST(!nearest("status", {}));
}

BOOST_AUTO_TEST_CASE(nearest_prefers_fewer_edits_and_then_the_earlier_candidate) {
  const std::vector<std::string> words = {"abcdefgh", "abcdefxy", "abcdexxy"};
  BOOST_TEST(nearest("abcdefxz", words).value() == "abcdefxy");
  const std::vector<std::string> tied = {"cat1", "cat2"};
  BOOST_TEST(nearest("cats", tied).value() == "cat1");
}

BOOST_AUTO_TEST_CASE(nearest_does_not_take_long_for_absurd_words) {
  BOOST_TEST(!nearest(std::string(100'000, 'f'), kKeys));
}

BOOST_AUTO_TEST_CASE(did_you_mean_is_a_phrase_or_nothing) {
  BOOST_TEST(did_you_mean("formt", kKeys) == ", did you mean 'format'?");
  BOOST_TEST(did_you_mean("xyz", kKeys) == "");
}

BOOST_AUTO_TEST_CASE(utf8_size_takes_exactly_the_well_formed_characters) {
  BOOST_TEST(utf8_size("a") == 1u);
  BOOST_TEST(utf8_size("\xC3\xA9x") == 2u);
  BOOST_TEST(utf8_size("\xE2\x82\xAC") == 3u);
  BOOST_TEST(utf8_size("\xF0\x9F\x98\x80") == 4u);
  for (const auto* bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80", "\xED\xA0\x80",
        "\xE2\x82", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"})
    BOOST_TEST(utf8_size(bad) == 0u, bad);
  BOOST_TEST(utf8_size("") == 0u);
}

BOOST_AUTO_TEST_CASE(json_strings_escape_what_must_be_escaped) {
  BOOST_TEST(json("a\"b\\c/") == "\"a\\\"b\\\\c/\"");
  BOOST_TEST(json("\n\t\r") == "\"\\n\\t\\r\"");
  BOOST_TEST(json(std::string_view("\0\x1f\x7f", 3)) == "\"\\u0000\\u001f\x7f\"");
  BOOST_TEST(json("\xC3\xA9") == "\"\xC3\xA9\"");
}

BOOST_AUTO_TEST_CASE(json_strings_are_utf8_whatever_the_bytes) {
  BOOST_TEST(json("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
  BOOST_TEST(json("\xE2\x82") == "\"\xEF\xBF\xBD\"");
}

BOOST_AUTO_TEST_CASE(printable_text_has_no_controls_and_no_changes_of_direction) {
  BOOST_TEST(printable("caf\xC3\xA9") == "caf\xC3\xA9");
  BOOST_TEST(printable("\x1b[31m\n") == "\\x1B[31m\\x0A");
  BOOST_TEST(printable("\xFF") == "\\xFF");
  BOOST_TEST(printable("\xC2\x85") == "\\xC2\\x85");
  BOOST_TEST(printable("\xE2\x80\xAE") == "\\xE2\\x80\\xAE");
  BOOST_TEST(printable("\xF3\xA0\x81\x81") == "\\xF3\\xA0\\x81\\x81");
}

BOOST_AUTO_TEST_CASE(lines_and_records_keep_their_layout_and_nothing_else) {
  const std::string_view text = "a\tb\r\nc\rd\x1b[2J\n";
  BOOST_TEST(printable_lines(text) == "a\\x09b\\x0D\nc\\x0Dd\\x1B[2J\n");
  BOOST_TEST(printable_records(text) == "a\tb\r\nc\\x0Dd\\x1B[2J\n");
}

BOOST_AUTO_TEST_CASE(lines_come_without_their_ends_and_the_last_may_lack_one) {
  using Lines = std::vector<std::string>;
  BOOST_TEST((lines_of("") == Lines{}));
  BOOST_TEST((lines_of("\n") == Lines{""}));
  BOOST_TEST((lines_of("a\n\nb") == Lines{"a", "", "b"}));
  BOOST_TEST((lines_of("a\nb\n") == Lines{"a", "b"}));
  BOOST_TEST((lines_of("a\nb\nc\n", 2) == Lines{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(json_that_is_safe_to_print_means_the_same) {
  BOOST_TEST(printable_json("{\"a\":\"x\xE2\x80\xAE\x7f\xC2\x9B\"}\n") ==
             "{\"a\":\"x\\u202E\\u007F\\u009B\"}\n");
  BOOST_TEST(printable_json("\"\xF3\xA0\x81\x81\xC3\xA9\"") == "\"\\uDB40\\uDC41\xC3\xA9\"");
}

BOOST_AUTO_TEST_CASE(every_character_that_is_not_escaped_is_no_control) {
  for (std::uint32_t code = 0; code < 0x11000; ++code) {
    if (code >= 0xd800 && code < 0xe000) continue;
    std::string text;
    format::append_utf8(text, code);
    const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
    BOOST_REQUIRE(!control || printable(text) != text);
    const auto shown = printable(text);
    BOOST_REQUIRE(printable(shown) == shown);
  }
}

BOOST_AUTO_TEST_SUITE_END()
