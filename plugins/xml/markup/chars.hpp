// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <dp/detail/bytes16.hpp>
#include <string_view>

namespace dp::xml {

/// What a byte of markup may be, as a set of bits.
enum : std::uint8_t {
  kSpace = 1,      ///< space, tab, CR, LF
  kNameByte = 2,   ///< may be in a name
  kNameStart = 4,  ///< may begin a name
  kHigh = 8,       ///< part of a character that is not ASCII
};

inline constexpr auto kByteClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (const unsigned byte : {0x20u, 0x09u, 0x0du, 0x0au}) classes[byte] = kSpace;
  for (unsigned byte = 'a'; byte <= 'z'; ++byte) classes[byte] = kNameByte | kNameStart;
  for (unsigned byte = 'A'; byte <= 'Z'; ++byte) classes[byte] = kNameByte | kNameStart;
  for (unsigned byte = '0'; byte <= '9'; ++byte) classes[byte] = kNameByte;
  for (const unsigned byte : {0x5fu, 0x3au}) classes[byte] = kNameByte | kNameStart;  // _ :
  for (const unsigned byte : {0x2du, 0x2eu}) classes[byte] = kNameByte;               // - .
  for (unsigned byte = 0x80; byte < 0x100; ++byte) classes[byte] = kHigh;
  return classes;
}();

inline bool is(char byte, unsigned classes) noexcept {
  return (kByteClasses[static_cast<unsigned char>(byte)] & classes) != 0;
}

/// Whether `code` may be in a document at all. Source: XML 1.0, production 2.
constexpr bool is_char(char32_t code) noexcept {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code < 0xd800 ||
         (code > 0xdfff && code != 0xfffe && code != 0xffff && code < 0x110000);
}

/// Whether `code`, which is not ASCII, may be in a name; at its `first` place.
/// Source: XML 1.0 (fifth edition), productions 4 and 4a.
bool is_name_char(char32_t code, bool first) noexcept;

/// `name` without its prefix.
inline std::string_view local(std::string_view name) noexcept {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Whether an attribute is none, but declares a namespace.
inline bool is_declaration(std::string_view name) noexcept {
  return name.starts_with("xmlns") && (name.size() == 5 || name[5] == ':');
}

/// Whether [at, end) begins with `mark`.
inline bool begins(const char* at, const char* end, std::string_view mark) noexcept {
  return static_cast<std::size_t>(end - at) >= mark.size() &&
         std::memcmp(at, mark.data(), mark.size()) == 0;
}

/// Whether `byte` goes on with a character that began before it.
inline bool is_inner(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

/// What follows the character at `at` < `end`.
inline const char* after_character(const char* at, const char* end) noexcept {
  do ++at;
  while (at < end && is_inner(*at));
  return at;
}

std::string_view trimmed(std::string_view text) noexcept;

/// The first place of [at, end) that `found` (what 16 bytes are at -> a bit for each) holds
/// for; `end` if there is none. Reads 16 bytes past `end`, or as many more as `found` does.
template <class Found>
[[gnu::always_inline]] inline const char* find_place(const char* at, const char* end,
                                                     Found found) noexcept {
  for (; at < end; at += 16) {
    const unsigned mask = found(at);
    if (mask != 0) {
      at += std::countr_zero(mask);
      return at < end ? at : end;
    }
  }
  return end;
}

/// The same for what 16 bytes say by themselves (Bytes16 -> a bit for each).
template <class Found>
[[gnu::always_inline]] inline const char* find_first(const char* at, const char* end,
                                                     Found found) noexcept {
  return find_place(at, end,
                    [&](const char* from) { return found(detail::Bytes16::load(from)); });
}

/// The first byte of [at, end) that is no ASCII byte of a name. `end` if there is none. Reads
/// 16 bytes past `end`.
inline const char* skip_name(const char* at, const char* end) noexcept {
  return find_first(at, end, [](detail::Bytes16 bytes) {
    const auto letters = bytes.with_bit5().within('a', 'z');
    // '-', '.', '/', digits, ':'
    const auto others = bytes.within('-', ':').without(bytes.equal('/'));
    return (letters | others | bytes.equal('_')).bits() ^ 0xffffu;
  });
}

/// Whether two texts of `size` bytes are equal. Reads 16 bytes past both.
inline bool is_same(const char* one, const char* other, std::size_t size) noexcept {
  if (size > 16) return std::memcmp(one, other, size) == 0;
  const auto equal = detail::Bytes16::load(one).equal(detail::Bytes16::load(other)).bits();
  const unsigned wanted = (1u << size) - 1;
  return (equal & wanted) == wanted;
}

/// The first byte of [at, end) that a text cannot simply pass: '<', '&', ']', CR, control
/// characters, and all that is not ASCII. `end` if there is none. Reads 16 bytes past `end`.
inline const char* skip_text(const char* at, const char* end) noexcept {
  return find_first(at, end, [](detail::Bytes16 bytes) {
    const auto odd = bytes.control_or_high().without(bytes.equal('\t') | bytes.equal('\n'));
    return (odd | bytes.equal('<') | bytes.equal('&') | bytes.equal(']')).bits();
  });
}

/// The same for the value of an attribute in `quote`: the quote, '<', '&', all control
/// characters, and all that is not ASCII.
inline const char* skip_value(const char* at, const char* end, char quote) noexcept {
  return find_first(at, end, [quote](detail::Bytes16 bytes) {
    return (bytes.control_or_high() | bytes.equal('<') | bytes.equal('&') | bytes.equal(quote))
        .bits();
  });
}

}  // namespace dp::xml
