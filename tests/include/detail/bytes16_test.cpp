// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/detail/bytes16.hpp>
#include <memory>
#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(detail_bytes16)

namespace {

using dp::detail::Bytes16;

/// Hold bit k of `bits` against what `expected` says of text[k], for 16 bytes.
template <class Expected>
void check(unsigned bits, const std::string& text, Expected expected) {
  for (unsigned k = 0; k < 16; ++k) {
    const auto byte = static_cast<unsigned char>(text[k]);
    BOOST_REQUIRE_MESSAGE((bits >> k & 1) == (expected(byte) ? 1u : 0u),
                          "byte " << k << " is " << int{byte});
  }
  BOOST_REQUIRE(bits >> 16 == 0);
}

/// Call `visit` with texts in which each byte value stands at each place.
template <class Visit>
void visit_texts(Visit visit) {
  std::mt19937 random(16);
  for (unsigned value = 0; value < 256; ++value) {
    std::string text;
    for (unsigned k = 0; k < 16; ++k)
      text += static_cast<char>(random() % 4 == 0 ? random() % 256 : value + k);
    visit(text);
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_question_is_answered_for_every_byte_value) {
  visit_texts([](const std::string& text) {
    const auto bytes = Bytes16::load(text.data());
    check(bytes.equal('"').bits(), text, [](unsigned byte) { return byte == '"'; });
    check(bytes.equal('\0').bits(), text, [](unsigned byte) { return byte == 0; });
    check(bytes.equal('\xff').bits(), text, [](unsigned byte) { return byte == 0xff; });
    check(bytes.high().bits(), text, [](unsigned byte) { return byte >= 0x80; });
    check(bytes.control_or_high().bits(), text,
          [](unsigned byte) { return byte < 0x20 || byte >= 0x80; });
    check(bytes.within('a', 'z').bits(), text,
          [](unsigned byte) { return byte >= 'a' && byte <= 'z'; });
    check(bytes.within('-', ':').bits(), text,
          [](unsigned byte) { return byte >= '-' && byte <= ':'; });
    check(bytes.with_bit5().equal('{').bits(), text,
          [](unsigned byte) { return byte == '{' || byte == '['; });
  });
}

BOOST_AUTO_TEST_CASE(answers_are_joined_met_and_taken_away) {
  visit_texts([](const std::string& text) {
    const auto bytes = Bytes16::load(text.data());
    const auto letters = bytes.within('a', 'z');
    const auto vowel = bytes.equal('a') | bytes.equal('e');
    check(vowel.bits(), text, [](unsigned byte) { return byte == 'a' || byte == 'e'; });
    check((letters & vowel).bits(), text,
          [](unsigned byte) { return byte == 'a' || byte == 'e'; });
    check(letters.without(vowel).bits(), text,
          [](unsigned byte) { return byte > 'a' && byte <= 'z' && byte != 'e'; });
    check(bytes.control_or_high().without(bytes.high()).bits(), text,
          [](unsigned byte) { return byte < 0x20; });
  });
}

BOOST_AUTO_TEST_CASE(two_texts_are_compared_byte_by_byte) {
  const std::string one = "the first text 1";
  const std::string other = "the other text 1";
  const auto bits = Bytes16::load(one.data()).equal(Bytes16::load(other.data())).bits();
  for (unsigned k = 0; k < 16; ++k)
    BOOST_TEST((bits >> k & 1) == (one[k] == other[k] ? 1u : 0u), k);
}

BOOST_AUTO_TEST_CASE(short_texts_are_loaded_without_a_look_past_their_end) {
  for (std::size_t size = 0; size < 16; ++size) {
    // Memory that ends where the text does: a sanitizer sees any read past it.
    const auto text = std::make_unique<char[]>(size);
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i);
    std::string stored(16, '?');
    Bytes16::load_short(text.get(), size).store(stored.data());
    BOOST_TEST(stored == std::string(text.get(), size) + std::string(16 - size, '\0'));
  }
}

BOOST_AUTO_TEST_CASE(the_nearest_int_is_the_even_one_of_two) {
  BOOST_TEST(dp::detail::nearest_int(2.5) == 2);
  BOOST_TEST(dp::detail::nearest_int(3.5) == 4);
  BOOST_TEST(dp::detail::nearest_int(-2.5) == -2);
  BOOST_TEST(dp::detail::nearest_int(2.5000001) == 3);
  BOOST_TEST(dp::detail::nearest_int(999'999'999'999'999.0) == 999'999'999'999'999);
}

BOOST_AUTO_TEST_SUITE_END()
