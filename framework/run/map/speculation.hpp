// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "run/map/cutters.hpp"
#include "run/map/map_results.hpp"
#include "run/map/work_table.hpp"

namespace dp::run {

/// Slices that are mapped before it is known where their records begin, and states that were
/// folded over them.
///
/// What a guess gives waits here until the Cutter has proved the guess; a state counts when all
/// guesses in it are proved. If one is refuted, the state's other chunks are folded once more, and
/// slices are asked about first from then on: the input is of a kind that is hard to guess.
///
/// Law: what a slice gives counts once if its guess was right, and never if it was wrong.
/// Lifetime: borrows cutters, table and results.
class Speculation {
 public:
  /// `allowed`: guesses may be made at all.
  Speculation(bool allowed, Cutters& cutters, WorkTable& table, MapResults& results)
      : allowed_(allowed), cutters_(&cutters), table_(&table), results_(&results) {}

  /// Slices may be mapped from guesses: not while too much waits here for a verdict.
  [[nodiscard]] bool may_guess() const noexcept;
  /// The slice of a guess is leased as `id`.
  void begin(std::uint64_t id);
  /// What the guess `id` gave by itself, the last of it or (`more`) that up to some place: `bytes`,
  /// which were read as `reply`.
  void take_reply(std::uint64_t id, std::string_view bytes, const protocol::StreamReply& reply,
                  bool more);
  /// The guess `id` will be mapped once more from its beginning, if it was not mapped to its end.
  void start_again(std::uint64_t id);
  /// A worker could not map the guess to its end: its Cutter asks about it first.
  void drop(std::uint64_t id);
  /// A worker has done all that was asked of the guess.
  void finish(std::uint64_t id);
  /// A worker's state of these chunks; empty: there is none, since it would have had to guess
  /// once more.
  Status add_state(std::vector<std::uint64_t> ids, std::string_view bytes);

  /// See what the answers that have come say of guesses, and what that says of states.
  Status settle();
  /// The next chunk that must be folded once more.
  std::optional<MapChunk> next_again();
  /// Every guess was proved or refuted, and every state counted. Law: so at the map's end.
  [[nodiscard]] bool settled() const noexcept { return guesses_.empty() && states_.empty(); }

 private:
  /// What a guess that is neither proved nor refuted has led to.
  struct Guess {
    std::optional<std::uint64_t> work;  ///< the id, while it is open
    std::vector<std::string> replies;   ///< its stream replies, as far as they are here
    bool lost = false;                  ///< its share of a state must be made once more
  };
  /// A state that waits for guesses.
  struct State {
    std::vector<std::uint64_t> ids;
    std::string reply;
  };

  Status judge(Cutter& cutter);
  Status prove(const Cutter& cutter, const Cutter::Verdict& verdict);
  void refute(std::uint64_t number);
  Guess end(std::uint64_t number);
  Status settle_states();
  Status count(const State& state);
  Status forget(const State& state);

  bool allowed_;
  Cutters* cutters_;
  WorkTable* table_;
  MapResults* results_;
  std::map<std::uint64_t, Guess> guesses_;  ///< by number
  std::uint64_t kept_bytes_ = 0;            ///< in guesses_
  std::vector<State> states_;               ///< not counted yet
  std::vector<MapChunk> again_;             ///< to be folded once more
};

}  // namespace dp::run
