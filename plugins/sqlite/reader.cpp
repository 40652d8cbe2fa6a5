// SPDX-License-Identifier: Apache-2.0
#include "sqlite/reader.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include "sqlite/image.hpp"
#include "sqlite/selection.hpp"
#include "sqlite/values_read.hpp"
#include "values/types.hpp"

namespace dp::sqlite {
namespace {

Result<Selection> selection_of(Database& database, const Reader::Source& source) {
  if (!source.query.empty()) return Selection{source.query, "the query"};
  return select_all(database, source.table);
}

Result<Schema> columns_in(std::string_view bytes, const Reader::Source& source) {
  DP_TRY(auto image, Image::of(bytes));
  DP_TRY(auto database, image.open());
  DP_TRY(const auto selection, selection_of(database, source));
  return columns_of(database, selection.query);
}

/// A file with changes that the database's own file does not have yet; empty if there is none.
std::string file_of_changes(std::string_view item) {
  for (const char* end : {"-wal", "-journal"}) {
    const auto path = std::string(item) + end;
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error) &&
        std::filesystem::file_size(path, error) != 0 && !error)
      return path;
  }
  return {};
}

}  // namespace

Result<Schema> Reader::columns(const Context& context, const Source& source) {
  Schema columns;
  if (!context.sample().empty()) {
    auto found = columns_in(context.sample(), source);
    if (!found && is_database(context.sample()) && context.can_see_more())
      return fail(Errc::sample_too_short, std::move(found).error().message);
    if (!found) {
      const bool is_query = !source.query.empty();
      if (is_database(context.sample()) && (is_query || !source.table.empty()))
        return context.bad_option(is_query ? "query" : "table", found.error().message);
      return fail(std::move(found).error());
    }
    columns = std::move(*found);
  }
  DP_CHECK(values::give_types(context, columns));
  return columns;
}

Reader::Reader(Source source, Schema columns, std::uint64_t batch_bytes)
    : source_(std::move(source)),
      batch_bytes_(batch_bytes),
      columns_(columns),
      used_(columns.size(), 1),
      batch_(std::move(columns), kRows) {}

void Reader::need(std::span<const std::uint8_t> used) {
  used_.assign(used.begin(), used.end());
  batch_.set_used(used_.data());
}

Status Reader::read(const Input& input, Output& out, ReadCount&) {
  if (const auto changes = file_of_changes(input.item_name()); !changes.empty())
    return fail(Errc::task_failed,
                "sqlite: has changes in " + changes +
                    " that are not in its own file: close the program that has it open, or run "
                    "PRAGMA wal_checkpoint(TRUNCATE)");
  const auto rows = [&]() -> Status {
    DP_TRY(auto image, Image::of(input.data()));
    DP_TRY(auto database, image.open());
    return read_rows(database, input, out);
  }();
  if (rows || rows.error().message.starts_with("sqlite: ")) return rows;
  return fail(Error(rows.error()).within("sqlite"));
}

/// Another database may have other columns.
Status Reader::check_columns(const Schema& found) const {
  std::string names, expected;
  for (const auto& field : found) names += (names.empty() ? "" : ", ") + field.name;
  for (const auto& field : columns_) expected += (expected.empty() ? "" : ", ") + field.name;
  if (names == expected) return {};
  return fail(Errc::task_failed,
              "has other columns (got " + names + ", expected " + expected + ")");
}

Status Reader::read_rows(Database& database, const Input& input, Output& out) {
  DP_TRY(const auto selection, selection_of(database, source_));
  DP_TRY(const auto found, columns_of(database, selection.query));
  DP_CHECK(check_columns(found));
  DP_TRY(const auto statement, database.prepare(selection.query));
  batch_.clear();
  std::size_t rows = 0;
  std::uint64_t bytes = 0;
  const auto flush = [&]() -> Status {
    if (rows != 0) DP_CHECK(out.emit(batch_.finish(rows, input.item())));
    batch_.clear();
    rows = 0;
    bytes = 0;
    return {};
  };
  for (std::uint64_t number = 0;; ++number) {
    DP_TRY(const bool has_row, database.step(statement));
    if (rows == kRows || bytes >= batch_bytes_ || !has_row) DP_CHECK(flush());
    if (!has_row) return {};
    const auto reason = read_row(statement, rows);
    batch_.offsets()[rows] = number;
    if (reason.empty()) {
      ++rows;
      bytes += text_bytes(statement);
      continue;
    }
    // What was set of the row is not taken back: the next one needs another.
    DP_CHECK(flush());
    DP_CHECK(out.reject(
        number, {}, selection.title + ", row " + std::to_string(number + 1) + ": " + reason));
  }
}

std::uint64_t Reader::text_bytes(const Statement& statement) const {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (used_[i] != 0 && is_text(columns_[i].type))
      bytes += static_cast<std::uint64_t>(
          ::sqlite3_column_bytes(statement.raw(), static_cast<int>(i)));
  return bytes;
}

std::string Reader::read_row(const Statement& statement, std::size_t row) {
  std::string reason;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (used_[i] == 0) continue;
    const auto type = columns_[i].type;
    const auto got = read_cell(statement, static_cast<int>(i), batch_.column(i), row, type);
    if (got.empty()) continue;
    batch_.column(i).set_null(row);
    if (reason.empty())
      reason = "column '" + columns_[i].name + "': got " + got + ", expected " +
               values::expected(type, got);
  }
  return reason;
}

}  // namespace dp::sqlite
