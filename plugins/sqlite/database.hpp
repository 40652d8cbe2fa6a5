// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace dp::sqlite {

/// A prepared statement of a Database, which it must not outlive.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* raw) noexcept : raw_(raw) {}
  [[nodiscard]] sqlite3_stmt* raw() const noexcept { return raw_.get(); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* raw) const noexcept { ::sqlite3_finalize(raw); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> raw_;
};

/// An open database.
///
/// Security: one that is read may be anybody's. It is opened so that no view or generated column of it can
///   do more than compute, and that damaged pages are an error.
/// Errors of all calls: exhausted, where there is no room; out_of_memory; else task_failed. The
///   message is SQLite's.
class Database {
 public:
  enum class Access { read, write };

  /// Open the file at `path`, which is made for writing if it is not there.
  static Result<Database> open(const std::string& path, Access access);

  /// Run statements that give no rows.
  Status run(const std::string& sql);
  /// Errors also: invalid_argument, if it is more than one statement. Of none, raw() is nullptr.
  Result<Statement> prepare(std::string_view sql);
  /// Advance a statement: whether it has a row.
  Result<bool> step(const Statement& statement);

  [[nodiscard]] sqlite3* raw() const noexcept { return raw_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* raw) const noexcept { ::sqlite3_close(raw); }
  };
  explicit Database(sqlite3* raw) noexcept : raw_(raw) {}
  Status distrust();
  [[nodiscard]] tl::unexpected<Error> failure(int code) const;

  std::unique_ptr<sqlite3, Close> raw_;
};

}  // namespace dp::sqlite
