// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "pool/growth.hpp"
#include "pool/worker_channel.hpp"

namespace dp::pool {

/// What a worker does: take instructions, run the handler, send replies.
///
/// Threads: one thread; in a worker process its main thread, in tests a thread of the runner's.
class Server final : private WorkerContext {
 public:
  Server(WorkerSetup setup, Handler& handler);

  /// Serve until told to stop. Returns the exit status: 0 when all went as asked.
  int serve();

 private:
  void report_position(std::uint64_t item, std::uint64_t place, bool precise) noexcept override;
  void report_call(std::string_view call, Timing timing) noexcept override {
    channel_.report_call(call, timing);
  }
  void report_alive() noexcept override { channel_.report_alive(); }
  Result<StoreRange> store(Bytes bytes) override;
  Status load(const StoreRange& range, std::string& out) override;
  Result<StoreView> view(const StoreRange& range) override;
  Status commit_part(Part part, Bytes reply) override;
  Status commit_prefix(Bytes reply) override;

  Status start();
  bool handle(const Instruction& instruction);
  bool run(const Instruction& instruction);
  bool skip(Reply::Kind kind);
  Status settle(const Result<Handler::Outcome>& outcome);
  bool commit_epoch();
  bool give_up(const Error& error);
  void refuse(const Error& error, bool epoch_lost);
  Status send(Reply reply, Bytes bytes);

  WorkerChannel channel_;
  Handler* handler_;
  Instruction hand_;                ///< the chunk in hand
  std::uint8_t wanted_ = 0;         ///< its parts not committed yet
  std::uint32_t held_ = 0;          ///< chunks in the open epoch
  std::uint32_t commit_after_ = 1;  ///< chunks in an epoch
  Growth growth_;
  bool worn_ = false;            ///< a fresh worker should do what comes next
  std::string request_, reply_;  ///< reused
};

}  // namespace dp::pool
