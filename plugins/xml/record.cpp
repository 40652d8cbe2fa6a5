// SPDX-License-Identifier: Apache-2.0
#include "xml/record.hpp"

namespace dp::xml {

bool RecordReader::refuse(Token token) {
  switch (token) {
    case Token::cut:
      return false;
    case Token::finish:
      reason_ = "'<" + std::string(open_.back().substr(0, 40)) + ">' is never closed";
      return false;
    case Token::declaration:
      reason_ = "'<?xml' does not begin the document";
      return false;
    case Token::doctype:
      reason_ = "'<!DOCTYPE' is not before the root element";
      return false;
    default:
      reason_ = lexer_.reason();
      return false;
  }
}

bool RecordReader::too_deep() {
  reason_ = "an element is more than " + std::to_string(kMostDepth) + " deep";
  return false;
}

bool RecordReader::mismatched() {
  reason_ = "got '</" + std::string(lexer_.name().substr(0, 40)) + ">', want '</" +
            std::string(open_.back().substr(0, 40)) + ">'";
  return false;
}

}  // namespace dp::xml
