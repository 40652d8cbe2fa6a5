// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <memory>

#include "protocol/plan.hpp"
#include "worker/libraries.hpp"
#include "worker/links.hpp"
#include "worker/plugin_functions.hpp"

namespace dp::worker {

/// What every link of a chain is made with.
struct LinkContext {
  Libraries* libraries;
  PluginFunctions* functions;  ///< nullptr: none
  std::uint64_t hash_seed;
  RecordReports reports;
  CallTracker* calls;
  protocol::Counts* counts;
  std::size_t number;  ///< of the stage
};

/// Make the link of a stage, in front of `next`. Errors: those of open.
Result<std::unique_ptr<Link>> make_link(const protocol::Stage& stage, const Schema& input,
                                        const LinkContext& context, Link& next);

/// Make the last link, for the plan's reducers and the writers of its streams; to be opened.
/// Lifetime: borrows all three.
std::unique_ptr<EndLink> make_end(const protocol::Plan& plan, Libraries& libraries,
                                  CallTracker& calls);

}  // namespace dp::worker
