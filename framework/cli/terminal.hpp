// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <span>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace dp::cli {

/// All that dp prints goes through these. What may come from outside (names, records, what plugins
/// say) is escaped here, whatever its maker did: on a terminal no text can move the cursor, change
/// colours or run in another direction. Escape sequences are dp's own alone.

/// Write a text for people to standard output, escaped (see printable_lines).
/// Errors: io ("standard output: No space left on device"); interrupted, if its reader has gone
///   (`dp ... | head`).
Status print(std::string_view text);
/// The same for JSON, which means the same when it is escaped.
Status print_json(std::string_view json);

/// Writes what a run gives to standard output: as it is, or, to a terminal, escaped (see
/// printable_records).
class RecordPrinter {
 public:
  RecordPrinter();
  /// Errors: as print.
  Status write(std::string_view bytes);
  /// There is no more: write what was held back for the rest of a character.
  Status finish();

 private:
  bool escapes_;
  std::string held_;
};

/// Write a text to standard error, escaped; what cannot be written there is lost.
void print_error(std::string_view text);
/// The same, in colours where a terminal takes them.
void print_error(std::span<const StyledText> parts);
void print_error_json(std::string_view json);
/// Write a text, without newline, in place of the line that is on the terminal; "": clear it.
void print_over(std::string_view text);
/// Print "dp: error: `text`" on standard error.
void print_failure(std::string_view text);
/// Print it, and say with which exit code dp ends.
int failed(const Error& error);

bool is_terminal(int descriptor) noexcept;
/// Whether messages on standard error may be coloured: a terminal, and NO_COLOR is not set.
bool colours_errors() noexcept;
/// Columns of the terminal on standard error; 80 if it does not say.
std::size_t terminal_width() noexcept;

}  // namespace dp::cli
