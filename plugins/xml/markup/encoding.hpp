// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp::xml {

enum class Encoding : std::uint8_t { utf8, latin1, utf16_le, utf16_be };

/// How an item that begins with `head` is encoded: by its byte order mark, its first bytes, or
/// its XML declaration. ASCII is UTF-8.
/// Errors: invalid_argument, naming the encoding, if it is none of these.
Result<Encoding> encoding_of(std::string_view head);

/// Whether what follows an XML declaration in the middle of an item, given as UTF-8, is encoded
/// as the item is.
bool goes_on_as(std::string_view declaration, Encoding encoding);

/// A piece of an item as UTF-8.
///
/// Law: what a place of the text comes from does not depend on where the piece begins or ends,
///   as long as it begins with a character. What is no UTF-16 becomes a byte 0xff, which is no
///   UTF-8.
/// Lifetime: view() is `raw` itself if that is UTF-8; else it lives until the next set().
class Utf8Text {
 public:
  /// `last`: no more follows; else a character that is cut off at the end is left out.
  /// Precondition: 16 bytes past `raw` are readable, and so they are past view().
  void set(Encoding encoding, std::string_view raw, bool last);

  [[nodiscard]] std::string_view view() const noexcept { return view_; }
  /// Where in the raw bytes the character at view()[at] begins.
  [[nodiscard]] std::size_t raw_of(std::size_t at);
  /// The first character that begins at raw[at] or later; view()'s size if there is none.
  [[nodiscard]] std::size_t at_of(std::size_t raw);

 private:
  void decode_latin1(std::string_view raw);
  void decode_utf16(std::string_view raw, bool last, unsigned low);
  void step();

  Encoding encoding_ = Encoding::utf8;
  std::string_view view_;
  std::string decoded_;
  std::size_t at_ = 0;  ///< a character begins at view_[at_], and at raw_
  std::size_t raw_ = 0;
  std::size_t raw_size_ = 0;
};

}  // namespace dp::xml
