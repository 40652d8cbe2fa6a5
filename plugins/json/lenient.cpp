// SPDX-License-Identifier: Apache-2.0
#include "json/lenient.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <cstddef>

#include "json/scalar.hpp"

namespace dp::json {
namespace {

/// After the string that begins at text[at], or the line that it does not end in.
std::size_t after_string(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return std::min(at, text.size());
}

void put_blanks(std::string& text, std::size_t from, std::size_t to) {
  for (; from < to; ++from)
    if (text[from] != '\n' && text[from] != '\r') text[from] = ' ';
}

/// Goes through the tokens of a text, and puts blanks over what JSON has not.
class Cleaner {
 public:
  Cleaner(std::string& text, std::size_t size, Lenience lenience, bool cut) noexcept
      : text_(text), size_(size), lenience_(lenience), cut_(cut) {}

  void run() {
    for (std::size_t at = 0; at < size_;) at = step(at);
  }

 private:
  /// After the comment that begins at text[at]; `at` if none does.
  std::size_t after_comment(std::string_view text, std::size_t at) noexcept {
    const auto two = text.substr(at, 2);
    if (two == "//") return std::min(text.find('\n', at), text.size());
    if (two != "/*" || all_ended_) return at;
    const auto end = text.find("*/", at + 2);
    if (end != std::string_view::npos) return end + 2;
    all_ended_ = !cut_;
    return cut_ ? text.size() : at;
  }

  std::size_t step(std::size_t at) {
    const std::string_view text(text_.data(), size_);
    const char byte = text[at];
    const auto comment = lenience_.comments ? after_comment(text, at) : at;
    if (comment != at) {
      put_blanks(text_, at, comment);
      return comment;
    }
    if (is_blank(byte)) return at + 1;
    const bool closes = byte == ']' || byte == '}';
    if (closes && last_ == ',' && comma_follows_value_ && lenience_.trailing_commas)
      text_[comma_at_] = ' ';
    if (byte == ',') {
      comma_at_ = at;
      comma_follows_value_ = last_ != '\0' && last_ != ',' && last_ != '[' && last_ != '{';
    }
    last_ = byte;
    return byte == '"' ? after_string(text, at) : at + 1;
  }

  std::string& text_;
  std::size_t size_;
  Lenience lenience_;
  bool cut_;                ///< the text goes on, and so may its last comment
  bool all_ended_ = false;  ///< from here on no comment ends
  char last_ =
      '\0';  ///< the last byte that is neither blank nor in a comment; of a string its quote
  std::size_t comma_at_ = 0;
  bool comma_follows_value_ = false;
};

/// Whether a comment begins in text[0, end), in no string.
bool has_comment(std::string_view text, std::size_t end) noexcept {
  for (std::size_t at = 0; at < end;) {
    if (text[at] == '/' && (text.substr(at, 2) == "//" || text.substr(at, 2) == "/*"))
      return true;
    at = text[at] == '"' ? after_string(text, at) : at + 1;
  }
  return false;
}

/// Whether text[at] is a bracket after a comma that follows a value.
bool follows_comma(std::string_view text, std::size_t at) noexcept {
  if (text[at] != ']' && text[at] != '}') return false;
  const auto before = [&](std::size_t from) {
    const auto found = from == 0 ? text.npos : text.find_last_not_of(" \t\r\n", from - 1);
    return found == text.npos ? 0 : found;
  };
  const auto comma = before(at);
  if (text[comma] != ',' || comma == 0) return false;
  const char last = text[before(comma)];
  return last != ',' && last != '[' && last != '{' && !is_blank(last);
}

/// After text[at] and the rest of its number or word.
std::size_t after_word(std::string_view text, std::size_t at) noexcept {
  const auto is_of_word = [](char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || byte == '.' || byte == '-' ||
           byte == '+' || byte == 'E';
  };
  while (at < text.size() && is_of_word(text[at])) ++at;
  return std::min(at + 1, text.size());
}

}  // namespace

std::string without_extras(std::string_view text, Lenience lenience, bool cut) {
  std::string made;
  made.reserve(text.size() + DP_PADDING);
  made.append(text).append(DP_PADDING, '\0');
  Cleaner(made, text.size(), lenience, cut).run();
  return made;
}

std::string advice_on_comma(Lenience lenience) {
  return lenience.trailing_commas ? ""
                                  : " (trailing_commas: true passes over the comma before it)";
}

std::string advice_on(std::string_view text, std::size_t at, Lenience lenience) {
  at = std::min(at, text.size());
  if (has_comment(text, after_word(text, at))) {
    if (!lenience.comments) return " (comments: true passes over comments)";
    if (text.substr(at, 2) == "/*") return " (this comment does not end: '*/' is missing)";
  }
  return at < text.size() && follows_comma(text, at) ? advice_on_comma(lenience) : "";
}

}  // namespace dp::json
