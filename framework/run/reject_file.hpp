// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <vector>

#include "input/items.hpp"
#include "pool/pool.hpp"
#include "run/death_log.hpp"
#include "run/progress.hpp"
#include "run/reject_log.hpp"
#include "run/target.hpp"

namespace dp::run {

/// Write every rejected record and item, and what the input names that cannot be read, to `file`
/// (nullptr: nowhere), as NDJSON in input order: {"file", "line", "offset", "reason", "raw"};
/// raw_base64 instead of raw when the bytes are not UTF-8, and with raw_bytes, the bytes of all
/// the record, when raw is but its beginning. `with_lines`: the input has lines, and workers
/// count them. The first few come back, with what `deaths` has of them.
/// Errors: as Target; those of pool::Pool::run.
Result<std::vector<RejectSample>> write_rejects(RejectLog& rejects, const DeathLog& deaths,
                                                const input::Items& items, bool with_lines,
                                                pool::Pool& pool, Target* file);

}  // namespace dp::run
