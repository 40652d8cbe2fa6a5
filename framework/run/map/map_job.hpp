// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "pool/job.hpp"
#include "run/death_log.hpp"
#include "run/map/chunker.hpp"
#include "run/map/cutters.hpp"
#include "run/map/failure_policy.hpp"
#include "run/map/lease_maker.hpp"
#include "run/map/map_results.hpp"
#include "run/map/rejections.hpp"
#include "run/map/speculation.hpp"
#include "run/map/stream_feed.hpp"
#include "run/map/work_table.hpp"

namespace dp::run {

/// The map: leases chunks, and hands what comes of them to those whom it concerns.
///
/// The Chunker says what there is to do, and Cutters where items whose reader alone knows where
/// records begin can be cut; MapResults takes what is committed, Speculation what was made of
/// guesses, the FailurePolicy says what follows a failure, and Rejections reject what that costs. Streams
/// come by the StreamFeed.
class MapJob final : public pool::Job {
 public:
  struct Setup {
    pool::StoreRange plan_range;
    pipeline::Chunksize chunksize;
    unsigned workers = 1;
    ErrorLimits limits;
    FailurePolicy::Limits blame;
    MapResults::Into into;
    std::function<void()> tick;
    /// Whether a worker may say that something lies there. Errors: corrupt.
    std::function<Status(unsigned worker, const pool::StoreRange&)> check_range;
  };

  explicit MapJob(Setup setup);

  std::optional<pool::Lease> next() override;
  [[nodiscard]] bool waits() const override { return waits_; }
  [[nodiscard]] int awaits() const override { return feed_.awaits(); }
  void held(std::uint64_t chunk) override { table_.set_held(chunk, true); }
  Status commit(const pool::Commit& commit) override;
  Result<std::vector<pool::Lease>> failed(std::uint64_t chunk, const Error& error) override;
  Result<std::vector<pool::Lease>> died(pool::Lease lease, const pool::Death& death) override;
  void tick() override;

  [[nodiscard]] MapResults& results() noexcept { return results_; }
  [[nodiscard]] const DeathLog& deaths() const noexcept { return rejections_.deaths(); }
  /// Every guess was proved or refuted, and every state counted. Law: so at the map's end.
  [[nodiscard]] bool settled() const noexcept {
    return cutters_.empty() && !feed_.active() && speculation_.settled();
  }
  /// Why the input could not be read to its end. Nothing is leased after that.
  [[nodiscard]] const Status& input_status() const noexcept { return feed_.status(); }

 private:
  std::optional<pool::Lease> next_slice(bool full);
  std::optional<pool::Lease> next_of(Cutter& cutter);
  std::optional<pool::Lease> next_item();
  Status take_bounds(std::uint64_t id, std::string_view bytes);
  Status take_stream(std::uint64_t id, std::string_view bytes);
  Status take_prefix(std::uint64_t id, std::string_view bytes);
  [[nodiscard]] Status check_state(const pool::Commit& commit) const;
  Status finish(const pool::Commit& commit, std::string_view bytes);
  Result<std::vector<pool::Lease>> give_up_unsure(std::uint64_t id);
  Result<std::vector<pool::Lease>> replace(std::uint64_t id, const Remedy& remedy);
  Result<std::vector<pool::Lease>> keep_prefix(std::uint64_t id, std::uint64_t item);

  std::function<void()> tick_;
  std::function<Status(unsigned, const pool::StoreRange&)> check_range_;
  WorkTable table_;
  MapResults results_;
  Cutters cutters_;
  Speculation speculation_;
  Chunker chunker_;
  FailurePolicy policy_;
  LeaseMaker leases_;
  Rejections rejections_;
  StreamFeed feed_;
  bool waits_ = false;  ///< for answers to the cutters, or for room in the streams
};

}  // namespace dp::run
