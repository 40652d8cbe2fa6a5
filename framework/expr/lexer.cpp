// SPDX-License-Identifier: Apache-2.0
#include "expr/lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace dp::expr {

namespace {

constexpr std::size_t kMaxText = 64 << 10;
constexpr std::size_t kMaxTokens = 16384;

constexpr std::array<std::string_view, 7> kKeywords = {"and", "false", "in", "is",
                                                       "not", "null",  "or"};
constexpr std::string_view kTrue = "true";

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool begins_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool continues_name(char c) noexcept { return begins_name(c) || is_digit(c) || c == '.'; }

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return lower;
}

bool is_keyword(std::string_view lower) noexcept {
  return lower == kTrue ||
         std::find(kKeywords.begin(), kKeywords.end(), lower) != kKeywords.end();
}

/// What people write from habit, and what it is here.
struct Habit {
  std::string_view written;
  std::string_view hint;
};
constexpr Habit kHabits[] = {
    {"&&", "write 'and'"},
    {"||", "write 'or'; to join texts, concat(a, b)"},
    {"<>", "write '!='"},
    {"=~", "there are no patterns: see contains, starts_with and ends_with"},
    {"=", "write '==' to compare"},
    {"!", "write 'not'"},
};

class Lexer {
 public:
  Lexer(std::string_view text, std::span<const BoundValue> values)
      : text_(text), values_(values) {}

  ExpressionResult<std::vector<Token>> run() {
    if (text_.size() > kMaxText) return refuse(0, 1, "longer than 64 KiB");
    for (;;) {
      syntax_ = text_.substr(0, values_.empty() ? text_.size() : values_.front().offset);
      at_ = std::min(syntax_.find_first_not_of(" \t\r\n", at_), syntax_.size());
      if (tokens_.size() > kMaxTokens) return refuse(at_, 1, "more than 16384 words");
      const bool is_value = at_ == syntax_.size() && !values_.empty();
      if (at_ >= text_.size() && !is_value) break;
      if (auto done = is_value ? value() : next(); !done)
        return tl::unexpected(std::move(done).error());
    }
    const auto end = tokens_.empty() ? 0 : tokens_.back().offset + tokens_.back().length;
    tokens_.push_back({Token::Kind::end, "", end, 1, nullptr});
    return std::move(tokens_);
  }

 private:
  using Done = ExpressionResult<bool>;

  static tl::unexpected<ExpressionError> refuse(std::size_t offset, std::size_t length,
                                                std::string message,
                                                std::string_view hint = {}) {
    return tl::unexpected(
        ExpressionError{offset, length, std::move(message), std::string(hint)});
  }

  Done push(Token::Kind kind, std::string text, std::size_t end) {
    tokens_.push_back({kind, std::move(text), at_, end - at_, nullptr});
    at_ = end;
    return true;
  }

  /// The first of values_, which stands here.
  Done value() {
    const BoundValue& value = values_.front();
    push(Token::Kind::value, std::string(text_.substr(value.offset, value.length)),
         value.offset + value.length);
    tokens_.back().value = &value;
    values_ = values_.subspan(1);
    return true;
  }

  Done next() {
    const char c = syntax_[at_];
    if (is_digit(c) || (c == '.' && at_ + 1 < syntax_.size() && is_digit(syntax_[at_ + 1])))
      return number();
    if (begins_name(c)) return word();
    if (c == '\'' || c == '"' || c == '`') return quoted(c);
    return symbol();
  }

  Done number() {
    std::size_t end = at_;
    const auto digits = [&] {
      while (end < syntax_.size() && is_digit(syntax_[end])) ++end;
    };
    digits();
    if (end < syntax_.size() && syntax_[end] == '.') ++end, digits();
    if (end < syntax_.size() && (syntax_[end] == 'e' || syntax_[end] == 'E')) {
      ++end;
      if (end < syntax_.size() && (syntax_[end] == '+' || syntax_[end] == '-')) ++end;
      digits();
    }
    if (end < syntax_.size() && continues_name(syntax_[end])) {
      while (end < syntax_.size() && continues_name(syntax_[end])) ++end;
      return refuse(at_, end - at_,
                    "'" + std::string(syntax_.substr(at_, end - at_)) + "' is not a number",
                    "put text in quotes, and a column's name that begins with a digit in "
                    "backticks");
    }
    return push(Token::Kind::number, std::string(syntax_.substr(at_, end - at_)), end);
  }

  Done word() {
    std::size_t end = at_;
    while (end < syntax_.size() && continues_name(syntax_[end])) ++end;
    std::string name(syntax_.substr(at_, end - at_));
    if (auto lower = lower_case(name); is_keyword(lower))
      return push(Token::Kind::keyword, std::move(lower), end);
    return push(Token::Kind::name, std::move(name), end);
  }

  /// A quote does not end, and is not doubled, in a value.
  Done quoted(char quote) {
    std::string text;
    auto values = values_;
    for (std::size_t end = at_ + 1;;) {
      const bool is_value = !values.empty() && values.front().offset == end;
      if (is_value) {
        text += text_.substr(end, values.front().length);
        end += values.front().length;
        values = values.subspan(1);
        continue;
      }
      if (end >= text_.size()) break;
      const char c = text_[end++];
      if (c != quote) {
        text += c;
        continue;
      }
      const bool at_value = !values.empty() && values.front().offset == end;
      if (!at_value && end < text_.size() && text_[end] == quote) {
        text += quote;
        ++end;
        continue;
      }
      if (quote == '`' && text.empty())
        return refuse(at_, end - at_, "a column's name is empty");
      values_ = values;
      return push(quote == '`' ? Token::Kind::column : Token::Kind::string, std::move(text),
                  end);
    }
    return refuse(at_, 1, std::string("unterminated quote, ") + quote + " is missing");
  }

  Done symbol() {
    const auto rest = syntax_.substr(at_);
    for (const std::string_view two : {"==", "!=", "<=", ">="})
      if (rest.starts_with(two)) return push(Token::Kind::symbol, std::string(two), at_ + 2);
    for (const auto& habit : kHabits)
      if (rest.starts_with(habit.written))
        return refuse(at_, habit.written.size(),
                      "'" + std::string(habit.written) + "' is not an operator", habit.hint);
    if (std::string_view("<>+-*/%(),").find(rest.front()) != std::string_view::npos)
      return push(Token::Kind::symbol, std::string(1, rest.front()), at_ + 1);
    return refuse(at_, 1, "'" + printable(rest.substr(0, 1)) + "' cannot be in an expression");
  }

  std::string_view text_;
  std::span<const BoundValue> values_;  ///< those that are still to come
  std::string_view syntax_;             ///< text_ up to the next of them
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

ExpressionResult<std::vector<Token>> tokenize(std::string_view text,
                                              std::span<const BoundValue> values) {
  return Lexer(text, values).run();
}

bool is_bare_name(std::string_view name) noexcept {
  if (name.empty() || !begins_name(name.front())) return false;
  if (!std::all_of(name.begin(), name.end(), continues_name)) return false;
  return !is_keyword(lower_case(name));
}

}  // namespace dp::expr
