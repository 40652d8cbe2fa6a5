// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of a text, as text.

#include <string>
#include <vector>

#include "plugins/xml/padded.hpp"
#include "xml/markup/lexer.hpp"

namespace dp::test {

inline std::string shown(const xml::Lexer& lexer, xml::Token token) {
  using xml::Token;
  switch (token) {
    case Token::text:
      return "text " + std::string(lexer.text());
    case Token::cdata:
      return "cdata " + std::string(lexer.text());
    case Token::start:
      return "start " + std::string(lexer.name());
    case Token::empty:
      return "empty " + std::string(lexer.name());
    case Token::close:
      return "close " + std::string(lexer.name());
    case Token::comment:
      return "comment";
    case Token::instruction:
      return "instruction";
    case Token::declaration:
      return "declaration";
    case Token::doctype:
      return "doctype";
    case Token::finish:
      return "finish";
    case Token::cut:
      return "cut";
    case Token::wrong:
      break;
  }
  return "wrong: " + lexer.reason();
}

/// All tokens up to the end, or to what is cut or wrong. `final`: the text ends the item.
inline std::vector<std::string> tokens_of(const std::string& text, bool final = true) {
  const Padded padded(text);
  xml::EndMarks marks;
  xml::Lexer lexer(marks);
  lexer.begin(padded.begin(), padded.end(), final);
  std::vector<std::string> out;
  while (true) {
    const auto token = lexer.next();
    out.push_back(shown(lexer, token));
    if (token == xml::Token::finish || token == xml::Token::cut || token == xml::Token::wrong)
      return out;
  }
}

}  // namespace dp::test
