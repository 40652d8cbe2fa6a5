// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv/dialect.hpp"

namespace dp::csv {

/// Where a field's text lies, without its quotes.
struct Field {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool quoted = false;
  bool doubled = false;  ///< its value is not these bytes: see append_text

  [[nodiscard]] std::string_view text(const char* base) const noexcept {
    return {base + begin, end - begin};
  }
};

enum class Outcome : std::uint8_t {
  record,
  blank,      ///< an empty line, or a comment
  malformed,  ///< quoting that is wrong: the line is no record
  cut,        ///< the text ends before the record does
};

/// One record of a text.
struct Record {
  std::vector<Field> fields;  ///< the first `kept` of them
  std::size_t kept = 0;       ///< how many are wanted; set by the caller
  std::size_t count = 0;      ///< how many there are; malformed: the place of the wrong one
  std::size_t next = 0;       ///< where the next record begins
  std::size_t wrong = 0;      ///< malformed: what should not be there; `end` if nothing closes
};

/// Read the record that begins at text[begin], begin < end: what a record is.
///
///   record: field {delimiter field} line-end
///   field:  {space} quote {any byte but a quote | quote quote} quote {space}
///        |  {any but delimiter, newline}
///   line-end: LF | CR LF; at the end of the text also nothing, or CR alone
///
/// Of dialects that are not plain, see read_odd_record. A quote opens quoting at a field's first
/// byte alone, or after spaces and tabs if what follows is a quoted field as a whole; elsewhere in
/// a bare field it is text. A line that begins with the dialect's comment sign, where a record could, is a comment up to
/// its LF.
///
/// Law: of a malformed record, the line on which it begins is taken, and the next begins after
///   its newline. So what follows a wrong quote is read as if that line were not there, however
///   the text was cut.
/// Shape: `final`: the text ends the item; else a record without its newline is `cut`. All of
///   `out` but `kept` is set, save when cut.
Outcome read_record(const char* text, std::size_t begin, std::size_t end, bool final,
                    const Dialect& dialect, Record& out);

/// The field text[begin, end) of an ordinary record, which the delimiter or newline text[end]
/// ends (see Index).
inline Field field_between(const char* text, std::size_t begin, std::size_t end,
                           const Dialect& dialect) noexcept {
  const auto at = static_cast<std::uint32_t>(begin);
  auto stop = static_cast<std::uint32_t>(end);
  if (text[end] == '\n' && stop > at && text[stop - 1] == '\r') --stop;
  if (stop - at < 2 || !dialect.opens(text[at])) return {at, stop, false, false};
  const bool doubled = std::memchr(text + at + 1, dialect.quote, stop - at - 2) != nullptr;
  return {at + 1, stop - 1, true, doubled};
}

/// Where the line that text[begin] is in ends, after its line end; nullopt if the text does not
/// tell yet.
std::optional<std::size_t> line_end(const char* text, std::size_t begin, std::size_t end,
                                    bool final, const Dialect& dialect) noexcept;

/// Where the first line of a text ends that does not go on.
inline std::size_t first_line_end(std::string_view text, const Dialect& dialect) noexcept {
  return line_end(text.data(), 0, text.size(), true, dialect).value_or(text.size());
}

/// How many physical lines `text` has; the last need not end.
std::uint64_t lines_in(std::string_view text, const Dialect& dialect) noexcept;

/// Append the text of a field: of doubled quotes one, and an escaped byte without its escape.
void append_text(std::string& out, const Field& field, const char* base,
                 const Dialect& dialect);

}  // namespace dp::csv
