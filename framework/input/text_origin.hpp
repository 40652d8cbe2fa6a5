// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/converter.hpp"
#include "input/encoding.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// Bytes of an item that are made UTF-8, and where in them each character of that text is from.
///
/// Words: a place is one in the text that was made and not dropped; an offset is one in the item.
/// Threads: one.
class TextOrigin {
 public:
  /// Errors: as make_converter.
  static Result<std::unique_ptr<TextOrigin>> open(const protocol::TextEncoding& encoding);

  [[nodiscard]] const protocol::TextEncoding& encoding() const noexcept { return encoding_; }
  /// Begin at an offset. `inside`: that may be in the middle of a character. Then what is made
  /// begins a little earlier or later, but before the first line that begins at `offset` or later.
  /// Gives where to begin to read.
  std::uint64_t begin(std::uint64_t offset, bool inside);

  /// Room for `size` more of the item's bytes.
  [[nodiscard]] char* room(std::size_t size);
  /// So many of them came there.
  void add(std::size_t size);
  /// The offset up to which bytes have come.
  [[nodiscard]] std::uint64_t end() const noexcept { return offset_ + size_; }
  /// Bytes that have come, and of which no text was made yet.
  [[nodiscard]] std::size_t waiting() const noexcept { return size_ - marks_.back().raw; }
  /// Make text. `last`: no more bytes come. Gives the size of it.
  std::size_t convert(char* out, std::size_t room, bool last);
  /// Let go of what the text before the character came from that `place` is in. Gives where that
  /// begins.
  std::size_t drop(std::size_t place);

  /// Where the character lies that `place` is in.
  [[nodiscard]] std::uint64_t offset_of(std::size_t place) {
    return offset_ + mark_of(place).raw;
  }
  /// Where the first character is that begins at an offset or later; the text's size if none does.
  [[nodiscard]] std::size_t place_of(std::uint64_t offset);
  /// The bytes of the characters from one place to another.
  /// Lifetime: until add() or drop().
  [[nodiscard]] std::string_view bytes(std::size_t begin, std::size_t end);
  /// What is wrong with bytes of it, if some of them are no character; else empty.
  [[nodiscard]] std::string fault_of(std::string_view bytes, std::uint64_t offset) const;

 private:
  /// A character begins at both.
  struct Mark {
    std::size_t raw = 0;
    std::size_t made = 0;
  };
  TextOrigin(protocol::TextEncoding encoding, Encoding kind,
             std::unique_ptr<Converter> converter, std::unique_ptr<Converter> walker);
  [[nodiscard]] Mark mark_of(std::size_t place);
  [[nodiscard]] Mark before(std::size_t place) const noexcept;
  [[nodiscard]] std::string_view raw() const noexcept { return {raw_.data(), size_}; }
  void skip_to_line();

  protocol::TextEncoding encoding_;
  Encoding kind_;
  std::unique_ptr<Converter> converter_;
  std::unique_ptr<Converter> walker_;  ///< goes over it once more
  std::string raw_;
  std::size_t size_ = 0;      ///< of raw_, bytes that have come
  std::uint64_t offset_ = 0;  ///< of raw_'s first byte
  std::vector<Mark> marks_;   ///< in order; the last one is where to go on
  Mark walked_;               ///< where walker_ is
  bool skipping_ = false;     ///< up to the first newline
  bool ended_ = false;        ///< all is made of what there is
};

}  // namespace dp::input
