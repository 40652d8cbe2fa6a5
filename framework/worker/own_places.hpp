// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/item_buffer.hpp"
#include "input/line_slicer.hpp"

namespace dp::worker {

/// What a reader says of the text that it is shown, as it is so of the item's own bytes: these differ
/// where the item is not in UTF-8.
/// Lifetime: borrows the buffer, and what it holds.
class OwnPlaces {
 public:
  /// A reader is shown `data`, said to begin at `offset`. Its bytes are at `place` of the buffer, or
  /// are a copy of those there.
  void show(const input::ItemBuffer& buffer, std::size_t place, std::string_view data,
            std::uint64_t offset) noexcept;
  /// The reader learns: its rows have offsets as values of this column.
  void learn_at(std::size_t column) noexcept { learned_ = column; }

  /// They differ.
  [[nodiscard]] bool differ() const noexcept {
    return buffer_ != nullptr && buffer_->text() != nullptr;
  }
  /// Where in the item lies what the reader places at `offset`.
  [[nodiscard]] std::uint64_t offset_of(std::uint64_t offset) const;
  /// The bytes that a part of the text came from; bytes that are no part of it as they are.
  /// Lifetime: until more of the item is read.
  [[nodiscard]] std::string_view bytes_of(std::string_view part) const;
  /// Why these bytes, at an offset of the item, are no text in its encoding; see fault_of.
  [[nodiscard]] std::string fault_of(std::string_view bytes, std::uint64_t offset) const;
  /// The same batch with places in the item. Lifetime: until the next call.
  [[nodiscard]] dp_batch batch_of(const dp_batch& batch);

 private:
  void place_learned(const ArrowArray& rows) const;

  static constexpr std::size_t kNone = ~std::size_t{0};

  const input::ItemBuffer* buffer_ = nullptr;
  std::size_t place_ = 0;
  std::string_view data_;
  std::uint64_t offset_ = 0;
  std::size_t learned_ = kNone;
  std::vector<std::uint64_t> offsets_;
};

/// Why bytes of an item, at an offset, are no text in its encoding; empty if they are, or if what is not
/// is to be read all the same.
std::string fault_of(const input::ItemBuffer& buffer, std::string_view bytes,
                     std::uint64_t offset);

/// The size of the first lines of a buffer's text of which none need be asked for its fault: all that
/// they came from is text in the item's encoding.
std::size_t fitting_lines(const input::ItemBuffer& buffer, std::string_view lines) noexcept;
/// The fault of a line, without its newline.
std::string fault_of(const input::ItemBuffer& buffer, const input::LineSlicer::Block& line);

/// Some lines of a block. Precondition: they are whole lines.
input::LineSlicer::Block part_of(const input::ItemBuffer& buffer,
                                 const input::LineSlicer::Block& block, std::size_t at,
                                 std::size_t size);
std::size_t size_without_newline(std::string_view line) noexcept;

}  // namespace dp::worker
