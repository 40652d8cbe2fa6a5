// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <optional>

#include "check/trial.hpp"
#include "pool/pool.hpp"

namespace dp::check {

/// What a row of trials showed.
struct Trials {
  std::uint64_t done = 0;      ///< trials that the task took
  std::uint64_t refused = 0;   ///< trials whose rows it would not take
  std::string why_refused;     ///< the last time
  std::uint64_t rows = 0;      ///< that it gave, in all
  std::uint64_t rejects = 0;   ///< that it rejected
  std::optional<Fault> fault;  ///< of the first trial that broke a law
  std::uint64_t number = 0;    ///< that trial's number
  bool died = false;           ///< it ended or hung its worker
};

/// Run trials 0 to `count` - 1 in the workers, until one breaks a law or ends its worker. After
/// one that broke a general law, some more are run, to find a more particular one. Errors:
/// those of pool::Pool::run.
Result<Trials> run_trials(pool::Pool& pool, std::uint64_t count,
                          const std::function<Trial(std::uint64_t)>& make);

/// Shrink a trial that breaks a law, as long as it breaks the same one: fewer rows, then
/// simpler values. Gives the trial and what it showed last.
///
/// Cost: a bounded number of trials; none for a hang.
Result<std::pair<Trial, Fault>> shrink(pool::Pool& pool, Trial trial, Fault fault);

}  // namespace dp::check
