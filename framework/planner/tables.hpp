// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <map>
#include <string>
#include <vector>

#include "base/file_identity.hpp"
#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"
#include "pool/pool.hpp"
#include "protocol/plan.hpp"
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

/// The tables that a run's joins read, each once, however often the run is planned: they lie in stores of
/// the pool.
class Tables {
 public:
  /// What a worker says of a table, whose files are `items`. What it said before holds while nothing
  /// that is asked for, and none of the files, has changed.
  /// Errors: as protocol::ask.
  Result<Result<protocol::TableReply>> read(pool::Pool& pool, const input::Items& items,
                                            const protocol::TableRequest& request);
  /// Give up the tables that `plan` does not join with: it is what is run now.
  void keep_those_of(const protocol::Plan& plan, pool::Pool& pool);
  [[nodiscard]] std::size_t count() const noexcept { return known_.size(); }

 private:
  std::map<std::string, protocol::TableReply> known_;  ///< by what was asked for, and of what
};

/// A file of the input as a whole.
protocol::Slice slice_of(const input::Item& item, std::uint64_t number);

}  // namespace dp::planner
