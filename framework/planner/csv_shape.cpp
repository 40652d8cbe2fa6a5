// SPDX-License-Identifier: Apache-2.0
#include "planner/csv_shape.hpp"

#include <algorithm>
#include <optional>

namespace dp::planner {

namespace {

/// Reads the records of a text one by one, only to count their fields.
class Records {
 public:
  Records(std::string_view text, const CsvDialect& dialect) : rest_(text), dialect_(&dialect) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  /// Whether the line that comes next is no record; it is passed over then.
  bool pass_line() {
    const auto newline = rest_.find('\n');
    const auto line = rest_.substr(0, newline);
    const bool is_comment = dialect_->comment != '\0' && line.starts_with(dialect_->comment);
    if (!line.empty() && line != "\r" && !is_comment) return false;
    rest_.remove_prefix(newline == std::string_view::npos ? rest_.size() : newline + 1);
    return true;
  }
  /// How many fields the next record has; nullopt if its quotes are wrong.
  std::optional<std::size_t> count() {
    for (std::size_t fields = 1;; ++fields) {
      if (!pass_field()) return std::nullopt;
      if (!rest_.starts_with(dialect_->delimiter)) {
        end_line();
        return fields;
      }
      rest_.remove_prefix(dialect_->delimiter.size());
    }
  }

 private:
  [[nodiscard]] bool escapes() const noexcept {
    return dialect_->escape != '\0' && rest_.front() == dialect_->escape;
  }
  [[nodiscard]] bool at_end_of_field() const noexcept {
    return rest_.empty() || rest_.front() == '\n' || rest_.starts_with("\r\n") ||
           rest_.starts_with(dialect_->delimiter);
  }
  void drop(std::size_t bytes) { rest_.remove_prefix(std::min(bytes, rest_.size())); }

  bool pass_field() {
    if (rest_.starts_with('"')) return pass_quoted();
    while (!at_end_of_field()) drop(escapes() ? 2 : 1);
    return true;
  }
  bool pass_quoted() {
    for (drop(1); !rest_.empty();) {
      if (escapes() || rest_.starts_with("\"\"")) {
        drop(2);
      } else if (rest_.front() == '"') {
        drop(1);
        return at_end_of_field();
      } else {
        drop(1);
      }
    }
    return false;
  }
  void end_line() {
    if (rest_.starts_with('\r')) drop(1);
    drop(1);
  }

  std::string_view rest_;
  const CsvDialect* dialect_;
};

}  // namespace

bool is_table(std::string_view text, const CsvDialect& dialect, bool whole) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  Records records(text, dialect);
  std::size_t rows = 0;
  std::size_t columns = 0;
  while (!records.at_end()) {
    if (records.pass_line()) continue;
    const auto fields = records.count();
    if (records.at_end() && !whole) break;
    if (!fields || *fields < 2 || (rows != 0 && *fields != columns)) return false;
    columns = *fields;
    ++rows;
  }
  return rows >= 2;
}

}  // namespace dp::planner
