// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace dp::records {

/// Bytes that stay where they are until all go.
class Arena {
 public:
  /// A copy of the bytes.
  const char* keep(std::string_view bytes);
  [[nodiscard]] std::uint64_t size() const noexcept { return held_; }
  void clear() noexcept;

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 20;

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  std::size_t left_ = 0;  ///< after at_, in the last block
  std::uint64_t held_ = 0;
};

}  // namespace dp::records
