// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expression.hpp"

namespace dp::expr {

/// A word of an expression.
struct Token {
  enum class Kind : std::uint8_t {
    end,
    number,   ///< text: its digits as written
    string,   ///< text: its value
    name,     ///< a bare word that is no keyword
    column,   ///< a name in backticks; text: the name
    keyword,  ///< text: in lower case
    symbol,
    value,  ///< of a variable; text: its bytes
  };
  Kind kind = Kind::end;
  std::string text;
  std::size_t offset = 0;
  std::size_t length = 0;
  const BoundValue* value = nullptr;  ///< kind value: which one

  [[nodiscard]] bool is(Kind wanted, std::string_view word) const noexcept {
    return kind == wanted && text == word;
  }
};

/// Cut an expression into tokens; the last is `end`, where the one before it ends. `values`: see
/// Expression::parse.
/// Lifetime: the tokens borrow `values`.
ExpressionResult<std::vector<Token>> tokenize(std::string_view text,
                                              std::span<const BoundValue> values = {});

/// Whether `name` can be written bare, without backticks.
bool is_bare_name(std::string_view name) noexcept;

}  // namespace dp::expr
