// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "protocol/slice.hpp"

namespace dp::input {

/// What the end of a line looks like in a text: a unit of so many bytes, aligned to the text's
/// beginning, of which one is `byte` and the others are 0.
struct LineEnds {
  std::size_t unit = 1;
  std::size_t place = 0;  ///< of `byte` in the unit
  char byte = '\n';

  /// How many are in `bytes`, which begin at an aligned place.
  [[nodiscard]] std::uint64_t count(std::string_view bytes) const noexcept;
  /// Where the first one begins; the size if there is none.
  [[nodiscard]] std::size_t find(std::string_view bytes) const noexcept;
  /// Where the last one ends; 0: there is none.
  [[nodiscard]] std::size_t last(std::string_view bytes) const noexcept;

 private:
  [[nodiscard]] bool is_at(const char* bytes) const noexcept;
};

/// A character encoding.
struct Encoding {
  enum class Kind : std::uint8_t {
    utf8,
    utf16_le,
    utf16_be,
    utf32_le,
    utf32_be,
    bytes,  ///< a byte is a character, or none
    lines,  ///< several bytes may be a character, and a newline is never a part of one
    whole,  ///< what bytes mean depends on all that comes before them
  };
  std::string name;  ///< as iconv(3) takes it
  Kind kind = Kind::utf8;
  LineEnds line_ends = {};

  /// Its text may be read from other places than its beginning.
  [[nodiscard]] bool can_cut() const noexcept { return kind != Kind::whole; }
};

/// The encoding that users call so: as iconv(3) has its names, and some more spellings.
/// Errors: invalid_argument, with names that are near, if there is none.
Result<Encoding> find_encoding(std::string_view name);

/// So many of an item's first bytes say what its encoding is.
inline constexpr std::size_t kEncodingHead = 262;

/// How an item is encoded that begins with `head` and was said to be `asked`: a byte order mark
/// tells better. Where nothing was said, so does an XML declaration that names an encoding which
/// no reader of XML need know.
/// Law: asked again with what it gave, it gives the same.
protocol::TextEncoding encoding_of(const protocol::TextEncoding& asked, std::string_view head);

/// Whether more than these first bytes of an item, fewer than kEncodingHead, could say so.
bool may_declare_encoding(std::string_view head) noexcept;

/// The line ends of a text so encoded; those of UTF-8 if the encoding is not known.
LineEnds line_ends_of(const protocol::TextEncoding& text);

/// Write blanks over the encoding that an XML declaration at the beginning of `text` names: it was
/// that of the bytes, and is not that of the text.
void blank_declared_encoding(char* text, std::size_t size) noexcept;

}  // namespace dp::input
