// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <vector>

#include "base/file_identity.hpp"
#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"
#include "pool/pool.hpp"
#include "protocol/table_requests.hpp"

namespace dp::planner {

/// The files of a join's table, in the order in which they are read. Mistakes go to `diagnostics`.
/// Errors: those of input::find_items.
Result<input::Items> table_items(const pipeline::Join& join,
                                 pipeline::Diagnostics& diagnostics);
/// Which files these are, as far as they are there. Nothing is reported.
std::vector<FileIdentity> table_files(const pipeline::Join& join);

/// How a join's table is read: as it says, or by the extension of its first file ("csv", also of
/// "a.csv.gz"). The task is empty if neither tells.
pipeline::Use table_reader(const pipeline::Join& join);

/// Where a record of the table is: "countries.csv:12". Errors: those of pool::Pool::run.
Result<std::string> table_place(pool::Pool& pool, const input::Items& items,
                                const protocol::TablePlace& place);

/// A file of the input as a whole.
protocol::Slice slice_of(const input::Item& item, std::uint64_t number);

}  // namespace dp::planner
