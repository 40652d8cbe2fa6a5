// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace dp::pool {

/// Hand out room in a byte ring: blocks in one piece, freed in the order in which they were
/// made.
///
/// Shape: places count up for ever; the byte of place p is p % size. A block that would wrap
///   starts at the next multiple of size, and what it skipped is freed with it.
/// Law: a block of at most size / 2 fits as soon as enough older ones are freed.
/// Processes: the writer's private state; only bytes and freed places cross.
class Arena {
 public:
  explicit Arena(std::uint64_t size) noexcept : size_(size) {}

  /// Place of a block of `bytes`, or nullopt when it has to wait. `freed`: all before that
  /// place is free again.
  std::optional<std::uint64_t> allocate(std::uint64_t bytes, std::uint64_t freed) noexcept {
    std::uint64_t place = end_;
    if (place % size_ + bytes > size_) place += size_ - place % size_;
    if (place + bytes - freed > size_) return std::nullopt;
    end_ = place + bytes;
    return place;
  }
  [[nodiscard]] bool fits(std::uint64_t bytes) const noexcept { return bytes <= size_ / 2; }
  [[nodiscard]] std::uint64_t end() const noexcept { return end_; }

 private:
  std::uint64_t size_;
  std::uint64_t end_ = 0;
};

}  // namespace dp::pool
