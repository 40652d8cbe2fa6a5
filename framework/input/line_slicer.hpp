// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "input/item_buffer.hpp"

namespace dp::input {

/// Cut a slice into blocks of whole lines.
///
/// Law: a line belongs to the slice that holds its first byte. Whatever the slices of an item,
///   their blocks put together are the item's lines, each once, in order.
/// Shape: a block is about `block_bytes` or one longer line, and has DP_PADDING readable bytes
///   after it. A line longer than kMaxLine is cut: its first kMaxLine bytes come as a block
///   that says so.
/// Lifetime: a block lives until the next call.
class LineSlicer {
 public:
  static constexpr std::size_t kBlock = 256 << 10;
  static constexpr std::size_t kMaxLine = 16 << 20;

  struct Block {
    std::string_view data;
    std::uint64_t offset = 0;  ///< in the unpacked item
    std::size_t place = 0;     ///< in buffer()
    bool first = false;        ///< begins the item
    bool last = false;         ///< ends the item
    bool cut = false;          ///< a line too long to be read: data is its beginning
  };

  /// Where damaged compressed data breaks off.
  struct Break {
    std::uint64_t offset = 0;  ///< of the line that is not whole, or of the end
    std::string_view data;     ///< what there is of it
    std::string reason;
  };

  explicit LineSlicer(std::size_t block_bytes = kBlock);

  /// See ItemBuffer::report_skips.
  void report_skips(std::function<void()> alive) { buffer_.report_skips(std::move(alive)); }
  /// Begin with a slice. Errors: as open_source.
  Status open(const protocol::Slice& slice);
  /// The next block; nullopt at the end. Errors: as Source::read.
  Result<std::optional<Block>> next();
  /// What blocks are in.
  [[nodiscard]] const ItemBuffer& buffer() const noexcept { return buffer_; }
  /// Once next() has no more: why the item has no more lines, if it breaks off in this slice.
  /// Law: of the slices of an item one says so.
  [[nodiscard]] std::optional<Break> broken_off() const;

 private:
  Result<bool> skip_to_line_start();
  /// How many of the held bytes make whole lines of this slice; 0: more must be read.
  [[nodiscard]] std::size_t whole_lines() const;
  [[nodiscard]] bool begins_with_long_line() const noexcept;
  Block take(std::size_t size);

  ItemBuffer buffer_;
  std::uint64_t end_ = 0;
  bool skipping_ = false;  ///< the last block was the beginning of a line too long
  bool begun_ = false;     ///< a line has begun in the slice, or could have
};

}  // namespace dp::input
