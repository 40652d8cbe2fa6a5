// SPDX-License-Identifier: Apache-2.0
#include "csv/dialect.hpp"

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
  const bool visible = (only >= ' ' && only <= '~') || only == '\t';
  if (is_word(only) || !visible || holds("\"+-.:", only)) return std::nullopt;
  return only;
}

Result<char> delimiter_option(const Context& context, Use use) {
  const auto text = context.options().text("delimiter");
  if (const auto delimiter = delimiter_of(text, use)) return *delimiter;
  return context.bad_option("delimiter",
                            "cannot separate fields (got '" + std::string(text) +
                                "', expected comma, tab, semicolon, pipe, or one ASCII "
                                "character that is in no number, time or quote)");
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

}  // namespace dp::csv
