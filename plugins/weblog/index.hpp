// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace dp::weblog {

/// Find the quotes, newlines and spaces of a text.
///
/// Shape: `marks` gets the position of each '"' and '\n', rising, and has room for size + 8;
///   `spaces` gets a bit for each byte, set for a space and for what follows the text, up to the
///   end of its word (size / 64 + 1 words). Returns how many marks there are.
/// Precondition: 64 bytes past the text are readable; size < 2^32 - 64.
using FindMarks = std::size_t (*)(const char* text, std::size_t size, std::uint32_t* marks,
                                  std::uint64_t* spaces);

/// On any processor.
std::size_t find_marks_portable(const char* text, std::size_t size, std::uint32_t* marks,
                                std::uint64_t* spaces);

/// The fastest that this processor can run.
FindMarks best_find_marks() noexcept;

/// Where the quotes, newlines and spaces of a text are.
class Index {
 public:
  /// For texts of up to `capacity` bytes.
  explicit Index(std::size_t capacity, FindMarks find = best_find_marks());

  /// Precondition: 64 bytes past the text are readable.
  void build(const char* text, std::size_t size);

  /// The positions of '"' and '\n', rising.
  [[nodiscard]] std::span<const std::uint32_t> marks() const noexcept {
    return {marks_.get(), count_};
  }
  /// The position of the first space from `at` (at most the text's size) on; a position after
  /// the text if there is none.
  [[nodiscard]] std::uint32_t first_space(std::uint32_t at) const noexcept {
    std::uint64_t bits;  // of the next 57 bytes or more
    std::memcpy(&bits, reinterpret_cast<const char*>(spaces_.get()) + at / 8, 8);
    bits >>= at % 8;
    if (bits == 0) [[unlikely]]
      return far_space(at);
    return at + static_cast<std::uint32_t>(std::countr_zero(bits));
  }

 private:
  [[nodiscard]] std::uint32_t far_space(std::uint32_t at) const noexcept;

  FindMarks find_;
  std::unique_ptr<std::uint32_t[]> marks_;
  std::unique_ptr<std::uint64_t[]> spaces_;
  std::size_t count_ = 0;
};

}  // namespace dp::weblog
