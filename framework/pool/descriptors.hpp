// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>

namespace dp::pool {

/// File descriptors that a pool of `workers` opens in its own process: four for each worker (its end,
/// its output, its store file to write and to read) and a few for all.
[[nodiscard]] std::uint64_t descriptors_for(unsigned workers) noexcept;

/// How many of `wanted` workers this process has file descriptors for (RLIMIT_NOFILE, less what is
/// open).
///
/// Errors: exhausted if not even one fits, or `all` are wanted and do not; the message has the
///   numbers, and how many would fit.
Result<unsigned> workers_that_fit(unsigned wanted, bool all);

}  // namespace dp::pool
