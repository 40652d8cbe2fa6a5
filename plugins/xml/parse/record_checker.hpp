// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xml/markup/lexer.hpp"
#include "xml/split/between.hpp"

namespace dp::xml {

/// Read one record from its start tag to its end tag, and check all of it.
///
/// Shape: an element may be kMostDepth deep in its record; nothing recurses.
class RecordChecker {
 public:
  /// `marks` must outlive it.
  explicit RecordChecker(EndMarks& marks) : lexer_(marks) {}
  /// See TokenParts::use.
  void use(const Entities* entities) noexcept { lexer_.use(entities); }

  enum class Outcome : std::uint8_t {
    done,
    wrong,  ///< not well-formed
    cut,    ///< the text ends first
  };

  /// Read the record that begins at `at`. `final`: the text ends the item.
  Outcome read(const char* at, const char* end, bool final);

  /// done: what follows the record.
  [[nodiscard]] const char* at() const noexcept { return lexer_.at(); }
  /// wrong: what is, for people, and where.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  [[nodiscard]] const char* wrong() const noexcept { return lexer_.token(); }

 private:
  bool take(Token token);
  bool refuse(Token token);
  bool too_deep();
  bool mismatched();

  Lexer lexer_;
  std::vector<std::string_view> open_;
  std::string reason_;
};

}  // namespace dp::xml
