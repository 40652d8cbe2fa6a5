// SPDX-License-Identifier: Apache-2.0
#include "sqlite/database.hpp"

namespace dp::sqlite {
namespace {

constexpr int kWaitMs = 5'000;  ///< for another program's lock

Errc errc_of(int code) noexcept {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return Errc::exhausted;
    case SQLITE_NOMEM:
      return Errc::out_of_memory;
    default:
      return Errc::task_failed;
  }
}

}  // namespace

tl::unexpected<Error> Database::failure(int code) const {
  const char* told = raw_ ? ::sqlite3_errmsg(raw_.get()) : ::sqlite3_errstr(code);
  return fail(errc_of(code), told);
}

Result<Database> Database::open(const std::string& path, Access access) {
  sqlite3* raw = nullptr;
  const int flags = access == Access::read ? SQLITE_OPEN_READONLY
                                           : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = ::sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database made(raw);
  if (code != SQLITE_OK) return made.failure(code);
  ::sqlite3_busy_timeout(raw, kWaitMs);
  if (access == Access::read) DP_CHECK(made.distrust());
  return made;
}

/// Source: "Defense Against The Dark Arts" of SQLite's documentation. TRUSTED_SCHEMA stays on: functions
/// with side effects (load_extension) are refused in views either way, nobody adds others, and SQLite 3.40
/// would refuse json_extract in them, too.
Status Database::distrust() {
  ::sqlite3_db_config(raw_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  ::sqlite3_limit(raw_.get(), SQLITE_LIMIT_ATTACHED, 0);
  return run("PRAGMA cell_size_check=ON");
}

Status Database::run(const std::string& sql) {
  const int code = ::sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  const auto next = [&](const char* from, const char*& tail) -> Result<Statement> {
    sqlite3_stmt* raw = nullptr;
    const int code = ::sqlite3_prepare_v2(
        raw_.get(), from, static_cast<int>(sql.data() + sql.size() - from), &raw, &tail);
    if (code != SQLITE_OK) return failure(code);
    return Statement(raw);
  };
  const char* tail = nullptr;
  DP_TRY(auto made, next(sql.data(), tail));
  if (made.raw() == nullptr) return made;
  DP_TRY(const auto second, next(tail, tail));
  if (second.raw() == nullptr) return made;
  return fail(Errc::invalid_argument, "more than one statement (got a second, expected one)");
}

Result<bool> Database::step(const Statement& statement) {
  const int code = ::sqlite3_step(statement.raw());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failure(code);
}

}  // namespace dp::sqlite
