// SPDX-License-Identifier: Apache-2.0
#include "sqlite/existing.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "sqlite/database.hpp"
#include "sqlite/header.hpp"
#include "sqlite/image.hpp"
#include "sqlite/names.hpp"
#include "sqlite/selection.hpp"

namespace dp::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kAtOnce = 1 << 20;

/// Bytes of a regular file; 0 if it is none.
std::uintmax_t size_of(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return 0;
  const auto size = fs::file_size(path, error);
  return error ? 0 : size;
}

/// Have a database say that it has no log. Returns whether it said that it has.
bool take_log_mark(std::string& bytes) noexcept {
  const bool had_log = bytes[kWriteVersionAt] == kHasLog;
  if (had_log) bytes[kWriteVersionAt] = bytes[kReadVersionAt] = kHasNone;
  return had_log;
}

bool holds_database(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string head(kHeaderBytes, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  return in && is_database(head);
}

}  // namespace

std::optional<Existing> existing_of(std::string_view word) noexcept {
  if (word == "replace") return Existing::replace;
  if (word == "append") return Existing::append;
  if (word == "error") return Existing::error;
  return std::nullopt;
}

tl::unexpected<Error> Target::refuse(const std::string& what) const {
  return fail(Errc::invalid_pipeline, "sqlite: " + path_ + ": " + what);
}

Status Target::check() const {
  std::error_code error;
  const bool is_compressed = path_.ends_with(".gz") || path_.ends_with(".zst");
  if (existing_ == Existing::append && is_compressed)
    return refuse("nothing can be appended to a compressed database");
  if (!fs::is_regular_file(path_, error)) return {};
  if (existing_ == Existing::error)
    return refuse("exists already; remove it, or write existing: replace or append");
  if (existing_ == Existing::append && size_of(path_) != 0 && !holds_database(path_))
    return refuse("is not a database, so that nothing can be appended to it");
  // What is in there belongs to the old file, and would be taken for changes of the new one.
  for (const char* end : {"-wal", "-journal"})
    if (size_of(path_ + end) != 0)
      return refuse("another program has it open, or ended in the middle of a change (" +
                    path_ + end + " is there): close it, or open and close the database once");
  return {};
}

bool Target::is_kept() const { return existing_ == Existing::append && size_of(path_) != 0; }

Result<bool> Target::copy_into(temporary::UnnamedFile& file) const {
  // As long as it is read so, nobody else changes the file.
  const auto held = [&]() -> Result<Database> {
    DP_TRY(auto database, Database::open(path_, Database::Access::read));
    DP_CHECK(database.run("BEGIN; SELECT count(*) FROM sqlite_schema"));
    return database;
  }();
  if (!held) return fail(Error(held.error()).within("sqlite: " + path_));
  std::ifstream in(path_, std::ios::binary);
  std::string bytes(kAtOnce, '\0');
  bool had_log = false;
  for (std::uint64_t at = 0; in;) {
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const auto some = std::string_view(bytes).substr(0, static_cast<std::size_t>(in.gcount()));
    if (at == 0 && some.size() >= kHeaderBytes) had_log = take_log_mark(bytes);
    DP_CHECK(file.write(some, at));
    at += some.size();
  }
  if (in.bad()) return fail(Errc::io, "sqlite: " + path_ + ": cannot be read");
  return had_log;
}

namespace {

/// What SQLite makes of the values of a column by the type that it is declared with. Source: "Datatypes
/// In SQLite", 3.1.
enum class Affinity : std::uint8_t { integer, text, blob, real, numeric };

Affinity affinity_of(std::string_view declared) {
  std::string type(declared);
  for (char& c : type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (has("INT")) return Affinity::integer;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::text;
  if (type.empty() || has("BLOB")) return Affinity::blob;
  return has("REAL") || has("FLOA") || has("DOUB") ? Affinity::real : Affinity::numeric;
}

/// Whether a column takes values of a type as they are.
bool keeps(Affinity affinity, Type type) noexcept {
  if (affinity == Affinity::blob || type == Type::date || type == Type::timestamp) return true;
  if (is_text(type) || type == Type::decimal) return affinity == Affinity::text;
  if (affinity == Affinity::real) return type == Type::float64;
  return affinity != Affinity::text;
}

/// Errors: a column of the table, if there is one, would change values.
Status check_columns(Database& database, std::string_view name, const Schema& schema) {
  DP_TRY(const auto columns, database.prepare("SELECT name, type FROM pragma_table_info(?)"));
  ::sqlite3_bind_text(columns.raw(), 1, name.data(), static_cast<int>(name.size()),
                      SQLITE_TRANSIENT);
  const auto text = [&](int at) {
    return std::string(reinterpret_cast<const char*>(::sqlite3_column_text(columns.raw(), at)));
  };
  while (true) {
    DP_TRY(const bool more, database.step(columns));
    if (!more) return {};
    const auto column = text(0), declared = text(1);
    for (const auto& field : schema)
      if (is_same_name(field.name, column) && !keeps(affinity_of(declared), field.type))
        return fail(Errc::invalid_pipeline,
                    "its column '" + column + "' is declared " + declared +
                        ", which would change values of type " +
                        std::string(type_name(field.type)) + " (cast them, or declare it " +
                        declared_type(field.type) + ")");
  }
}

}  // namespace

Status Target::check_table(std::string_view name, const Schema& schema) const {
  if (!is_kept()) return {};
  const auto checked = [&]() -> Status {
    DP_TRY(auto database, Database::open(path_, Database::Access::read));
    DP_TRY(const bool exists, has_table(database, name));
    if (!exists) return {};
    DP_TRY(const auto insert, database.prepare(insert_into(name, schema)));
    (void)insert;
    return check_columns(database, name, schema);
  }();
  if (checked) return {};
  return refuse("rows cannot be appended to table '" + std::string(name) +
                "': " + checked.error().message);
}

}  // namespace dp::sqlite
