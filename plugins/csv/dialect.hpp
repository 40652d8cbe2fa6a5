// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace dp::csv {

/// How fields are separated and quoted.
struct Dialect {
  char delimiter = ',';
  char quote = '"';
  bool quoting = true;  ///< false: the quote is a byte as any other
  char comment = '\0';  ///< lines that begin with it are no records; '\0': there are none
  // The dialects that have one of these are not plain.
  char escape = '\0';     ///< the byte after it is text; '\0': there is none
  std::string tail = {};  ///< of the delimiter, after its first byte
  bool cr_ends = false;   ///< a CR ends a line, also without an LF after it
  bool detected = false;  ///< the delimiter is that of the first input, which no option names

  /// Whether it is read by whole blocks of bytes (see Index), as RFC 4180 has it but for the bytes
  /// that it gives. All others are read record by record (see read_odd_record).
  [[nodiscard]] bool is_plain() const noexcept {
    return escape == '\0' && tail.empty() && !cr_ends;
  }
  [[nodiscard]] bool escapes(char byte) const noexcept {
    return escape != '\0' && byte == escape;
  }
  /// Whether `byte` around a quoted field is no part of it.
  [[nodiscard]] bool is_space(char byte) const noexcept {
    return (byte == ' ' || byte == '\t') && byte != delimiter;
  }
  /// What is between two fields.
  [[nodiscard]] std::string separator() const { return delimiter + tail; }
  /// Whether a field that begins with `byte` is in quotes.
  [[nodiscard]] bool opens(char byte) const noexcept { return quoting && byte == quote; }
  [[nodiscard]] bool has_comments() const noexcept { return comment != '\0'; }
  /// Whether a line that begins with `byte` is a comment.
  [[nodiscard]] bool comments(char byte) const noexcept {
    return has_comments() && byte == comment;
  }
};

enum class Use : std::uint8_t { read, write };

/// The character that `delimiter` names, or nullopt if it could stand in a number or a time, in
/// which it would not be seen. A ':' can separate what is read, as in /etc/passwd: it is in
/// times only, and whoever says so has none in bare fields.
std::optional<char> delimiter_of(std::string_view text, Use use);

/// What delimiter_of takes, or 2 to 16 bytes of UTF-8 in one line, without letters, digits and
/// double quotes, that no number or time could hold: "||", "::", "\xc2\xa6".
std::optional<std::string> separator_of(std::string_view text, Use use);

/// The value of the option `delimiter`.
/// Errors: invalid_pipeline, if separator_of refuses it.
Result<std::string> delimiter_option(const Context& context, Use use);

/// `delimiter` and `quote` as a dialect, or nullopt if `quote` is neither "double", "single" or
/// "none" nor one punctuation character that can be told from delimiter and values.
std::optional<Dialect> dialect_of(char delimiter, std::string_view quote);

/// Whether lines that begin with `only` can be told from records: it is a punctuation character
/// in no number or time, and neither delimiter nor quote.
bool is_comment_sign(char only, const Dialect& dialect) noexcept;

/// Whether `only` can make the byte after it text: as is_comment_sign, and no comment either.
bool is_escape_sign(char only, const Dialect& dialect) noexcept;

}  // namespace dp::csv
