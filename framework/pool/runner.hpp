// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "pool/pool.hpp"
#include "pool/seat.hpp"

namespace dp::pool {

/// What a Pool is: the segment, the seats, and the loop that leases, collects and watches.
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

  [[nodiscard]] const std::vector<std::unique_ptr<Seat>>& seats() const { return seats_; }
  [[nodiscard]] Stores& stores() { return *stores_; }
  [[nodiscard]] const Stats& stats() const { return stats_; }

 private:
  // runner.cpp
  Status open_descriptors();
  Status start_worker(Seat& seat);
  void start_thread(Seat& seat);
  Status watch_process(Seat& seat);
  void end_workers() noexcept;
  void reset(Seat& seat) noexcept;

  // leasing.cpp
  Status collect();
  Status collect(Seat& seat);
  Status accept(Seat& seat, const Reply& reply);
  Status accept_parts(Seat& seat, const Reply& reply, std::uint8_t parts);
  Status accept_epoch(Seat& seat, const Reply& reply);
  Status accept_failure(Seat& seat, const Reply& reply);
  Status commit(Seat& seat, std::span<const std::uint64_t> chunks, std::uint8_t part,
                Bytes bytes);
  void finish(Seat& seat);
  Status lease();
  Result<bool> fill(Seat& seat);
  Result<std::optional<Record>> next_record();
  void close_up();
  [[nodiscard]] bool any_running() const noexcept;
  void help_the_idle();
  [[nodiscard]] bool all_settled();
  void put_back(std::vector<Lease> leases, const Record& after);

  // watch.cpp
  Status sleep();
  Status poll(int milliseconds);
  Status hear(std::uint64_t what);
  Status tick();
  Status watch(Seat& seat, std::chrono::microseconds passed);
  void watch_time(Seat& seat, std::chrono::microseconds passed);
  void watch_memory(Seat& seat);
  void kill(Seat& seat, Seat::Killed why);
  Status forsake(Seat& seat);
  Status end_damaged(Seat& seat);
  Status bury(Seat& seat);
  Death death_of(const Seat& seat, int pid, const End& end) const;
  void take_back(Seat& seat);
  Status blame(Record record, Death death);
  Status count_barren(Seat& seat, const Death& death, bool said_hello);
  Status restart_due();
  Status obey_stop();
  [[nodiscard]] int patience_ms() const;

  Options options_;
  unsigned base_window_ = 1;
  std::optional<Segment> segment_;
  std::optional<Stores> stores_;
  Fd bell_, epoll_;
  std::vector<std::unique_ptr<Seat>> seats_;
  Stats stats_;

  Job* job_ = nullptr;
  bool dry_ = false;             ///< the job had nothing; asked again after the next commit
  std::deque<Record> again_;     ///< leases to be given again, first of all
  std::uint64_t collected_ = 0;  ///< replies taken so far
  std::vector<std::uint64_t> states_, streams_;  ///< reused by accept_epoch
  double barren_ = 0;            ///< workers that ended before anybody finished anything
  bool restart_wanted_ = false;  ///< some seat is empty
  bool help_wanted_ = false;     ///< a worker is idle while another has leases to spare
  Clock::time_point last_tick_, last_poll_;
  std::atomic<int> stop_{0};  ///< requests so far
  int obeyed_ = 0;
};

}  // namespace dp::pool
