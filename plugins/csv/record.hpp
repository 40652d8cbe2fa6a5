// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
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
  bool doubled = false;  ///< quotes in it are doubled

  [[nodiscard]] std::string_view text(const char* base) const noexcept {
    return {base + begin, end - begin};
  }
};

enum class Outcome : std::uint8_t {
  record,
  blank,      ///< an empty line
  malformed,  ///< quoting that is wrong: the line is no record
  cut,        ///< the text ends before the record does
};

/// One record of a text.
struct Record {
  std::vector<Field> fields;  ///< the first `kept` of them
  std::size_t kept = 0;       ///< how many are wanted; set by the caller
  std::size_t count = 0;      ///< how many there are; malformed: the place of the wrong one
  std::size_t next = 0;       ///< where the next record begins
  std::size_t inner = 0;      ///< newlines in quotes; set by read_quick and read_bare alone
  std::size_t wrong = 0;      ///< malformed: what should not be there; `end` if nothing closes
};

/// Read the record that begins at text[begin], begin < end: what a record is.
///
///   record: field {delimiter field} line-end
///   field:  quote {any byte but a quote | quote quote} quote  |  {any but delimiter, newline}
///   line-end: LF | CR LF; at the end of the text also nothing, or CR alone
///
/// A quote opens quoting at a field's first byte alone; elsewhere in a bare field it is text.
///
/// Law: of a malformed record, the line on which it begins is taken, and the next begins behind
///   its newline. So what follows a wrong quote is read as if that line were not there, however
///   the text was cut.
/// Shape: `final`: the text ends the item; else a record without its newline is `cut`. All of
///   `out` but `kept` is set, save when cut.
Outcome read_record(const char* text, std::size_t begin, std::size_t end, bool final,
                    const Dialect& dialect, Record& out);

enum class Quick : std::uint8_t {
  done,  ///< an ordinary record of `kept` fields
  odd,   ///< read_record decides
  out,   ///< the marks end first
};

/// Read the record at text[begin] by its marks, of which marks[*i] is the first.
/// Law: when done, `out` is what read_record gives, and *i is the next record's first mark.
///   Else `out.fields` and *i are as good as any; the latter is left alone.
/// Precondition: out.fields has out.kept > 0 fields; two bytes behind the text are readable.
Quick read_quick(const char* text, std::size_t begin, std::span<const std::uint32_t> marks,
                 std::size_t& i, const Dialect& dialect, Record& out) noexcept;

/// The same for a text without quotes, or if they mean nothing.
Quick read_bare(const char* text, std::size_t begin, std::span<const std::uint32_t> marks,
                std::size_t& i, Record& out) noexcept;

/// Append the text of a field, doubled quotes as one.
void append_text(std::string& out, const Field& field, const char* base, char quote);

}  // namespace dp::csv
