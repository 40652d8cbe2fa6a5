// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dp::xml {

/// What is in 64 bytes of a text; bit k of a mask is of byte k.
struct Block {
  static constexpr std::ptrdiff_t kBytes = 64;

  const char* at = nullptr;
  std::uint64_t marks = 0;  ///< '<', '>', and quotes
  std::uint64_t odd = 0;    ///< '&', ']', control characters, and what is not ASCII
};

/// Look at the 64 bytes at `at`.
using LoadBlock = Block (*)(const char* at) noexcept;

/// On any processor.
Block load_block(const char* at) noexcept;

/// The fastest on this processor.
LoadBlock best_load_block() noexcept;

}  // namespace dp::xml
