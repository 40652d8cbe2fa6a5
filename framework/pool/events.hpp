// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace dp::pool {

/// What the runner's epoll tells of.
enum class Event : std::uint32_t {
  doorbell,  ///< a worker or request_stop rang it
  exited,    ///< a worker process has ended
  wrote,     ///< a worker wrote on stderr
};

constexpr std::uint64_t event_code(Event event, unsigned slot) {
  return static_cast<std::uint64_t>(event) << 32 | slot;
}
constexpr Event event_of(std::uint64_t code) { return static_cast<Event>(code >> 32); }
constexpr unsigned slot_of(std::uint64_t code) { return static_cast<unsigned>(code); }

}  // namespace dp::pool
