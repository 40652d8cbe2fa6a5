// SPDX-License-Identifier: Apache-2.0
#include "pool/events.hpp"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

#include "pool/process.hpp"

namespace dp::pool {
namespace {

constexpr std::uint64_t kDoorbell = ~std::uint64_t{0};

constexpr std::uint64_t packed(Event event) {
  return static_cast<std::uint64_t>(event.kind) << 32 | event.slot;
}

constexpr Event unpacked(std::uint64_t code) {
  return {static_cast<Event::Kind>(code >> 32), static_cast<unsigned>(code)};
}

}  // namespace

Status Events::open() {
  Fd doorbell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!doorbell) return fail_resource("eventfd");
  DP_TRY(doorbell_, above_stdio(std::move(doorbell)));
  epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll_) return fail_resource("epoll");
  return watch(doorbell_.get(), kDoorbell);
}

Status Events::watch(int descriptor, std::uint64_t code) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = code;
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
    return fail_errno("epoll");
  return {};
}

Status Events::add(const Process& process, unsigned slot) {
  DP_CHECK(watch(process.pidfd(), packed({Event::kExited, slot})));
  if (process.output() < 0) return {};
  return watch(process.output(), packed({Event::kWrote, slot}));
}

void Events::remove(const Process& process) noexcept {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, process.pidfd(), nullptr);
}

Result<std::span<const Event>> Events::wait(int milliseconds, int awaited) {
  if (awaited >= 0) {
    // It may be a file, which epoll does not take.
    std::array<pollfd, 2> waited = {{{epoll_.get(), POLLIN, 0}, {awaited, POLLIN, 0}}};
    (void)::poll(waited.data(), waited.size(), milliseconds);
    milliseconds = 0;
  }
  std::array<epoll_event, kAtOnce> ready;
  const int count = ::epoll_wait(epoll_.get(), ready.data(), ready.size(), milliseconds);
  if (count < 0 && errno != EINTR) return fail_errno("epoll");
  std::size_t events = 0;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t code = ready[static_cast<std::size_t>(i)].data.u64;
    std::uint64_t rings = 0;
    if (code == kDoorbell)
      (void)!::read(doorbell_.get(), &rings, sizeof rings);
    else
      events_[events++] = unpacked(code);
  }
  return std::span<const Event>(events_.data(), events);
}

void Events::ring() noexcept {
  const int saved = errno;
  const std::uint64_t one = 1;
  // Fails only when the counter is full: then the runner has been woken often enough.
  (void)!::write(doorbell_.get(), &one, sizeof one);
  errno = saved;
}

}  // namespace dp::pool
