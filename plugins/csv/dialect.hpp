// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <string_view>

namespace dp::csv {

/// How fields are separated and quoted.
struct Dialect {
  char delimiter = ',';
  char quote = '"';
  bool quoting = true;  ///< false: the quote is a byte as any other
  char comment = '\0';  ///< lines that begin with it are no records; '\0': there are none

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

/// The value of the option `delimiter`.
/// Errors: invalid_pipeline, if delimiter_of refuses it.
Result<char> delimiter_option(const Context& context, Use use);

/// `delimiter` and `quote` as a dialect, or nullopt if `quote` is neither "double", "single" or
/// "none" nor one punctuation character that can be told from delimiter and values.
std::optional<Dialect> dialect_of(char delimiter, std::string_view quote);

/// Whether lines that begin with `only` can be told from records: it is a punctuation character
/// in no number or time, and neither delimiter nor quote.
bool is_comment_sign(char only, const Dialect& dialect) noexcept;

}  // namespace dp::csv
