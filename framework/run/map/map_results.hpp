// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "input/items.hpp"
#include "protocol/map_requests.hpp"
#include "protocol/plan.hpp"
#include "run/map/chunk.hpp"
#include "run/map/unread_items.hpp"
#include "run/progress.hpp"
#include "run/reject_log.hpp"
#include "run/stream_window.hpp"

namespace dp::run {

/// How many things may go wrong before the run does.
struct ErrorLimits {
  bool stop_at_first = false;
  std::uint64_t most = ~std::uint64_t{0};  ///< rejected records and items
  double most_ratio = 1;                   ///< of records
};

/// What the map has come to: counts, rejects, stream bytes and partials, as they are committed.
///
/// Lifetime: borrows all that is in Into.
class MapResults {
 public:
  struct Into {
    const protocol::Plan* plan = nullptr;
    const input::Items* items = nullptr;
    Progress* progress = nullptr;
    RejectLog* rejects = nullptr;
    StreamWindow* streams = nullptr;  ///< nullptr: the plan has none
  };

  MapResults(const Into& into, const ErrorLimits& limits);

  /// Too many bytes wait for those of chunks before them.
  [[nodiscard]] bool full() const { return into_.streams != nullptr && into_.streams->full(); }
  /// A chunk that begins there may have bytes: what comes after waits.
  void expect(const Chunk& chunk);
  /// A chunk is done in these pieces instead, or in none (then it has no bytes).
  Status replace(const Chunk& chunk, const std::vector<Chunk>& pieces);

  /// Whether the records of a slice can begin and end there. Errors: corrupt.
  [[nodiscard]] Status check(const Chunk& slice, const protocol::RecordBounds& bounds) const;
  /// Whether what a chunk says that it gives by itself can be. Errors: corrupt.
  [[nodiscard]] Status check(const Chunk& chunk, const protocol::StreamReply& reply) const;
  /// What a chunk gives by itself: the last of it, or (`more`) that up to some place. To be checked
  /// first. Errors: those of the streams and of the reject log.
  Status add(const Chunk& chunk, const protocol::StreamReply& reply, bool more = false);
  /// Whether a state of so many chunks can be. Errors: corrupt.
  [[nodiscard]] Status check(std::size_t chunks, const protocol::StateReply& reply) const;
  /// A state of some chunks, the first of which is `first`. To be checked first.
  void add(const Chunk& first, protocol::StateReply reply);
  /// The chunk's item. It is rejected once, at its beginning, whatever of it fails: for what its
  /// first chunk failed for.
  void reject_item(const Chunk& chunk, const std::string& reason);
  /// The record that begins with the chunk.
  Status reject_record(const Chunk& chunk, const protocol::RecordText& text,
                       const std::string& reason);
  /// Of no item that was read in part the rest has gone: what is there of it by then is in some
  /// results and not in others. Before finish_rejects(). Errors: io.
  [[nodiscard]] Status check_kept() const;
  /// Nothing more is rejected. Errors: those of the reject log.
  Status finish_rejects();
  /// What is left of a stream that breaks off, from `offset` on.
  Status reject_rest(std::uint64_t item, std::uint64_t offset, std::string_view raw,
                     const std::string& reason);
  /// A chunk was read, and had nothing to reject.
  void add_read(const Chunk& chunk) { unread_.add_read(chunk); }
  [[nodiscard]] const UnreadItems& unread() const noexcept { return unread_; }

  /// Why the run must fail for what was rejected or cannot be read, or success.
  /// Errors: budget.
  [[nodiscard]] Status check_limits(bool at_end) const;
  /// For each of the plan's reductions, the partials that were committed.
  [[nodiscard]] std::vector<std::vector<protocol::PartialPlace>>& partials() noexcept {
    return partials_;
  }
  [[nodiscard]] const input::Items& items() const noexcept { return *into_.items; }
  [[nodiscard]] bool reduces() const noexcept { return !partials_.empty(); }

 private:
  [[nodiscard]] bool passes_ratio(std::uint64_t rejected, bool at_end) const;
  Result<protocol::Counts> numbered(const Chunk& chunk, protocol::Counts counts);
  Status keep(std::uint64_t item, std::string_view rejects);
  Status keep(const protocol::Reject& reject);

  UnreadItems unread_;
  Into into_;
  ErrorLimits limits_;
  std::vector<std::vector<protocol::PartialPlace>> partials_;
  struct Failure {
    std::uint64_t begin = 0;  ///< of the chunk that failed
    std::string reason;
    bool in_part = false;  ///< other parts of the item may have been read
  };
  std::map<std::uint64_t, Failure> failed_items_;
  bool has_bound_;  ///< how many records an input of so many bytes has at most is known
};

}  // namespace dp::run
