// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "pool/arena.hpp"
#include "pool/segment.hpp"
#include "pool/worker.hpp"

namespace dp::pool {

/// What a worker needs to serve: its block and the descriptors that it inherited.
struct WorkerSetup {
  Block block;
  std::string_view handler_setup;  ///< bytes for Handler::start
  unsigned worker = 0;
  int runner_doorbell = -1;  ///< eventfd
  std::vector<int> stores;   ///< by worker; the last one is the runner's
  int runner_pid = 0;        ///< end when it is no longer our parent; 0: do not look
};

/// The worker's side of the rings: take instructions, run the handler, send replies.
///
/// Threads: one thread; in a worker process its main thread, in tests a thread of the runner's.
class Server final : private WorkerContext {
 public:
  Server(WorkerSetup setup, Handler& handler);

  /// Serve until told to stop. Returns the exit status: 0 when all went as asked.
  int serve();

 private:
  void report_position(std::uint64_t item, std::uint64_t place, bool precise) noexcept override;
  Result<StoreRange> store(Bytes bytes) override;
  Status load(const StoreRange& range, std::string& out) override;
  Status commit_part(Part part, Bytes reply) override;

  Status start();
  bool next(Instruction& instruction);
  bool handle(const Instruction& instruction);
  bool run(const Instruction& instruction);
  Status settle(const Result<Handler::Outcome>& outcome);
  Result<Bytes> request_bytes(const Instruction& instruction);
  bool commit_epoch();
  bool give_up(const Error& error);
  void refuse(const Error& error, bool epoch_lost);

  Status send(Reply reply, Bytes bytes);
  Result<std::uint64_t> place_in_arena(std::uint64_t bytes);
  Status wait_for_reply_slot();
  void ring_runner();
  void ring_runner_soon();
  template <class Ready>
  bool sleep_until(Ready ready);
  void set_state(WorkerStatus::State state) noexcept;
  [[nodiscard]] bool orphaned() const noexcept;

  WorkerSetup setup_;
  Handler* handler_;
  Receiver<Instruction, kRing> instructions_;
  Sender<Reply, kRing> replies_;
  Arena arena_;
  Instruction hand_;                ///< the chunk in hand
  std::uint8_t wanted_ = 0;         ///< its parts not committed yet
  std::uint32_t held_ = 0;          ///< chunks in the open epoch
  std::uint32_t commit_after_ = 1;  ///< chunks in an epoch
  bool unrung_ = false;             ///< replies were sent that the runner was not woken for
  std::chrono::steady_clock::time_point
      now_;  ///< as of the last chunk's end, or the last sleep's
  std::chrono::steady_clock::time_point last_ring_;
  std::string request_, reply_;  ///< reused
};

}  // namespace dp::pool
