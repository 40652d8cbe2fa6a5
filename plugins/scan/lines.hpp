// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// What readers of text say of lines.

namespace dp::scan {

inline std::uint64_t newlines_in(std::string_view text) noexcept {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

/// How many lines `text` has; the last need not end.
inline std::uint64_t lines_in(std::string_view text) noexcept {
  return newlines_in(text) + (text.empty() || text.back() == '\n' ? 0 : 1);
}

/// What follows the line that text[at] is in.
inline std::size_t end_of_line(std::string_view text, std::size_t at = 0) noexcept {
  const auto newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

/// A line without the LF or CR LF that ends it.
inline std::string_view without_line_end(std::string_view line) noexcept {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// How long the byte order mark is that UTF-8 text begins with, or 0.
inline std::size_t size_of_bom(std::string_view text) noexcept {
  return text.starts_with("\xef\xbb\xbf") ? 3 : 0;
}

}  // namespace dp::scan
