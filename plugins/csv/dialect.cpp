// SPDX-License-Identifier: Apache-2.0
#include "csv/dialect.hpp"

#include <algorithm>

#include "values/text.hpp"

namespace dp::csv {
namespace {

bool holds(std::string_view set, char byte) { return set.find(byte) != std::string_view::npos; }

bool is_word(char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z');
}

/// Whether it is visible, and in no number, time or word.
bool is_sign(char byte) {
  return byte > ' ' && byte <= '~' && !is_word(byte) && !holds("+-.:", byte);
}

}  // namespace

std::optional<char> delimiter_of(std::string_view text, Use use) {
  if (text == "comma") return ',';
  if (text == "tab") return '\t';
  if (text == "semicolon") return ';';
  if (text == "pipe") return '|';
  if (text.size() != 1) return std::nullopt;
  const char only = text.front();
  if (only == ':' && use == Use::read) return only;
  // Control characters separate what Hive and others write.
  const bool in_line = only > '\0' && only <= '~' && only != '\n' && only != '\r';
  if (is_word(only) || !in_line || holds("\"+-.:", only)) return std::nullopt;
  return only;
}

std::optional<std::string> separator_of(std::string_view text, Use use) {
  constexpr std::size_t kMost = 16;
  if (const auto one = delimiter_of(text, use)) return std::string(1, *one);
  if (text.size() < 2 || text.size() > kMost) return std::nullopt;
  if (values::bad_utf8(text) != text.size()) return std::nullopt;
  const auto is_bad = [](char byte) {
    return is_word(byte) || holds(std::string_view("\"\n\r\0\x7f", 5), byte);
  };
  if (std::any_of(text.begin(), text.end(), is_bad)) return std::nullopt;
  if (text.find_first_not_of(" +-.") == std::string_view::npos) return std::nullopt;
  return std::string(text);
}

Result<std::string> delimiter_option(const Context& context, Use use) {
  const auto text = context.options().text("delimiter");
  if (auto separator = separator_of(text, use)) return *std::move(separator);
  return context.bad_option("delimiter",
                            "cannot separate fields (got '" + std::string(text) +
                                "', expected comma, tab, semicolon, pipe, one ASCII "
                                "character that is in no number, time or quote, or several "
                                "as '||')");
}

std::optional<Dialect> dialect_of(char delimiter, std::string_view quote) {
  if (quote == "none") return Dialect{delimiter, '"', false};
  if (quote == "double") quote = "\"";
  if (quote == "single") quote = "'";
  if (quote.size() != 1) return std::nullopt;
  const char only = quote.front();
  if (!is_sign(only) || only == delimiter) return std::nullopt;
  return Dialect{delimiter, only, true};
}

bool is_comment_sign(char only, const Dialect& dialect) noexcept {
  return is_sign(only) && only != dialect.delimiter && !dialect.opens(only);
}

bool is_escape_sign(char only, const Dialect& dialect) noexcept {
  return is_comment_sign(only, dialect) && !dialect.comments(only) &&
         !holds(dialect.tail, only);
}

}  // namespace dp::csv
