// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "xml/markup/token_parts.hpp"

namespace dp::xml {

/// Take markup apart, token by token, and say what in a token is not well-formed.
///
/// Law: a token depends on its bytes alone, and on one after a text: so it is the same however
///   the item is cut. What a document type declares is passed over; entities are those of XML and
///   of use().
/// Shape: the text is UTF-8, or is said to be wrong; 16 bytes past its end are readable.
/// Lifetime: views are into the text.
class Lexer : public TokenParts {
 public:
  /// `marks` must outlive it.
  explicit Lexer(EndMarks& marks) noexcept : TokenParts(marks) {}

  /// Read [at, end). `final`: the text ends the item.
  void begin(const char* at, const char* end, bool final) noexcept {
    at_ = begin_ = at;
    end_ = end;
    final_ = final;
    has_elements_ = {};
  }
  Token next() {
    begin_ = at_;
    // Most tokens are plain text, or a tag without attributes.
    if (end_ - at_ >= 2 && *at_ != '<') {
      const char* at = skip_text(at_, end_);
      if (at < end_ && *at == '<') {
        text_ = {at_, static_cast<std::size_t>(at - at_)};
        return done(Token::text, at);
      }
    } else if (end_ - at_ >= 2 && is(at_[1], kNameStart)) {
      const char* at = skip_name(at_ + 2, end_);
      if (at < end_ && *at == '>') {
        name_ = {at_ + 1, static_cast<std::size_t>(at - at_ - 1)};
        attributes_.clear();
        return done(Token::start, at + 1);
      }
    }
    return next_any();
  }
  /// Take "</name>" if it is what comes next. `name` is from the text.
  bool take_end(std::string_view name) noexcept {
    const auto size = name.size();
    if (static_cast<std::size_t>(end_ - at_) < size + 3 || at_[0] != '<' || at_[1] != '/' ||
        at_[size + 2] != '>' || !is_same(at_ + 2, name.data(), size))
      return false;
    begin_ = at_;
    at_ += size + 3;
    return true;
  }

  /// Where the token begins, and what follows it.
  [[nodiscard]] const char* token() const noexcept { return begin_; }
  [[nodiscard]] const char* at() const noexcept { return at_; }
  /// The token, as it is written.
  [[nodiscard]] std::string_view whole() const noexcept {
    return {begin_, static_cast<std::size_t>(at_ - begin_)};
  }
  /// start, empty, close: the name with its prefix.
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  /// text, cdata: what is written.
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  /// The last entity since begin(), or since this was asked, that has elements; empty: there was none.
  [[nodiscard]] std::string_view take_entity_of_elements() noexcept {
    return std::exchange(has_elements_, {});
  }

 private:
  Token next_any();
  Token read_text();
  Token read_start();
  Token read_close();
  Token read_bang();
  Token read_comment();
  Token read_cdata();
  Token read_instruction();
  Token read_declaration();
  bool check_declared(std::string_view text);
  Token read_doctype();

  Token done(Token token, const char* at) noexcept {
    at_ = at;
    return token;
  }

  const char* begin_ = nullptr;
  const char* at_ = nullptr;
  std::string_view name_;
  std::string_view text_;
};

}  // namespace dp::xml
