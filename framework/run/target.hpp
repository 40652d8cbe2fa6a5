// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/atomic_file.hpp"
#include "base/target_lock.hpp"
#include "pool/pool.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// Where what the pipeline sends to "-" goes.
using StandardOutput = std::function<Status(std::string_view)>;

/// Where the bytes of one sink go: a file that appears whole or not at all, or standard output.
class Target {
 public:
  /// Errors: as AtomicFile::create; refused, if another run writes the file (see TargetLock).
  static Result<Target> open(const std::string& path, const StandardOutput& standard_output);

  Status write(std::string_view bytes);
  /// Append bytes that lie in a store.
  Status copy(const pool::Pool& pool, const pool::StoreRange& range);
  /// All is written (see AtomicFile).
  Status sync();
  Status seal();
  /// Give the file its name.
  Status publish();
  /// The file, or nullopt for standard output.
  [[nodiscard]] std::optional<Written> written() const;

 private:
  explicit Target(const StandardOutput& standard_output) : out_(&standard_output) {}
  std::optional<AtomicFile> file_;
  std::optional<TargetLock> lock_;
  const StandardOutput* out_;
};

}  // namespace dp::run
