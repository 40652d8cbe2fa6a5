// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "scan/block.hpp"

namespace dp::scan {

/// Write the positions of `bits`, where bit k stands for base + k, rising. Returns the end of what
/// was written.
///
/// `kAtOnce`: so many are written however few there are, since a branch on their number would be
/// guessed wrong more often than not; as many as a block mostly has.
/// Shape: `out` has room for kAtOnce more than there are.
template <std::size_t kAtOnce>
DP_INLINE std::uint32_t* put_positions(std::uint64_t bits, std::size_t base,
                                       std::uint32_t* out) noexcept {
  const auto count = static_cast<std::size_t>(std::popcount(bits));
  const auto from = static_cast<std::uint32_t>(base);
  std::size_t done = 0;
  do {
    for (std::size_t i = 0; i < kAtOnce; ++i) {
      out[done + i] = from + static_cast<std::uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
    done += kAtOnce;
  } while (done < count);
  return out + count;
}

}  // namespace dp::scan
