// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "engine/chunker.hpp"
#include "engine/cutter.hpp"
#include "engine/messages.hpp"
#include "engine/progress.hpp"
#include "engine/reject_log.hpp"
#include "engine/splitter.hpp"
#include "engine/stream_window.hpp"
#include "pool/job.hpp"

namespace dp::engine {

/// How many things may go wrong before the run does.
struct ErrorLimits {
  bool stop_at_first = false;
  std::uint64_t most = ~std::uint64_t{0};  ///< records and items set aside
  double most_ratio = 1;                   ///< of records
  unsigned tries = 2;  ///< deaths that an item may be blamed for before it is set aside
};

/// The map: leases chunks, takes their commits, and deals with what fails.
///
/// A worker's death splits its chunk around the place that the worker was at; that place is
/// then done one record at a time; the record that kills again is set aside and the rest is
/// whole.
class MapJob final : public pool::Job {
 public:
  struct Setup {
    pool::StoreRange plan_range;
    const Plan* plan = nullptr;
    const Items* items = nullptr;
    pipeline::Chunksize chunksize;
    unsigned workers = 1;
    ErrorLimits limits;
    Progress* progress = nullptr;
    RejectLog* rejects = nullptr;
    StreamWindow* streams = nullptr;  ///< nullptr: the plan has none
    std::function<void()> tick;
  };

  explicit MapJob(Setup setup);

  std::optional<pool::Lease> next() override;
  [[nodiscard]] bool waits() const override { return waits_; }
  void held(std::uint64_t chunk) override;
  Status commit(const pool::Commit& commit) override;
  Result<std::vector<pool::Lease>> failed(std::uint64_t chunk, const Error& error) override;
  Result<std::vector<pool::Lease>> died(pool::Lease lease, const pool::Death& death) override;
  void tick() override { setup_.tick(); }

  /// For each of the plan's reductions, the partials that were committed.
  [[nodiscard]] std::vector<std::vector<PartialPlace>>& partials() noexcept {
    return partials_;
  }
  /// Why the run must fail although it came to its end, or success.
  [[nodiscard]] Status check_limits(bool at_end) const;

 private:
  std::uint64_t open(const Chunk& chunk);
  void close(std::uint64_t id);
  void count_held(Chunk& chunk, bool held);
  [[nodiscard]] Chunk& at(std::uint64_t id) { return chunks_[id & 0xffffffff]; }
  pool::Lease lease(const Chunk& chunk, std::uint8_t parts = pool::kAll);
  std::optional<Chunk> next_chunk();
  pool::Lease ask(const Cutter::Question& question, std::uint64_t item);
  Status take_answer(std::uint64_t id, pool::Bytes bytes);
  std::vector<pool::Lease> without_answer(std::uint64_t id);
  std::vector<pool::Lease> leases(const std::vector<Chunk>& chunks, std::uint8_t parts);
  void fill_request(const Chunk& chunk);
  Status take_stream(std::uint64_t id, pool::Bytes bytes);
  Status take_state(const pool::Commit& commit);
  Result<std::vector<Chunk>> quarantine(const Chunk& chunk, const pool::Death& death);
  Status set_item_aside(const Chunk& chunk, const std::string& reason);
  Status set_record_aside(const Chunk& chunk, std::uint64_t offset, const std::string& reason);

  Setup setup_;
  Chunker chunker_;
  Splitter splitter_;
  std::optional<Cutter> cutter_;  ///< of the item that is being cut
  bool waits_ = false;            ///< for answers to the cutter, or for room in the streams
  MapRequest request_;
  std::vector<Chunk> chunks_;        ///< open ones, by the low half of their ids
  std::vector<std::uint32_t> free_;  ///< places in chunks_
  std::uint64_t generation_ = 0;
  std::vector<std::vector<PartialPlace>> partials_;
  std::set<std::uint64_t> failed_items_;
};

}  // namespace dp::engine
