// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <algorithm>
#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "input/item_buffer.hpp"
#include "input/line_slicer.hpp"

namespace dp::input {

/// Hand a reader that finds its records itself (DP_CUT_RECORDS) what it has not read of a slice.
///
/// Law: a record belongs to the slice that holds its first byte. A slice that is `exact` begins
///   with a record; in any other the reader guesses where the first one begins.
/// Shape: a block is about `block_bytes`, or as long as the record that it begins with, up to
///   kMaxRecord; the reader takes whole records from its front.
/// Lifetime: a block lives until the next call.
class RecordSlicer {
 public:
  static constexpr std::size_t kBlock = 256 << 10;
  static constexpr std::size_t kMaxRecord = 16 << 20;

  struct Block {
    std::string_view data;     ///< from the first record not read on
    std::uint64_t offset = 0;  ///< in the unpacked item
    std::size_t place = 0;     ///< in buffer()
    std::size_t stop = 0;      ///< records that begin here or later are of another slice
    bool first = false;        ///< begins the item
    bool last = false;         ///< ends the item
    bool full = false;         ///< as long as a record may be
  };
  /// The reader's guess: where in data[1, size) a record begins; the size if nowhere.
  using Find = std::function<Result<std::uint64_t>(const Block&)>;

  explicit RecordSlicer(std::size_t block_bytes = kBlock);

  /// Keep so many bytes as an item's head, if they are more than DP_HEAD_BYTES.
  void want_head(std::size_t bytes);

  /// See ItemBuffer::report_skips.
  void report_skips(std::function<void()> alive) { buffer_.report_skips(std::move(alive)); }
  /// Begin with a slice. Errors: as open_source and Source::read; those of find.
  Status open(const protocol::Slice& slice, const Find& find);
  /// What is to be read now; nullopt at the end. Errors: as Source::read.
  Result<std::optional<Block>> next();
  /// Once next() has no more: see LineSlicer::broken_off.
  [[nodiscard]] std::optional<LineSlicer::Break> broken_off() const;
  /// The reader has read so much of the block. 0: it wants more bytes. DP_REST: no more.
  /// Errors: bug, if it can get no more, or went past the block.
  Status consume(std::uint64_t size);

  /// What blocks are in.
  [[nodiscard]] const ItemBuffer& buffer() const noexcept { return buffer_; }
  /// Where the next record begins: at or past the slice's end once next() has no more.
  [[nodiscard]] std::uint64_t offset() const noexcept {
    return passed_ ? std::max(item_size_, buffer_.offset()) : buffer_.offset();
  }
  /// The first bytes of the item.
  [[nodiscard]] std::string_view head() const noexcept { return head_; }

 private:
  Status read_head(const protocol::Slice& slice);
  Status find_first(const Find& find);
  [[nodiscard]] Block block() const;

  std::size_t block_bytes_;
  ItemBuffer buffer_;
  std::uint64_t end_ = 0;
  std::uint64_t item_size_ = 0;
  bool passed_ = false;  ///< the rest of the item is not read
  bool hungry_ = false;  ///< the reader wants more bytes
  std::size_t head_bytes_ = DP_HEAD_BYTES;
  std::string head_;
  protocol::FileStamp head_of_;
};

}  // namespace dp::input
