// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "pool/worker.hpp"
#include "protocol/map_requests.hpp"
#include "worker/chain.hpp"
#include "worker/libraries.hpp"
#include "worker/own_descriptors.hpp"

namespace dp::worker {

/// What a worker of dp does: the answer to every request (see protocol/).
///
/// Processes: one a worker; the only code of dp that runs plugins.
class Handler final : public pool::Handler {
 public:
  Handler();
  ~Handler() override;

  Status start(pool::Bytes setup) override;
  Result<Outcome> run(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply) override;
  bool wants_commit() override;
  bool wants_replacement() override { return plan_.recycle != 0 && records_ >= plan_.recycle; }
  Status commit(pool::WorkerContext& context, std::string& reply) override;

 private:
  using Clock = std::chrono::steady_clock;

  Result<Outcome> answer(const pool::Request& request, pool::WorkerContext& context,
                         std::string& reply);
  Result<Outcome> answer_without_plan(std::string_view bytes, pool::WorkerContext& context,
                                      std::string& reply);
  Result<Outcome> map(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply);
  [[nodiscard]] bool has_guess() const noexcept;
  Status push(pool::WorkerContext& context);
  Status at_border(const protocol::Mark& mark, pool::WorkerContext& context);
  Result<protocol::RecordBounds> cut(const protocol::CutRequest& request,
                                     pool::WorkerContext& context);
  Status use_plan(const pool::StoreRange& range, pool::WorkerContext& context);

  OwnDescriptors descriptors_;
  Libraries libraries_;
  protocol::Plan plan_;
  pool::StoreRange plan_range_;  ///< where plan_ came from; size 0: no plan yet
  std::unique_ptr<Chain> chain_;
  protocol::MapRequest map_request_;
  struct Prefixes {
    bool any = false;  ///< of map_request_, one has committed
    Clock::time_point last;
    std::string bytes;  ///< reused
  };
  Prefixes prefixes_;
  protocol::Counts epoch_counts_;
  std::uint64_t records_ = 0;                     ///< that were mapped, whatever became of them
  std::optional<Clock::time_point> epoch_began_;  ///< nullopt: none is open
  Clock::duration last_save_{0};
};

}  // namespace dp::worker
