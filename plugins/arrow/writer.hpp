// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arrow/column_out.hpp"
#include "arrow/container.hpp"
#include "arrow/metadata.hpp"
#include "temporary/unnamed_file.hpp"

namespace dp::arrow {

/// How much a record batch holds at most: it ends where the next row would be more, and has one row at
/// least.
struct BatchLimits {
  std::uint64_t rows = 65'536;
  std::uint64_t bytes = std::uint64_t{64} << 20;  ///< of its values, and as many of its texts
};

/// Write a result as an Arrow file or stream.
///
/// The bodies of record batches wait in a file without a name in TMPDIR (or /tmp): what type a column of
/// texts or decimals has is known only once all of its values are.
/// Law: the bytes depend on the rows and their order alone, and on the version of FlatBuffers.
class Writer {
 public:
  explicit Writer(FileKind kind, BatchLimits limits = {}) : kind_(kind), limits_(limits) {}

  /// From here on a file is made; without, columns are only checked.
  Status start() {
    started_ = true;
    return {};
  }
  Status begin(Output& out);
  Status section(std::string_view result, const Schema& schema, Output& out);
  Status write(const BatchView& batch, Output& out);
  Status end(Output& out);

 private:
  /// How many rows of a batch, from `first` on, the record batch in the making has room for.
  std::size_t take(const BatchView& batch, std::size_t first);
  Status flush();
  [[nodiscard]] Form form() const;
  /// Make the decimals of a body what they are in files. `first`: the number of its first row.
  Status finish_decimals(const Form& form, const BatchForm& batch, std::uint64_t first,
                         std::string& body) const;

  FileKind kind_;
  BatchLimits limits_;
  bool started_ = false;
  Schema schema_;
  std::vector<ColumnOut> columns_;  ///< of the record batch in the making
  std::uint64_t rows_ = 0;          ///< in it
  std::uint64_t text_bytes_ = 0;    ///< in it
  std::optional<temporary::UnnamedFile> file_;
  std::uint64_t file_size_ = 0;
  std::vector<BatchForm> batches_;  ///< whose bodies are in the file
};

}  // namespace dp::arrow
