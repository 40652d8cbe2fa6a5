// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "planner/prepare.hpp"
#include "protocol/knowledge_requests.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// A run whose reader guesses what its input holds. An attempt that a record refutes is given up:
/// all of the input is looked through, the run planned anew, and attempted once more. (Once is enough
/// unless the input changes.)
///
/// Law: what comes out depends on the input alone, not on which record refuted first. Where what a
///   run writes cannot be taken back, and its input can be read again, it is looked through before,
///   and attempted once.
/// Lifetime: borrows what was prepared, and the observer.
class Attempts {
 public:
  /// `attempt`: run the plan that is in `prepared`. Errors: refuted, with a protocol::Refutation as
  /// its message.
  Attempts(planner::Prepared& prepared, Observer* observer,
           std::function<Result<Summary>()> attempt)
      : prepared_(&prepared), observer_(observer), attempt_(std::move(attempt)) {}

  /// Errors: those of the attempts and of surveys; refuted, if the input cannot be read again, changed,
  ///   or has columns that the pipeline cannot use.
  Result<Summary> go();

 private:
  Status look_through();
  Status set_notes(const std::vector<protocol::Witness>& witnesses, bool planned);
  [[nodiscard]] Result<std::string> place_of(std::uint64_t number, std::uint64_t offset) const;
  [[nodiscard]] Error final_failure(const Error& error) const;

  planner::Prepared* prepared_;
  Observer* observer_;
  std::function<Result<Summary>()> attempt_;
  std::vector<std::string> notes_;  ///< how the input differs from its first records
};

}  // namespace dp::run
