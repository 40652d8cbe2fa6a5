// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <dp/escape.hpp>
#include <memory>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(escape)

namespace {

using namespace std::string_literals;

/// Run `put` over a copy of `text` that ends where its memory ends, so that a sanitizer sees
/// any read beyond it, into exactly `room` bytes.
template <class Put>
std::string at_the_edge(std::string_view text, std::size_t room, Put put) {
  const auto in = std::make_unique<char[]>(text.size());
  std::copy(text.begin(), text.end(), in.get());
  const auto out = std::make_unique<char[]>(room);
  char* const end = put(out.get(), std::string_view(in.get(), text.size()));
  BOOST_REQUIRE_LE(static_cast<std::size_t>(end - out.get()), room);
  return {out.get(), end};
}

std::string in_json(std::string_view text) {
  return at_the_edge(text, dp::format::json_room(text.size()), dp::format::put_json);
}

std::string in_csv(std::string_view text, char delimiter = ',') {
  return at_the_edge(text, dp::format::csv_room(text.size()), [&](char* out, auto in) {
    return dp::format::put_csv(out, in, delimiter);
  });
}

/// The same by the rule, a character at a time.
std::string slow_json(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto next = dp::format::decode_utf8(&text[i], text.data() + text.size());
    const auto piece = text.substr(i, next.size);
    i += next.size;
    const std::string_view named = "\b\f\n\r\t\"\\";
    const std::string_view letters = "bfnrt\"\\";
    const auto place = piece.size() == 1 ? named.find(piece) : std::string_view::npos;
    if (place != std::string_view::npos) {
      out.append(1, '\\').append(1, letters[place]);
    } else if (next.valid && next.code < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(next.code));
      out.append(escape);
    } else {
      out.append(next.valid ? piece : std::string_view("\xef\xbf\xbd"));
    }
  }
  return out + '"';
}

