// SPDX-License-Identifier: Apache-2.0
#include "markdown/cell.hpp"

#include "table/cell.hpp"

namespace dp::markdown {
namespace {

constexpr std::string_view kMarkup = "\\|`*<[~&";
constexpr std::string_view kBreak = "<br>";

/// A letter or digit, or a part of a letter that is not ASCII.
bool is_word(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c & 0x80) != 0;
}

/// Whether the character at `at` would begin or end markup.
bool is_markup(std::string_view text, std::size_t at) noexcept {
  if (text[at] != '_') return kMarkup.find(text[at]) != std::string_view::npos;
  const bool inside_word =
      at > 0 && is_word(text[at - 1]) && at + 1 < text.size() && is_word(text[at + 1]);
  return !inside_word;
}

/// Bytes of the line end at the beginning of `text`; 0: there is none.
std::size_t line_end(std::string_view text) noexcept {
  if (text.starts_with("\r\n")) return 2;
  return text.starts_with('\n') || text.starts_with('\r') ? 1 : 0;
}

}  // namespace

std::size_t append_cell(std::string& out, std::string_view text) {
  std::size_t width = 0;
  std::size_t plain = 0;  // where the text begins that needs nothing
  const auto flush = [&](std::size_t end) {
    width += table::append_cell(out, text.substr(plain, end - plain), 0);
    plain = end;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (const auto size = line_end(text.substr(at)); size != 0) {
      flush(at);
      out.append(kBreak);
      width += kBreak.size();
      plain = at += size;
    } else {
      if (is_markup(text, at)) {
        flush(at);
        out += '\\';
        ++width;
      }
      ++at;
    }
  }
  flush(text.size());
  return width;
}

}  // namespace dp::markdown
