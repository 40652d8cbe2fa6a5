// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "input/source.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// The bytes of an item from some place on, as far as they are read and not dropped.
///
/// Shape: DP_PADDING readable bytes stand after what is held.
/// Lifetime: what held() gives lives until fill() or open().
class ItemBuffer {
 public:
  /// Reads about half of `block_bytes` or more at once; if it is filled only while it holds less
  /// than `most_bytes`, it never holds more than that and two blocks.
  ItemBuffer(std::size_t block_bytes, std::size_t most_bytes);

  /// Call `alive` for each block that is read only to be passed over, on the way to the middle of
  /// a compressed item.
  void report_skips(std::function<void()> alive) { alive_ = std::move(alive); }
  /// Begin at byte `begin` of the slice's item. Errors: as open_source.
  Status open(const protocol::Slice& slice, std::uint64_t begin);
  /// Read more; near `end` (of the slice) only a little. Errors: as Source::read.
  Status fill(std::uint64_t end);
  /// Let go of the first `size` bytes.
  void drop(std::size_t size) noexcept {
    from_ += size;
    offset_ += size;
  }

  [[nodiscard]] std::string_view held() const noexcept {
    return {buffer_.data() + from_, have_ - from_};
  }
  /// Where held() begins in the item.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  /// There is no more than what is held.
  [[nodiscard]] bool at_end() const noexcept { return at_end_; }
  /// What is held goes to the item's end: so at_end(), unless the item is damaged there, or a
  /// stream that goes on.
  [[nodiscard]] bool at_end_of_item() const noexcept {
    return at_end_ && !more_ && damage().empty();
  }
  /// See Source::damage.
  [[nodiscard]] const std::string& damage() const noexcept { return source_->damage(); }

 private:
  Status skip_bytes(std::uint64_t size);

  std::size_t block_bytes_;
  std::size_t most_bytes_;
  std::vector<char> buffer_;
  std::size_t from_ = 0;  ///< held: buffer_[from_, have_)
  std::size_t have_ = 0;
  std::uint64_t offset_ = 0;
  bool at_end_ = false;
  bool more_ = false;  ///< see Slice::more
  std::unique_ptr<Source> source_;
  std::function<void()> alive_;
};

}  // namespace dp::input
