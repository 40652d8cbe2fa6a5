// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "pool/collector.hpp"
#include "pool/lease_queue.hpp"
#include "pool/leasing.hpp"
#include "pool/pool_state.hpp"
#include "pool/supervisor.hpp"
#include "pool/watch.hpp"

namespace dp::pool {

/// What a Pool is: the loop that collects, leases, watches and sleeps, over parts that do each.
class Runner {
 public:
  explicit Runner(Options options);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();

  Status open();
  void begin(Job& job);
  Result<bool> step(bool wait = true);
  /// Leave nothing of the job with the workers: one that has any of it is replaced.
  void abandon() noexcept;
  void request_stop() noexcept;

  [[nodiscard]] const PoolState& state() const { return state_; }

 private:
  Status obey_stop();
  Status collect();
  [[nodiscard]] bool settled() const;
  [[nodiscard]] bool has_news() const noexcept;
  Status sleep();
  Status handle_events(int milliseconds);
  Status on_event(const Event& event);
  void ask_again() noexcept;
  Status tick();
  [[nodiscard]] int patience_ms() const;

  PoolState state_;
  LeaseQueue queue_;
  Watch watch_;
  Collector collector_;
  Leasing leasing_;
  Supervisor supervisor_;
  Clock::time_point last_tick_, last_poll_;
  std::atomic<int> stop_{0};  ///< requests so far
  int obeyed_ = 0;            ///< of these
  bool asks_ = false;  ///< the job is to be asked once more before anything is waited for
};

}  // namespace dp::pool
