// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/source.hpp"

namespace dp::engine {

/// An item, or a part of one, for a worker to read.
struct Slice {
  std::uint64_t item = 0;  ///< its place in the run's input
  std::string name;        ///< what users call it
  std::string path;        ///< what to open
  FileStamp stamp;
  Packing packing = Packing::plain;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  ///< of a plain file; kWholeItem: to the end, whatever the size
};

/// The end of a slice whose item's (unpacked) size is not known.
inline constexpr std::uint64_t kWholeItem = ~std::uint64_t{0};

/// Cut a slice into blocks of whole lines.
///
/// Law: a line belongs to the slice that holds its first byte. Whatever the slices of an item,
///   their blocks put together are the item's lines, each once, in order.
/// Shape: a block is about `block_bytes` or one longer line, and has DP_PADDING readable bytes
///   behind it. A line longer than kMaxLine is cut: its first kMaxLine bytes come as a block
///   that says so.
/// Lifetime: a block lives until the next call.
class LineSlicer {
 public:
  static constexpr std::size_t kBlock = 256 << 10;
  static constexpr std::size_t kMaxLine = 16 << 20;

  struct Block {
    std::string_view data;
    std::uint64_t offset = 0;  ///< in the unpacked item
    bool first = false;        ///< begins the item
    bool last = false;         ///< ends the item
    bool cut = false;          ///< a line too long to be read: data is its beginning
  };

  explicit LineSlicer(std::size_t block_bytes = kBlock);

  /// Begin with a slice. Errors: as open_source.
  Status open(const Slice& slice);
  /// The next block; nullopt at the end. Errors: as Source::read.
  Result<std::optional<Block>> next();

 private:
  Status fill();
  Status skip_bytes(std::uint64_t size);
  Status skip_to_line_start();
  [[nodiscard]] std::string_view held() const noexcept {
    return {buffer_.data() + from_, have_ - from_};
  }
  /// How many of the held bytes make whole lines of this slice; 0: more must be read.
  [[nodiscard]] std::size_t whole_lines() const noexcept;
  [[nodiscard]] bool begins_with_long_line() const noexcept;
  Block take(std::size_t size);

  std::size_t block_bytes_;
  std::vector<char> buffer_;
  std::size_t from_ = 0;  ///< held bytes: buffer_[from_, have_)
  std::size_t have_ = 0;
  std::uint64_t offset_ = 0;  ///< of buffer_[from_] in the item
  std::uint64_t end_ = 0;
  bool at_end_ = false;    ///< the source has no more
  bool skipping_ = false;  ///< the last block was the beginning of a line too long
  std::unique_ptr<Source> source_;
};

}  // namespace dp::engine