std::string slow_csv(std::string_view text) {
  const bool bare = !text.empty() && text.front() != ' ' && text.back() != ' ' &&
                    text.find_first_of(",\"\r\n") == std::string_view::npos;
  if (bare) return std::string(text);
  std::string out = "\"";
  for (char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

/// Texts of every length around the widths that are copied at once, with one odd byte anywhere.
std::vector<std::string> texts_with_one_odd_byte(std::string_view odd_bytes) {
  std::vector<std::string> texts;
  for (std::size_t size = 0; size <= 36; ++size) {
    std::string plain;
    for (std::size_t i = 0; i < size; ++i) plain += static_cast<char>('a' + i % 26);
    texts.push_back(plain);
    for (std::size_t place = 0; place < size; ++place)
      for (char odd : odd_bytes) {
        texts.push_back(plain);
        texts.back()[place] = odd;
      }
  }
  return texts;
}

std::vector<std::string> random_texts() {
  std::mt19937 random(3);
  const std::string alphabet(
      "ab,;\"\\\n\r\t \x01\x1f\x7f\x80\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\xff\0", 24);
  std::vector<std::string> texts(4000);
  for (auto& text : texts)
    for (auto left = random() % 70; left > 0; --left)
      text += alphabet[random() % alphabet.size()];
  return texts;
}

struct Sequence {
  std::string bytes;
  char32_t code;
  std::uint32_t size;
  bool valid;
};

}  // namespace

BOOST_AUTO_TEST_CASE(json_escapes_what_it_must_and_nothing_else) {
  BOOST_TEST(in_json("") == R"("")");
  BOOST_TEST(in_json("GET /a?b=c&d=<e>") == R"("GET /a?b=c&d=<e>")");
  BOOST_TEST(in_json("\"\\/") == R"("\"\\/")");
  BOOST_TEST(in_json("\b\f\n\r\t") == R"("\b\f\n\r\t")");
  BOOST_TEST(in_json("\0\x1b\x1f\x7f"s) == "\"\\u0000\\u001b\\u001f\x7f\"");
  BOOST_TEST(in_json("Zürich 東京 😀") == "\"Zürich 東京 😀\"");
}

BOOST_AUTO_TEST_CASE(json_replaces_bytes_that_are_not_utf8) {
  BOOST_TEST(in_json("a\xff"
                     "b") ==
             "\"a\xef\xbf\xbd"
             "b\"");
  BOOST_TEST(in_json("\xe2\x82") == "\"\xef\xbf\xbd\"");
  BOOST_TEST(in_json("\xe2\x82"
                     "A") ==
             "\"\xef\xbf\xbd"
             "A\"");
  BOOST_TEST(in_json("\xed\xa0\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

BOOST_AUTO_TEST_CASE(json_is_the_same_wherever_the_odd_byte_stands) {
  for (const auto& text : texts_with_one_odd_byte("\"\\\n\x1f\x7f\x80\xc3\xff"))
    BOOST_REQUIRE_EQUAL(in_json(text), slow_json(text));
}

BOOST_AUTO_TEST_CASE(any_bytes_make_json_that_a_parser_takes) {
  simdjson::dom::parser parser;
  for (const auto& text : random_texts()) {
    const auto written = in_json(text);
    BOOST_REQUIRE_EQUAL(written, slow_json(text));
    std::string_view back;
    BOOST_REQUIRE(parser.parse(simdjson::padded_string(written)).get(back) ==
                  simdjson::SUCCESS);
    BOOST_REQUIRE_EQUAL(in_json(back), written);
  }
}

BOOST_AUTO_TEST_CASE(csv_quotes_what_it_must) {
  BOOST_TEST(in_csv("plain") == "plain");
  BOOST_TEST(in_csv("a b") == "a b");
  BOOST_TEST(in_csv("") == R"("")");
  BOOST_TEST(in_csv("a,b") == R"("a,b")");
  BOOST_TEST(in_csv("a;b") == "a;b");
  BOOST_TEST(in_csv("a;b", ';') == R"("a;b")");
  BOOST_TEST(in_csv("say \"hi\"") == R"("say ""hi""")");
  BOOST_TEST(in_csv("\"") == R"("""")");
  BOOST_TEST(in_csv("two\nlines") == "\"two\nlines\"");
  BOOST_TEST(in_csv("two\rlines") == "\"two\rlines\"");
  BOOST_TEST(in_csv(" a") == R"(" a")");
  BOOST_TEST(in_csv("a ") == R"("a ")");
  BOOST_TEST(in_csv("\xff\x80") == "\xff\x80");
}

BOOST_AUTO_TEST_CASE(csv_is_the_same_wherever_the_odd_byte_stands) {
  for (const auto& text : texts_with_one_odd_byte(",\"\r\n \xff"))
    BOOST_REQUIRE_EQUAL(in_csv(text), slow_csv(text));
  for (const auto& text : random_texts()) BOOST_REQUIRE_EQUAL(in_csv(text), slow_csv(text));
}

BOOST_AUTO_TEST_CASE(strings_are_appended_behind_what_is_there) {
  std::string text = "x=";
  dp::format::append_json(text, "a\"");
  BOOST_TEST(text == R"(x="a\"")");
  dp::format::append_csv(text, "b\"", ';');
  BOOST_TEST(text == R"(x="a\"""b""")");
}

BOOST_AUTO_TEST_CASE(utf8_is_decoded_and_what_is_not_comes_in_pieces) {
  const std::vector<Sequence> sequences = {
      {"A", 'A', 1, true},
      {"\x7f", 0x7f, 1, true},
      {"\xc2\x80", 0x80, 2, true},
      {"\xdf\xbf", 0x7ff, 2, true},
      {"\xe0\xa0\x80", 0x800, 3, true},
      {"\xed\x9f\xbf", 0xd7ff, 3, true},
      {"\xee\x80\x80", 0xe000, 3, true},
      {"\xef\xbf\xbf", 0xffff, 3, true},
      {"\xf0\x90\x80\x80", 0x10000, 4, true},
      {"\xf4\x8f\xbf\xbf", 0x10ffff, 4, true},
      {"\x80", 0xfffd, 1, false},              // a tail without a head
      {"\xc0\x80", 0xfffd, 1, false},          // overlong
      {"\xc1\xbf", 0xfffd, 1, false},          // overlong
      {"\xe0\x9f\xbf", 0xfffd, 1, false},      // overlong
      {"\xf0\x8f\xbf\xbf", 0xfffd, 1, false},  // overlong
      {"\xed\xa0\x80", 0xfffd, 1, false},      // a surrogate
      {"\xf4\x90\x80\x80", 0xfffd, 1, false},  // above U+10FFFF
      {"\xf5\x80\x80\x80", 0xfffd, 1, false},
      {"\xc3", 0xfffd, 1, false},  // cut short
      {"\xe2\x82", 0xfffd, 2, false},
      {"\xf0\x9f\x98", 0xfffd, 3, false},
      {"\xe2\x82"
       "A",
       0xfffd, 2, false},
      {"\xf0\x9f"
       "A",
       0xfffd, 2, false},
  };
  for (const auto& sequence : sequences) {
    const auto& bytes = sequence.bytes;
    const auto got = dp::format::decode_utf8(bytes.data(), bytes.data() + bytes.size());
    BOOST_TEST_CONTEXT(in_json(bytes)) {
      BOOST_TEST(static_cast<std::uint32_t>(got.code) ==
                 static_cast<std::uint32_t>(sequence.code));
      BOOST_TEST(got.size == sequence.size);
      BOOST_TEST(got.valid == sequence.valid);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_character_is_written_as_it_is_read) {
  for (char32_t code = 0; code < 0x110000; code += code < 0x3000 ? 1 : 97) {
    if (code >= 0xd800 && code < 0xe000) continue;
    std::string text;
    dp::format::append_utf8(text, code);
    const auto decoded = dp::format::decode_utf8(text.data(), text.data() + text.size());
    BOOST_REQUIRE(decoded.valid);
    BOOST_REQUIRE(decoded.code == code);
    BOOST_REQUIRE(decoded.size == text.size());
  }
}

BOOST_AUTO_TEST_SUITE_END()
