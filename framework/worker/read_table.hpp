// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "pool/worker.hpp"
#include "protocol/table_requests.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// Read the files of a table, and store it for joins. What the reader guesses of columns is held
/// against all records: a guess that is refuted has the files looked through, and read again.
/// Errors: those of the reader, of files, and of the store.
Result<protocol::TableReply> read_table(const protocol::TableRequest& request,
                                        Libraries& libraries, pool::WorkerContext& context);

}  // namespace dp::worker
