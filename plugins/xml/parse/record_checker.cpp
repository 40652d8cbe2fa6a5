// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/record_checker.hpp"

namespace dp::xml {

RecordChecker::Outcome RecordChecker::read(const char* at, const char* end, bool final) {
  open_.clear();
  lexer_.begin(at, end, final);
  do {
    if (!open_.empty() && lexer_.take_end(open_.back())) {
      open_.pop_back();
      continue;
    }
    const auto token = lexer_.next();
    if (!take(token)) return token == Token::cut ? Outcome::cut : Outcome::wrong;
  } while (!open_.empty());
  return Outcome::done;
}

bool RecordChecker::take(Token token) {
  switch (token) {
    case Token::start:
      if (open_.size() == kMostDepth) return too_deep();
      open_.push_back(lexer_.name());
      return true;
    case Token::close:
      if (lexer_.name() != open_.back()) return mismatched();
      open_.pop_back();
      return true;
    case Token::text:
    case Token::empty:
    case Token::cdata:
    case Token::comment:
    case Token::instruction:
      return true;
    default:
      return refuse(token);
  }
}

bool RecordChecker::refuse(Token token) {
  switch (token) {
    case Token::cut:
      return false;
    case Token::finish:
      reason_ = "'<" + std::string(open_.back().substr(0, 40)) + ">' has no end tag";
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

bool RecordChecker::too_deep() {
  reason_ = "an element is more than " + std::to_string(kMostDepth) + " deep";
  return false;
}

bool RecordChecker::mismatched() {
  reason_ = "got '</" + std::string(lexer_.name().substr(0, 40)) + ">', expected '</" +
            std::string(open_.back().substr(0, 40)) + ">'";
  return false;
}

}  // namespace dp::xml
