// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pool/job.hpp"
#include "protocol/map_requests.hpp"
#include "protocol/plan.hpp"
#include "run/map/chunker.hpp"
#include "run/map/cutter.hpp"
#include "run/map/splitter.hpp"
#include "run/progress.hpp"
#include "run/reject_log.hpp"
#include "run/stream_window.hpp"

namespace dp::run {

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
///
/// A slice may be mapped from a guess of where its records begin. What it gives waits until the
/// guess is proved; a state that a worker folded over it counts when all guesses in it are. If
/// one is refuted, the state's other chunks are folded once more, and slices are asked about
/// first from then on: the input is of a kind that is hard to guess.
class MapJob final : public pool::Job {
 public:
  struct Setup {
    pool::StoreRange plan_range;
    const protocol::Plan* plan = nullptr;
    const input::Items* items = nullptr;
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
  [[nodiscard]] std::vector<std::vector<protocol::PartialPlace>>& partials() noexcept {
    return partials_;
  }
  /// Why the run must fail although it came to its end, or success.
  [[nodiscard]] Status check_limits(bool at_end) const;
  /// Every guess was proved or refuted, and every state counted. Law: so at the map's end.
  [[nodiscard]] bool settled() const noexcept {
    return cutters_.empty() && guesses_.empty() && epochs_.empty();
  }

 private:
  /// What a guess that is neither proved nor refuted has led to.
  struct Guess {
    std::optional<std::uint64_t> chunk;  ///< the id, while it is open
    std::string reply;                   ///< its stream reply, if it is here
    bool lost = false;                   ///< its share of a state must be made once more
  };
  /// A state that waits for guesses.
  struct Epoch {
    std::vector<std::uint64_t> chunks;
    std::string reply;
  };

  std::uint64_t open(const Chunk& chunk);
  void free(std::uint64_t id);
  void close(std::uint64_t id);
  void count_held(Chunk& chunk, bool held);
  [[nodiscard]] Chunk& at(std::uint64_t id) { return chunks_[id & 0xffffffff]; }
  pool::Lease lease(const Chunk& chunk);
  std::optional<pool::Lease> next_slice(bool full);
  std::optional<pool::Lease> next_of(Cutter& cutter);
  std::optional<pool::Lease> next_item();
  Cutter* cutter_of(std::uint64_t item);
  void expect(const Cutter& cutter);
  pool::Lease ask(const Cutter::Question& question, std::uint64_t item);
  Status take_answer(std::uint64_t id, pool::Bytes bytes);
  void drop_question(std::uint64_t id);
  Result<std::vector<pool::Lease>> without(std::uint64_t id);
  Result<std::vector<pool::Lease>> replace(std::uint64_t id, const std::vector<Chunk>& pieces);
  void fill_request(const Chunk& chunk);
  Status take_stream(std::uint64_t id, std::string_view bytes);
  Status take_reply(const Chunk& chunk, const protocol::StreamReply& reply);
  Status take_state(const std::vector<std::uint64_t>& chunks, std::string_view bytes);
  Result<std::vector<Chunk>> quarantine(const Chunk& chunk, const pool::Death& death);
  Status set_item_aside(const Chunk& chunk, const std::string& reason);
  Status set_record_aside(const Chunk& chunk, std::uint64_t offset, const std::string& reason);

  // Guesses (map_guesses.cpp):
  [[nodiscard]] bool may_guess() const noexcept;
  pool::Lease map_guess(const Cutter::Question& question, std::uint64_t item);
  Status take_guess(const Chunk& chunk, std::string_view bytes);
  Status judge();
  Status judge(Cutter& cutter);
  Status prove(const Cutter& cutter, const Cutter::Verdict& verdict);
  void refute(std::uint64_t number);
  Guess end_guess(std::uint64_t number);
  Status settle_epochs();
  Status forget(const Epoch& epoch);
  Status give_up(const Chunk& chunk);
  void drop_guess(std::uint64_t id);
  static void make_exact(Chunk& chunk, const protocol::RecordBounds& answer);

  Setup setup_;
  Chunker chunker_;
  Splitter splitter_;
  std::list<Cutter> cutters_;  ///< of the items that are being cut, in order
  std::uint64_t slices_ = 0;   ///< in all cutters so far, at most
  bool waits_ = false;         ///< for answers to the cutter, or for room in the streams
  protocol::MapRequest request_;
  std::vector<Chunk> chunks_;        ///< open ones, by the low half of their ids
  std::vector<std::uint32_t> free_;  ///< places in chunks_
  std::uint64_t generation_ = 0;
  /// Slices may be mapped from guesses. Not so if there are steps, which may act on what they
  /// see: a file is written for a record only.
  bool can_guess_;
  std::map<std::uint64_t, Guess> guesses_;  ///< by number
  std::uint64_t kept_bytes_ = 0;            ///< in guesses_
  std::vector<Epoch> epochs_;               ///< not counted yet
  std::vector<Chunk> again_;                ///< to be folded once more
  std::vector<std::vector<protocol::PartialPlace>> partials_;
  std::set<std::uint64_t> failed_items_;
};

}  // namespace dp::run
