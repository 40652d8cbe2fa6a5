// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "pool/job.hpp"

namespace dp::pool {

/// The files that hold what is too large for an arena, and what workers keep for each other:
/// one a worker and one of the runner's, made before any worker is started, without a name.
///
/// Processes: only its own worker appends to a file; every process of the pool may read all.
/// Ownership: of the descriptors, in the runner; a worker's copy is StoreView.
class Stores {
 public:
  /// Make `count` files in `folder` (empty: TMPDIR, or /tmp); in memory where that folder
  /// cannot hold files. Errors: exhausted, io.
  static Result<Stores> create(unsigned count, const std::string& folder);

  [[nodiscard]] std::vector<int> descriptors() const;
  [[nodiscard]] unsigned count() const noexcept { return static_cast<unsigned>(files_.size()); }
  [[nodiscard]] int descriptor(unsigned store) const noexcept { return files_[store].get(); }

 private:
  std::vector<Fd> files_;
};

/// Append `bytes` to a store file. Errors: exhausted, whatever kept it from being written (a full
/// disk, a quota, ulimit -f): the host is to blame, and no input. The message names the folder.
Result<StoreRange> append_to_store(int fd, unsigned store, Bytes bytes);

/// Read `range` of the store `fd`. Errors: corrupt if the file does not hold it; io.
Status read_store(int fd, const StoreRange& range, std::string& out);

}  // namespace dp::pool
