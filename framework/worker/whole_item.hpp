// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <memory>
#include <string_view>

namespace dp::worker {

/// An item in one piece, however long it turns out to be.
///
/// Shape: DP_PADDING bytes of 0 stand after it.
/// Cost: it grows in place where the system can (mremap), and what was never written takes no memory,
///   so that an item takes its own size and not three times as much.
class WholeItem {
 public:
  /// Make room for `bytes`, and keep what is there. Errors: out_of_memory.
  Status reserve(std::size_t bytes);
  [[nodiscard]] char* data() noexcept { return bytes_.get(); }
  [[nodiscard]] std::size_t room() const noexcept { return room_; }
  /// It has so many bytes, at most room().
  void end(std::size_t size) noexcept;
  [[nodiscard]] std::string_view text() const noexcept { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const noexcept;
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t room_ = 0, size_ = 0;
};

}  // namespace dp::worker
