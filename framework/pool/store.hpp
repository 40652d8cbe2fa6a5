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
/// Law: a worker has descriptors that can only read, and one that can only append, to its own file.
///   What a task does to descriptors that are not its own changes nothing that was stored.
/// Ownership: of the descriptors, here.
class Stores {
 public:
  /// Make `count` files in `folder` (empty: TMPDIR, or /tmp); in memory where that folder
  /// cannot hold files. Errors: exhausted, io.
  static Result<Stores> create(unsigned count, const std::string& folder);

  [[nodiscard]] unsigned count() const noexcept { return static_cast<unsigned>(files_.size()); }
  /// The runner's own, for reading and writing.
  [[nodiscard]] int descriptor(unsigned store) const noexcept { return files_[store].get(); }
  /// What workers get of all files, in their order.
  [[nodiscard]] std::vector<int> read_only() const;
  /// One more descriptor of a file, which can do nothing but append. Errors: exhausted, io.
  [[nodiscard]] Result<Fd> append_only(unsigned store) const;

  /// Whether there is such a store that holds all of the range. Errors: corrupt, io.
  [[nodiscard]] Status check(const StoreRange& range) const;
  /// Give the disk space of a range back, where the file system can: nobody will read it again.
  void free(const StoreRange& range) const noexcept;

 private:
  std::vector<Fd> files_, read_only_;
};

/// Append `bytes` to a store file, by a descriptor that may be append_only(). Errors: exhausted, whatever kept it from being written (a full
/// disk, a quota, ulimit -f): the host is to blame, and no input. The message names the folder.
Result<StoreRange> append_to_store(int fd, unsigned store, Bytes bytes);

/// Read `range` of the store `fd`. Errors: corrupt if the file does not hold it; io.
Status read_store(int fd, const StoreRange& range, std::string& out);

}  // namespace dp::pool
