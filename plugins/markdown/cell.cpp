// SPDX-License-Identifier: Apache-2.0
#include "markdown/cell.hpp"

#include <algorithm>

#include "table/cell.hpp"

namespace dp::markdown {
namespace {

constexpr std::string_view kMarkup = "\\|`*<[~$^";
constexpr std::string_view kBreak = "<br>";
constexpr std::size_t kLongestEntity = 40;
constexpr std::size_t kLongestLink = 2048;  // a longer one is left as text

/// A letter or digit, or a part of a letter that is not ASCII.
bool is_word(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c & 0x80) != 0;
}

bool is_word_at(std::string_view text, std::size_t at) noexcept {
  return at < text.size() && is_word(text[at]);
}

/// Whether the text is read as a character by its name or number: &amp; or &#38;
bool begins_entity(std::string_view text) noexcept {
  const auto end = text.substr(0, kLongestEntity).find(';');
  if (end == std::string_view::npos || end < 2) return false;
  for (std::size_t at = 1; at < end; ++at)
    if (!is_word(text[at]) && !(at == 1 && text[at] == '#')) return false;
  return true;
}

/// Whether the character at `at` would begin or end markup.
bool is_markup(std::string_view text, std::size_t at) noexcept {
  const bool after_word = at > 0 && is_word(text[at - 1]);
  switch (text[at]) {
    case '_':
      return !after_word || !is_word_at(text, at + 1);
    case '&':
      return begins_entity(text.substr(at));
    case '@':
      return !after_word;
    default:
      return kMarkup.find(text[at]) != std::string_view::npos;
  }
}

/// Whether a link that GitHub makes of a bare address goes through `at`, and on to markup: backslashes
/// are no escapes in it.
bool breaks_link(std::string_view text, std::size_t at) noexcept {
  const auto rest = text.substr(at);
  const bool is_link = rest.starts_with("://") ||
                       (rest.starts_with('.') && at >= 3 && text.substr(at - 3, 3) == "www");
  if (!is_link) return false;
  const auto end = std::min(rest.find(' '), rest.size());
  for (std::size_t i = 0; i < std::min(end, kLongestLink); ++i)
    if (is_markup(text, at + i)) return true;
  return end > kLongestLink;
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
      if (is_markup(text, at) || breaks_link(text, at)) {
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

void append_heading(std::string& out, std::string_view text) {
  append_cell(out, text);
  // Number signs at the end would be taken for the heading's own.
  if (text.ends_with('#')) out.insert(out.size() - 1, 1, '\\');
}

}  // namespace dp::markdown
