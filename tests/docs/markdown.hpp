// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dp::test {

/// A block of code in a Markdown text.
struct Block {
  std::string file;      ///< as messages name it
  std::size_t line = 0;  ///< of its first line
  std::string language;  ///< the first word of the info string; empty: none
  std::map<std::string, std::string> attributes;  ///< the other words, NAME=VALUE
  std::string text;                               ///< its lines, each with a newline

  [[nodiscard]] std::string place() const { return file + ":" + std::to_string(line); }
  /// The value of an attribute; empty: it has none.
  [[nodiscard]] std::string attribute(const std::string& name) const;
};

/// The blocks between ``` fences. The info string is `LANGUAGE NAME=VALUE NAME="A VALUE"`.
/// Errors: std::runtime_error for a block without end and for words that are no NAME=VALUE.
std::vector<Block> fenced_blocks(const std::string& file, std::string_view text);

/// The blocks that stand four spaces in, as the texts of `dp help` have them, without the spaces.
std::vector<Block> indented_blocks(const std::string& file, std::string_view text);

/// A text as its lines, without their newlines.
std::vector<std::string> lines_of(std::string_view text);

}  // namespace dp::test
