// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xml/between.hpp"
#include "xml/lexer.hpp"

namespace dp::xml {

/// Read one record from its start tag to its end tag, and check all of it.
///
/// `Taker` is told of what is found, from the outside in: open(qualified name, attributes),
/// text(raw, plain), cdata(raw, plain), close().
/// Shape: an element may be kMostDepth deep in its record; nothing recurses.
class RecordReader {
 public:
  /// `marks` must outlive it.
  explicit RecordReader(Marks& marks) : lexer_(marks) {}

  enum class Outcome : std::uint8_t {
    done,
    wrong,  ///< not well-formed
    cut,    ///< the text ends first
  };

  /// Read the record that begins at `at`. `final`: the text ends the item.
  template <class Taker>
  Outcome read(const char* at, const char* end, bool final, Taker& taker) {
    open_.clear();
    lexer_.begin(at, end, final);
    do {
      if (!open_.empty() && lexer_.take_end(open_.back())) {
        open_.pop_back();
        taker.close();
        continue;
      }
      const auto token = lexer_.next();
      if (!take(token, taker)) return token == Token::cut ? Outcome::cut : Outcome::wrong;
    } while (!open_.empty());
    return Outcome::done;
  }

  /// done: what is behind the record.
  [[nodiscard]] const char* at() const noexcept { return lexer_.at(); }
  /// wrong: what is, for people, and where.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  [[nodiscard]] const char* wrong() const noexcept { return lexer_.token(); }

 private:
  template <class Taker>
  bool take(Token token, Taker& taker) {
    switch (token) {
      case Token::text:
        taker.text(lexer_.text(), lexer_.plain());
        return true;
      case Token::start:
        if (open_.size() == kMostDepth) return too_deep();
        open_.push_back(lexer_.name());
        taker.open(lexer_.name(), lexer_.attributes());
        return true;
      case Token::close:
        if (lexer_.name() != open_.back()) return mismatched();
        open_.pop_back();
        taker.close();
        return true;
      case Token::empty:
        taker.open(lexer_.name(), lexer_.attributes());
        taker.close();
        return true;
      case Token::cdata:
        taker.cdata(lexer_.text(), lexer_.plain());
        return true;
      case Token::comment:
      case Token::instruction:
        return true;
      default:
        return refuse(token);
    }
  }
  bool refuse(Token token);
  bool too_deep();
  bool mismatched();

  Lexer lexer_;
  std::vector<std::string_view> open_;
  std::string reason_;
};

/// Takes nothing: for records that are only checked.
struct TakeNothing {
  void open(std::string_view, std::span<const Attribute>) noexcept {}
  void text(std::string_view, bool) noexcept {}
  void cdata(std::string_view, bool) noexcept {}
  void close() noexcept {}
};

}  // namespace dp::xml
