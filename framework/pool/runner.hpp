// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "pool/pool.hpp"
#include "pool/worker_slot.hpp"

namespace dp::pool {

/// What a Pool is: the segment, the slots, and the loop that leases, collects and watches.
///
/// runner.cpp starts and ends workers, leasing.cpp moves leases out and results in, watch.cpp
/// deals with time, memory, stops and deaths.
class Runner {
 public:
  explicit Runner(Options options);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();

  Status open();
  void begin(Job& job);
  Result<bool> step(bool wait = true);
  void abandon() noexcept;
  void request_stop() noexcept;

  [[nodiscard]] const std::vector<std::unique_ptr<WorkerSlot>>& slots() const { return slots_; }
  [[nodiscard]] Stores& stores() { return *stores_; }
  [[nodiscard]] const Stats& stats() const { return stats_; }

 private:
  // runner.cpp
  Status open_descriptors();
  Status start_worker(WorkerSlot& slot);
  void start_thread(WorkerSlot& slot);
  Status watch_process(WorkerSlot& slot);
  void end_workers() noexcept;
  void reset(WorkerSlot& slot) noexcept;

  // leasing.cpp
  Status collect();
  Status collect(WorkerSlot& slot);
  Status accept(WorkerSlot& slot, const Reply& reply);
  Status accept_parts(WorkerSlot& slot, const Reply& reply, std::uint8_t parts);
  Status accept_epoch(WorkerSlot& slot, const Reply& reply);
  Status accept_failure(WorkerSlot& slot, const Reply& reply);
  Status commit(WorkerSlot& slot, std::span<const std::uint64_t> chunks, std::uint8_t part,
                Bytes bytes);
  void finish(WorkerSlot& slot);
  Status lease();
  Result<bool> fill(WorkerSlot& slot);
  Result<std::optional<Record>> next_record();
  void close_up();
  [[nodiscard]] bool any_running() const noexcept;
  void help_the_idle();
  [[nodiscard]] bool all_settled();
  void put_back(std::vector<Lease> leases, const Record& after);

  // watch.cpp
  Status sleep();
  Status poll(int milliseconds);
  Status on_event(std::uint64_t what);
  Status tick();
  Status watch(WorkerSlot& slot, std::chrono::microseconds passed);
  void watch_time(WorkerSlot& slot, std::chrono::microseconds passed);
  void watch_memory(WorkerSlot& slot);
  void kill(WorkerSlot& slot, WorkerSlot::Killed why);
  Status abandon(WorkerSlot& slot);
  Status end_damaged(WorkerSlot& slot);
  Status on_exit(WorkerSlot& slot);
  Death death_of(const WorkerSlot& slot, int pid, const End& end) const;
  void take_back(WorkerSlot& slot);
  Status blame(Record record, Death death);
  Status count_fruitless_restart(WorkerSlot& slot, const Death& death, bool said_hello);
  Status restart_due();
  Status obey_stop();
  [[nodiscard]] int patience_ms() const;

  Options options_;
  unsigned base_window_ = 1;
  std::optional<Segment> segment_;
  std::optional<Stores> stores_;
  Fd doorbell_, epoll_;
  std::vector<std::unique_ptr<WorkerSlot>> slots_;
  Stats stats_;

  Job* job_ = nullptr;
  bool dry_ = false;             ///< the job had nothing; asked again after the next commit
  std::deque<Record> again_;     ///< leases to be given again, first of all
  std::uint64_t collected_ = 0;  ///< replies taken so far
  std::vector<std::uint64_t> states_, streams_;  ///< reused by accept_epoch
  FruitlessRestarts fruitless_restarts_;
  bool restart_wanted_ = false;  ///< some slot is empty
  bool help_wanted_ = false;     ///< a worker is idle while another has leases to spare
  Clock::time_point last_tick_, last_poll_;
  std::atomic<int> stop_{0};  ///< requests so far
  int obeyed_ = 0;
};

}  // namespace dp::pool
