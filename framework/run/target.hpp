// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/atomic_file.hpp"
#include "base/compressed_name.hpp"
#include "base/fd.hpp"
#include "base/target_lock.hpp"
#include "pool/pool.hpp"
#include "run/compressor.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// Where what the pipeline sends to "-" goes.
using StandardOutput = std::function<Status(std::string_view)>;

/// Hand on bytes that lie in a store, some at a time. Errors: those of Pool::load and of `take`.
Status for_each_piece(const pool::Pool& pool, const pool::StoreRange& range,
                      const std::function<Status(std::string_view)>& take);

/// How outputs are compressed whose names say so.
struct CompressionSettings {
  int level = 0;         ///< 0: the usual one
  unsigned threads = 1;  ///< the most of them, for each output
};

/// Where the bytes of one sink go: a file that appears whole or not at all, or a stream
/// (is_stream, or standard output), which gets them as they come. Once the reader of a stream has
/// gone, the rest is dropped. What a name with `.gz` or `.zst` gets is compressed.
class Target {
 public:
  /// Errors: as AtomicFile::create or open_stream; refused, if another run writes the file (see
  ///   TargetLock).
  static Result<Target> open(const std::string& path, const StandardOutput& standard_output,
                             const CompressionSettings& compression = {});

  Status write(std::string_view bytes);
  /// Append bytes that lie in a store.
  Status copy(const pool::Pool& pool, const pool::StoreRange& range);
  /// All is written: nothing is held back any more.
  Status finish();
  /// All is written (see AtomicFile).
  void start_sync() noexcept;
  Status sync();
  Status seal();
  /// Give the file its name.
  Status publish();
  Status publish_unsynced();
  /// What was written holds so many rows more.
  void add_rows(std::uint64_t rows) noexcept { written_.rows += rows; }
  /// Its bytes are those that lie in the file.
  [[nodiscard]] const Written& written() const noexcept { return written_; }

 private:
  explicit Target(const StandardOutput& standard_output) : out_(&standard_output) {}
  Status put(std::string_view bytes);
  Status write_stream(std::string_view bytes);

  Written written_;
  Fd stream_;  ///< closed: standard output, or a file
  bool closed_ = false;
  std::optional<AtomicFile> file_;
  std::optional<TargetLock> lock_;
  std::optional<Compressor> compressor_;  ///< until all is written
  const StandardOutput* out_;
};

}  // namespace dp::run
