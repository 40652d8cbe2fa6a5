// SPDX-License-Identifier: Apache-2.0
#include "pool/doorbell.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace dp::pool {

static_assert(sizeof(std::atomic<std::uint32_t>) == sizeof(std::uint32_t));

void wait_for_doorbell(const std::atomic<std::uint32_t>& doorbell, std::uint32_t seen,
                       int milliseconds) noexcept {
  const timespec limit{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
  ::syscall(SYS_futex, &doorbell, FUTEX_WAIT, seen, &limit, nullptr, 0);
}

void ring_doorbell(std::atomic<std::uint32_t>& doorbell) noexcept {
  doorbell.fetch_add(1, std::memory_order_seq_cst);
  ::syscall(SYS_futex, &doorbell, FUTEX_WAKE, 1, nullptr, nullptr, 0);
}

}  // namespace dp::pool
