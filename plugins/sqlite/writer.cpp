// SPDX-License-Identifier: Apache-2.0
#include "sqlite/writer.hpp"

#include <utility>

#include "sqlite/cells.hpp"
#include "sqlite/header.hpp"
#include "sqlite/names.hpp"
#include "sqlite/selection.hpp"

namespace dp::sqlite {
Status Writer::begin(Output&) {
  names_.clear();
  types_.clear();
  insert_.reset();
  database_.reset();
  file_.reset();
  DP_CHECK(target_.check());
  return started_ ? make_database() : Status{};
}

/// Nobody else opens it, and if it fails it is given up: so it needs neither locks nor a journal.
Status Writer::make_database() {
  const auto open = [&](const std::string& path) -> Status {
    auto opened = Database::open(path, Database::Access::write);
    if (!opened) return fail(std::move(opened).error().within("sqlite"));
    database_.emplace(std::move(*opened));
    return {};
  };
  DP_TRY(auto file, temporary::UnnamedFile::make("sqlite", open));
  file_.emplace(std::move(file));
  // It has not looked at the file yet.
  was_wal_ = false;
  if (target_.is_kept()) {
    DP_TRY(was_wal_, target_.copy_into(*file_));
  }
  auto begun = database_->run(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; "
      "PRAGMA cache_size=-16384; BEGIN");
  if (!begun) return fail(std::move(begun).error().within("sqlite"));
  return {};
}

Error Writer::in_table(Error error) const {
  return std::move(error).within("sqlite: table '" + names_.back() + "'");
}

Status Writer::section(std::string_view result, const Schema& schema, Output&) {
  if (!table_.empty() && !names_.empty())
    return fail(Errc::invalid_pipeline, "sqlite: 'table' names one table, and '" +
                                            std::string(result) + "' is a second result");
  std::string name = table_;
  if (name.empty()) name = result.empty() ? "records" : std::string(result);
  for (const auto& other : names_)
    if (is_same_name(other, name))
      return fail(Errc::invalid_pipeline, "sqlite: the results '" + other + "' and '" + name +
                                              "' would be one table for SQLite");
  DP_CHECK(sqlite::check_table(name, schema));
  DP_CHECK(target_.check_table(name, schema));
  names_.push_back(name);
  types_.clear();
  for (const auto& field : schema) types_.push_back(field.type);
  if (!started_) return {};
  insert_.reset();
  DP_TRY(const bool exists, has_table(*database_, name));
  if (!exists)
    if (auto made = database_->run(create_table(name, schema)); !made)
      return fail(in_table(std::move(made).error()));
  auto insert = database_->prepare(insert_into(name, schema));
  if (!insert) return fail(in_table(std::move(insert).error()));
  insert_.emplace(std::move(*insert));
  return {};
}

Status Writer::write(const BatchView& batch, Output&) {
  if (!insert_) return fail(Errc::bug, "sqlite: rows come before a table");
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < types_.size(); ++i)
      if (bind_cell(*insert_, static_cast<int>(i) + 1, types_[i], batch.column(i), row) !=
          SQLITE_OK)
        return fail(in_table(Error{Errc::task_failed, ::sqlite3_errmsg(database_->raw())}));
    auto stepped = database_->step(*insert_);
    if (!stepped) return fail(in_table(std::move(stepped).error()));
    ::sqlite3_reset(insert_->raw());
  }
  return {};
}

Status Writer::end(Output& out) {
  if (!started_) return {};
  insert_.reset();
  if (auto done = database_->run("COMMIT"); !done)
    return fail(std::move(done).error().within("sqlite"));
  database_.reset();
  constexpr char kLogMarks[] = {kHasLog, kHasLog};
  if (was_wal_) DP_CHECK(file_->write({kLogMarks, sizeof kLogMarks}, kWriteVersionAt));
  DP_CHECK(file_->copy_to(out));
  file_.reset();
  // What was there when it was begun may be gone, or be another by now.
  return target_.check();
}

}  // namespace dp::sqlite
