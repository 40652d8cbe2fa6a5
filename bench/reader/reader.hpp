// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "data/value.hpp"
#include "plugin/instance.hpp"

/// What the programs that measure readers share.
namespace dp::bench {

struct Totals {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t rows = 0;
  std::uint64_t rejects = 0;
};

/// A piece of a file, with DP_PADDING readable bytes after it.
struct Piece {
  std::string_view data;
  std::uint64_t offset = 0;
  bool last = false;
  std::string_view head;  ///< the file's first bytes
};

/// The reader of a built plugin, with a host that only counts.
class Reader {
 public:
  /// `columns`: those that are used, with commas between them; "*": all.
  /// Errors: invalid_plugin if the plugin is not there; the task's own.
  static Result<Reader> open(const std::string& plugin, const data::Value& options,
                             std::string_view sample, std::string_view columns);

  /// Read a piece. Returns what was consumed (readers that are cut by records).
  std::uint64_t read(const Piece& piece, Totals& totals) const;
  /// Pass over its records. Precondition: the reader has skip.
  [[nodiscard]] std::uint64_t skip(const Piece& piece) const;

 private:
  explicit Reader(plugin::ReaderInstance instance)
      : instance_(std::make_unique<plugin::ReaderInstance>(std::move(instance))) {}
  std::unique_ptr<plugin::ReaderInstance> instance_;
};

/// The first bytes of a file, as many as a reader is given.
Result<std::string> read_head(int fd);

/// Hand a file on in pieces of about `block` bytes. `use` returns how many it has consumed: the
/// rest comes again in front of what follows.
using Use = std::function<std::uint64_t(const Piece&, Totals&)>;
Result<Totals> read_pieces(int fd, std::size_t block, std::string_view head, const Use& use);

struct Measured {
  double best_ns = 0;  ///< CPU time of the best round
  Totals totals;
};
/// The best of some rounds of `work`.
Result<Measured> best_of(int rounds, const std::function<Result<Totals>()>& work);
/// Print "name 12.3 ns/row 1.23 GB/s of CPU time ...". `units`: how many rows, or what `unit` says.
void print(const char* name, const Measured& measured, std::uint64_t units, const char* unit);

/// Measure a reader that is cut by records over a file: records passed over, read with no column
/// used, and with these.
Status measure_records(const std::string& path, const std::string& plugin,
                       const data::Value& options, std::string_view columns);

}  // namespace dp::bench
