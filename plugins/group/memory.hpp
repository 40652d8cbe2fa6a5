// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

namespace dp::group {

/// Own zeroed pages that can grow without being copied; huge ones from 2 MiB on.
///
/// Law: growing keeps the bytes and may move them; new bytes are 0.
/// Errors: throws std::bad_alloc.
class Pages {
 public:
  Pages() = default;
  explicit Pages(std::size_t bytes) { grow(bytes); }
  Pages(Pages&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Pages& operator=(Pages&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Pages();

  [[nodiscard]] char* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Have at least `bytes`.
  void grow(std::size_t bytes);

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Bytes appended one after the other, found again by their offset.
class Arena {
 public:
  /// Offset of `size` new bytes.
  std::uint64_t take(std::size_t size) {
    const std::size_t at = used_;
    if (pages_.size() - used_ < size) pages_.grow(2 * (used_ + size));
    used_ += size;
    return at;
  }
  std::uint64_t put(std::string_view text) {
    const auto at = take(text.size());
    std::memcpy(pages_.data() + at, text.data(), text.size());
    return at;
  }
  [[nodiscard]] char* at(std::uint64_t offset) const noexcept { return pages_.data() + offset; }
  [[nodiscard]] std::size_t size() const noexcept { return used_; }
  /// Forget all; storage far beyond what was in use goes back.
  void clear() {
    if (pages_.size() > kKept && pages_.size() > 8 * used_) pages_ = Pages();
    used_ = 0;
  }
  static constexpr std::size_t kKept = std::size_t{1} << 20;

 private:
  Pages pages_;
  std::size_t used_ = 0;
};

}  // namespace dp::group
