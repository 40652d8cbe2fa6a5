// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/dialect.hpp"

namespace dp::csv {

/// How many bytes of byte order mark an item begins with.
/// Errors: invalid_argument if it is UTF-16, which is not read.
Result<std::size_t> begin_of_text(std::string_view text);

/// What an item has before its header, or its first record.
struct Beginning {
  std::size_t size = 0;
  std::uint64_t lines = 0;  ///< physical ones
};

/// The separator that the first line names, as Excel reads it: "sep=;". nullopt if it is
/// another line, or may go on, or names what separates nothing.
std::optional<char> named_separator(std::string_view text, bool final);

/// The byte order mark, the line "sep=;" and the lines to skip that an item begins with; that
/// line is one of those to skip. nullopt if the text ends before they do; with `final`, they
/// are all of it then.
/// Errors: invalid_argument if it is UTF-16, or if "sep=" names another delimiter than the
///   dialect has, unless lines are skipped.
Result<std::optional<Beginning>> read_beginning(std::string_view text, bool final,
                                                const Dialect& dialect,
                                                std::uint64_t skip_lines);

/// The line that names the columns.
struct Header {
  /// One a field, unique: an empty name is "columnN" (N from 1), a name that was there before
  /// gets "_2", "_3", ...
  std::vector<std::string> names;
  std::size_t end = 0;                     ///< where the first record begins
  std::uint64_t lines = 0;                 ///< physical lines up to there
  std::uint64_t blank = 0;                 ///< of these, blank ones before the header
  std::size_t begin = 0;                   ///< where the header begins
  std::vector<std::uint32_t> places = {};  ///< where each name begins
};

/// A name as C strings can hold it: each NUL as the two characters "\0".
std::string without_nul(std::string name);

/// What may be the cure of a line in which a CR stands alone: " (...)", or nothing.
std::string cure_of_cr(std::string_view line, const Dialect& dialect);

/// Read the header of an item that begins with `text`, past its beginning (see read_beginning),
/// blank lines and comments. nullopt if the text ends first: with `final`, the item then has no
/// header. `trim`: as of Missing.
/// Errors: invalid_argument, if its quoting is wrong or it is not UTF-8; as read_beginning.
Result<std::optional<Header>> read_header(std::string_view text, bool final,
                                          const Dialect& dialect, std::uint64_t skip_lines = 0,
                                          bool trim = false);

/// "column1" to "columnN".
std::vector<std::string> numbered_names(std::size_t count);

}  // namespace dp::csv
