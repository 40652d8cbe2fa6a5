// SPDX-License-Identifier: Apache-2.0
// What stands before the root element: the XML declaration and the document type.
#include "xml/markup/chars.hpp"
#include "xml/markup/lexer.hpp"

namespace dp::xml {

/// <?xml version="1.0" encoding="UTF-8" standalone="no"?>
Token Lexer::read_declaration() {
  const char* at = at_ + 5;
  attributes_.clear();
  while (true) {
    const char* after = skip_space(at);
    const bool spaced = after != at;
    at = after;
    if (at == end_) {
      ended("the XML declaration");
      return outcome_;
    }
    if (*at == '?') break;
    if (!spaced) {
      fail_at(at, "a space or '?>'");
      return outcome_;
    }
    if (!take_attribute(at)) return outcome_;
  }
  ++at;
  if (!take_byte(at, '>', "'?>'")) return outcome_;
  constexpr std::string_view kNames[] = {"version", "encoding", "standalone"};
  std::size_t place = 0;
  for (const auto& attribute : attributes_) {
    while (place < 3 && kNames[place] != attribute) ++place;
    if (place++ >= 3 || attributes_.front() != "version") break;
  }
  if (attributes_.empty() || attributes_.front() != "version" || place > 3) {
    fail("the XML declaration is wrong (expected version, then maybe encoding, standalone)");
    return outcome_;
  }
  return done(Token::declaration, at);
}

Token Lexer::read_doctype() {
  const char* at = at_ + 9;
  const char* after = skip_space(at);
  if (after < end_ && after == at) {
    fail_at(at, "a space after '<!DOCTYPE'");
    return outcome_;
  }
  at = after;
  if (!take_name(at)) return outcome_;
  bool subset = false;
  while (at < end_ && *at != '>') {
    if (*at == '"' || *at == '\'') {
      if (!take_quoted(at)) return outcome_;
    } else if (*at == '[' && !subset) {
      subset = true;
      if (!take_subset(++at)) return outcome_;
    } else if (!subset && (is(*at, kNameByte) || is(*at, kSpace))) {
      ++at;
    } else if (subset && is(*at, kSpace)) {
      ++at;
    } else {
      fail_at(at, "'>'");
      return outcome_;
    }
  }
  if (at == end_) {
    ended("a document type");
    return outcome_;
  }
  if (!take_chars(begin_, at)) return outcome_;
  return done(Token::doctype, at + 1);
}

/// Pass over a text in quotes.
bool Lexer::take_quoted(const char*& at) {
  const auto size = static_cast<std::size_t>(end_ - at);
  const auto close = std::string_view(at, size).find(*at, 1);
  if (close == std::string_view::npos) return ended("a document type");
  at += close + 1;
  return true;
}

/// Pass over the declarations of a document type, after its ']'.
bool Lexer::take_subset(const char*& at) {
  while (at < end_) {
    if (*at == ']') {
      ++at;
      return true;
    }
    if (*at == '"' || *at == '\'') {
      if (!take_quoted(at)) return false;
    } else if (begins(at, end_, "<!--")) {
      at += 4;
      if (!take_behind(at, "-->", "a comment")) return false;
    } else if (begins(at, end_, "<?")) {
      at += 2;
      if (!take_behind(at, "?>", "an instruction")) return false;
    } else {
      ++at;
    }
  }
  return ended("a document type");
}

}  // namespace dp::xml
