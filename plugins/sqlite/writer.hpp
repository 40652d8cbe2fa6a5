// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/database.hpp"
#include "sqlite/existing.hpp"
#include "temporary/unnamed_file.hpp"

namespace dp::sqlite {

/// Write results as tables of one database.
///
/// The database is made in a file without a name in TMPDIR (or /tmp), in one transaction, and its
/// bytes are the output; dp gives them the name of the output, as those of all others.
/// Law: the bytes depend on the rows, their order and the version of SQLite alone, and, where rows
///   are appended, on the database that was there.
class Writer {
 public:
  /// `table`: the name of the only table; empty: each has the name of its result.
  Writer(Target target, std::string table)
      : target_(std::move(target)), table_(std::move(table)) {}

  /// From here on a database is made; without, columns are only checked.
  Status start() {
    started_ = true;
    return {};
  }
  Status begin(Output& out);
  Status section(std::string_view name, const Schema& schema, Output& out);
  Status write(const BatchView& batch, Output& out);
  Status end(Output& out);

 private:
  Status make_database();
  [[nodiscard]] Error in_table(Error error) const;

  Target target_;
  std::string table_;
  bool started_ = false;
  std::vector<std::string> names_;  ///< of the tables so far
  std::vector<Type> types_;         ///< of the last one's columns
  std::optional<temporary::UnnamedFile> file_;
  std::optional<Database> database_;
  std::optional<Statement> insert_;
  bool was_wal_ = false;  ///< what rows are appended to has a log of its own
};

}  // namespace dp::sqlite
