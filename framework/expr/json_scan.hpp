// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

/// Where parts of JSON end. What is no JSON ends somewhere: nothing is read past its end.

namespace dp::expr::json_scan {

inline constexpr std::string_view kBlanks = " \t\r\n";

/// Where JSON goes on after blanks.
inline std::size_t skip_blanks(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

/// How many blanks text[begin, end) ends in.
inline std::size_t blanks_before(std::string_view text, std::size_t begin,
                                 std::size_t end) noexcept {
  const auto last = text.substr(begin, end - begin).find_last_not_of(kBlanks);
  return last == std::string_view::npos ? end - begin : end - begin - last - 1;
}

/// Where the string that begins at text[at] ends, after its quote.
inline std::size_t string_end(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

/// Where the element that begins at text[at] ends: at the comma or bracket after it, or with the text.
inline std::size_t element_end(std::string_view text, std::size_t at) noexcept {
  for (std::size_t depth = 0; at < text.size(); ++at) {
    at = text.find_first_of("\"[]{},", at);
    if (at == std::string_view::npos) break;
    const char byte = text[at];
    if (byte == '"') {
      at = string_end(text, at) - 1;
    } else if (byte == '[' || byte == '{') {
      ++depth;
    } else if (depth == 0) {
      return at;
    } else if (byte != ',') {
      --depth;
    }
  }
  return text.size();
}

}  // namespace dp::expr::json_scan
