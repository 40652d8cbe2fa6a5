// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "check/driver.hpp"

namespace dp::check {

/// Test the laws of a task's role, on the rows of one trial. The first broken one is reported.
///
/// Errors: none of the task's; those are part of the verdict.
/// Processes: workers only.
Verdict try_task(Driver& driver);

/// What a way of doing the same work gave, or why it failed.
using Outcome = Result<Seen>;

/// A law: the way of a name must give what the reference gave.
std::optional<Fault> hold(std::string_view law, std::string_view reference_name,
                          const Outcome& reference, std::string_view way_name,
                          const Outcome& way);

Verdict try_reader(Driver& driver);
Verdict try_step(Driver& driver);
Verdict try_function(Driver& driver);
Verdict try_reducer(Driver& driver);
Verdict try_writer(Driver& driver);

/// A verdict that begins with the reference: refused, broken or what it gave.
Verdict judge_reference(const Outcome& reference);

/// Which columns to ask for: one byte per column, at least one of them 0 if there are any.
std::vector<std::uint8_t> random_projection(std::size_t columns, Random& random);
/// The cells of the columns that were not asked for, taken out.
Outcome projected(Outcome outcome, const std::vector<std::uint8_t>& used);

}  // namespace dp::check
