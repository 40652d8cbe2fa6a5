// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "sqlite/database.hpp"

namespace dp::sqlite {

/// Read the rows of a table, or of a query, as records.
///
/// An item is one database. The place of a record is its number among the rows, from 0.
class Reader {
 public:
  /// What `table` or `query` says; at most one of the two is not empty.
  struct Source {
    std::string table;
    std::string query;
  };

  /// The columns of `source` in the database that the context's sample begins; none of an empty one.
  /// Errors: sample_too_short, if more of the database may tell; those of the options.
  static Result<Schema> columns(const Context& context, const Source& source);

  /// `batch_bytes`: a batch is full when its texts take so many.
  Reader(Source source, Schema columns, std::uint64_t batch_bytes = std::uint64_t{1} << 20);
  void need(std::span<const std::uint8_t> used);
  Status read(const Input& input, Output& out, ReadCount& count);

 private:
  static constexpr std::size_t kRows = 1024;

  Status read_rows(Database& database, const Input& input, Output& out);
  Status check_columns(const Schema& found) const;
  /// The row as record `row` of the batch; the reason, if it is none.
  std::string read_row(const Statement& statement, std::size_t row);

  /// Bytes of the row's texts that are kept.
  [[nodiscard]] std::uint64_t text_bytes(const Statement& statement) const;

  Source source_;
  std::uint64_t batch_bytes_;
  Schema columns_;
  std::vector<std::uint8_t> used_;
  BatchBuilder batch_;
};

}  // namespace dp::sqlite
