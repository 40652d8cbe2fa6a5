// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace dp::pool {

/// How far apart words that different processes write are kept.
inline constexpr std::size_t kLine = 64;

/// The half of a ring that its producer writes: fixed-size descriptors, and how many were sent
/// since the ring was new.
template <class T, std::uint32_t N>
struct Sent {
  static_assert(std::is_trivially_copyable_v<T> && (N & (N - 1)) == 0);
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
  alignas(kLine) std::atomic<std::uint64_t> count;
  alignas(kLine) T at[N];
};

/// The half that its consumer writes: how many were taken.
struct Taken {
  alignas(kLine) std::atomic<std::uint64_t> count;
};

/// Send descriptors through a ring in shared memory.
///
/// Law: an end keeps its own count in private memory and never reads it back, so that nothing
///   the other process scribbles can send it outside of the ring (boost::lockfree::spsc_queue
///   reads its own index back: docs/decisions/0002-rings.md). A descriptor is there for the
///   consumer from publish on, whole; a producer that dies before has sent nothing.
/// Threads/processes: one producer, one consumer.
template <class T, std::uint32_t N>
class Sender {
 public:
  Sender(Sent<T, N>& sent, const Taken& taken) noexcept : sent_(&sent), taken_(&taken) {}

  /// Descriptors that fit now; nullopt when the other side's count cannot be.
  [[nodiscard]] std::optional<std::uint32_t> room() const noexcept {
    const std::uint64_t under_way = count_ - taken_->count.load(std::memory_order_acquire);
    if (under_way > N) return std::nullopt;
    return N - static_cast<std::uint32_t>(under_way);
  }
  /// Write one after the last; there must be room.
  void put(const T& descriptor) noexcept { sent_->at[count_++ % N] = descriptor; }
  /// Let the consumer see what was put. Sequentially consistent: a flag that the consumer
  /// stored before it looked into the ring for the last time is seen by a load that follows.
  void publish() noexcept { sent_->count.store(count_, std::memory_order_seq_cst); }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

 private:
  Sent<T, N>* sent_;
  const Taken* taken_;
  std::uint64_t count_ = 0;
};

/// Take descriptors out of a ring in shared memory. See Sender.
template <class T, std::uint32_t N>
class Receiver {
 public:
  Receiver(const Sent<T, N>& sent, Taken& taken) noexcept : sent_(&sent), taken_(&taken) {}

  /// Descriptors waiting; nullopt when the other side's count cannot be.
  [[nodiscard]] std::optional<std::uint32_t> waiting() const noexcept {
    const std::uint64_t there = sent_->count.load(std::memory_order_seq_cst) - count_;
    if (there > N) return std::nullopt;
    return static_cast<std::uint32_t>(there);
  }
  /// Copy the next one out; one must be waiting.
  [[nodiscard]] T take() noexcept {
    const T descriptor = sent_->at[count_++ % N];
    // Keeps the compiler from reading a field again, after it was checked.
    std::atomic_signal_fence(std::memory_order_seq_cst);
    return descriptor;
  }
  /// Let the producer use the places of what was taken.
  void publish() noexcept { taken_->count.store(count_, std::memory_order_release); }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

 private:
  const Sent<T, N>* sent_;
  Taken* taken_;
  std::uint64_t count_ = 0;
};

}  // namespace dp::pool
