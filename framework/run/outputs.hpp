// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "base/atomic_file.hpp"
#include "protocol/plan.hpp"
#include "run/progress.hpp"
#include "run/run.hpp"

namespace dp::run {

/// Where the bytes of one sink go: a file that appears whole or not at all, or standard output.
class Target {
 public:
  /// Errors: as AtomicFile::create.
  static Result<Target> open(const std::string& path, const StandardOutput& standard_output);

  Status write(std::string_view bytes);
  /// Append bytes that lie in a store.
  Status copy(const pool::Pool& pool, const pool::StoreRange& range);
  /// Give the file its name.
  Status commit();
  /// The file, or nullopt for standard output.
  [[nodiscard]] std::optional<Written> written() const;

 private:
  explicit Target(const StandardOutput& standard_output) : out_(&standard_output) {}
  std::optional<AtomicFile> file_;
  const StandardOutput* out_;
};

}  // namespace dp::run
