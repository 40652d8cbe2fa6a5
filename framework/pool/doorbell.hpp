// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace dp::pool {

// A worker sleeps on its doorbell, a futex that processes share (std::atomic::wait is private to
// one process). The sleeper stores "asleep", then looks once more for news, then waits; the
// ringer publishes news, then looks at "asleep". All four are sequentially consistent, so at
// least one of the two sees the other.

/// Wait until `doorbell` is no longer `seen`, someone wakes us, or `milliseconds` have passed.
void wait_for_doorbell(const std::atomic<std::uint32_t>& doorbell, std::uint32_t seen,
                       int milliseconds) noexcept;

/// Change `doorbell` and wake the process that waits on it.
void ring_doorbell(std::atomic<std::uint32_t>& doorbell) noexcept;

/// Tell the processor that this is a spin loop.
inline void pause_briefly() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

}  // namespace dp::pool
