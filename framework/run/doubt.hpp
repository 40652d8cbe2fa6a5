// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <vector>

#include "planner/prepare.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// What is looked for in all of an input, before it is said that there is none.
struct Doubt {
  std::string input;        ///< "a.json", or "3 files"
  std::uint64_t bytes = 0;  ///< of it
  std::vector<std::string>
      mistakes;  ///< as its first bytes have it: "p.yaml:3: there is no ..."
};

/// What settle_doubt looks through the input for; nullopt if it does not.
std::optional<Doubt> doubt_of(const planner::Prepared& prepared, std::uint64_t most_bytes);

/// If a pipeline has mistakes that may only be those of its input's first bytes (see
/// planner::Prepared::in_doubt), look through all of the input, if it can be read again and is
/// not longer than `most_bytes`, and check the pipeline anew. Where that is not done, its
/// diagnostics say so; else they are of what all of the input has.
/// `observer`: told how far that is; may be nullptr.
/// Errors: those of a survey.
Status settle_doubt(planner::Prepared& prepared, std::uint64_t most_bytes, Observer* observer);

}  // namespace dp::run
