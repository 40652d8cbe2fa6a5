// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/lexer.hpp"

#include <algorithm>
#include <cstring>

#include "values/text.hpp"

namespace dp::xml {
namespace {

/// Whether [at, end) is all of the beginning of `mark` that the text has.
bool may_begin(const char* at, const char* end, std::string_view mark) noexcept {
  const auto size = std::min(mark.size(), static_cast<std::size_t>(end - at));
  return std::memcmp(at, mark.data(), size) == 0;
}

}  // namespace

Token Lexer::next_any() {
  if (at_ >= end_) return final_ ? Token::finish : Token::cut;
  if (*at_ != '<') return read_text();
  if (end_ - at_ < 2) {
    ended("a tag");
    return outcome_;
  }
  switch (at_[1]) {
    case '/':
      return read_close();
    case '!':
      return read_bang();
    case '?':
      return read_instruction();
    default:
      return read_start();
  }
}

Token Lexer::read_text() {
  const char* at = at_;
  while (true) {
    at = skip_text(at, end_);
    if (at == end_ && !final_) return Token::cut;
    if (at == end_ || *at == '<') break;
    if (*at == ']' && begins(at, end_, "]]>")) {
      fail("got ']]>' in text, expected ']]&gt;'");
      return outcome_;
    }
    if (!take_special(at)) return outcome_;
  }
  text_ = {begin_, static_cast<std::size_t>(at - begin_)};
  return done(Token::text, at);
}

Token Lexer::read_start() {
  const char* at = at_ + 1;
  attributes_.clear();
  if (!take_name(at)) return outcome_;
  name_ = {begin_ + 1, static_cast<std::size_t>(at - begin_ - 1)};
  if (at < end_ && *at == '>') return done(Token::start, at + 1);
  if (!take_attributes(at)) return outcome_;
  const bool empty = *at == '/';
  if (empty) ++at;
  if (!take_byte(at, '>', "'>' after '/'")) return outcome_;
  return done(empty ? Token::empty : Token::start, at);
}

Token Lexer::read_close() {
  const char* at = at_ + 2;
  if (!take_name(at)) return outcome_;
  name_ = {begin_ + 2, static_cast<std::size_t>(at - begin_ - 2)};
  if (at < end_ && *at != '>') at = skip_space(at);
  if (!take_byte(at, '>', "'>'")) return outcome_;
  return done(Token::close, at);
}

Token Lexer::read_bang() {
  constexpr std::string_view kCdata = "<![CDATA[";
  constexpr std::string_view kDoctype = "<!DOCTYPE";
  if (begins(at_, end_, "<!--")) return read_comment();
  if (begins(at_, end_, kCdata)) return read_cdata();
  if (begins(at_, end_, kDoctype)) return read_doctype();
  const bool open = may_begin(at_, end_, "<!--") || may_begin(at_, end_, kCdata) ||
                    may_begin(at_, end_, kDoctype);
  if (open && end_ - at_ < 9)
    ended("markup");
  else
    fail("got '<!', expected '<!--', '<![CDATA[' or '<!DOCTYPE'");
  return outcome_;
}

Token Lexer::read_comment() {
  const char* inner = at_ + 4;
  const char* at = inner;
  if (!take_past(at, "--", "a comment")) return outcome_;
  const char* close = at;
  if (!take_byte(at, '>', "no '--' in a comment") || !take_chars(inner, close - 2))
    return outcome_;
  return done(Token::comment, at);
}

Token Lexer::read_cdata() {
  const char* inner = at_ + 9;
  const char* at = inner;
  if (!take_past(at, "]]>", "CDATA")) return outcome_;
  if (!take_chars(inner, at - 3)) return outcome_;
  text_ = {inner, static_cast<std::size_t>(at - 3 - inner)};
  return done(Token::cdata, at);
}

Token Lexer::read_instruction() {
  const char* at = at_ + 2;
  if (!take_name(at)) return outcome_;
  const std::string_view target(begin_ + 2, static_cast<std::size_t>(at - begin_ - 2));
  if (target == "xml") return read_declaration();
  const auto is_letter = [&](std::size_t i, char small) { return (target[i] | 0x20) == small; };
  if (target.size() == 3 && is_letter(0, 'x') && is_letter(1, 'm') && is_letter(2, 'l')) {
    fail("got '<?" + std::string(target) + "', a name that is kept for '<?xml'");
    return outcome_;
  }
  const char* inner = at;
  if (!is(*at, kSpace) && *at != '?') {
    fail_at(at, "a space or '?>' after an instruction's name");
    return outcome_;
  }
  if (!take_past(at, "?>", "an instruction") || !take_chars(inner, at - 2)) return outcome_;
  if (at - 2 != inner && !is(*inner, kSpace)) {
    fail_at(inner, "'?>'");
    return outcome_;
  }
  return done(Token::instruction, at);
}

/// Check the value of an attribute of the declaration, all of which is `text`.
/// Source: XML 1.0 (fifth edition), productions 26, 32 and 81.
bool Lexer::check_declared(std::string_view text) {
  const auto quote = text.find_first_of("\"'");
  const auto value = text.substr(quote + 1, text.size() - quote - 2);
  const auto are_all = [](std::string_view letters, auto&& may_be) {
    return !letters.empty() && std::all_of(letters.begin(), letters.end(), may_be);
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const auto refuse = [&](const char* expected) {
    return fail("the XML declaration: got " + std::string(text.substr(0, 60)) + ", expected " +
                expected);
  };
  const auto& name = attributes_.back();
  if (name == "version")
    return (value.starts_with("1.") && are_all(value.substr(2), is_digit)) ||
           refuse("version=\"1.0\"");
  if (name == "standalone")
    return value == "yes" || value == "no" || refuse("standalone=\"yes\" or \"no\"");
  const auto may_be = [&](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '_' || c == '-';
  };
  return name != "encoding" || (are_all(value, may_be) && is_letter(value.front())) ||
         refuse("an encoding's name");
}

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
    const char* attribute = at;
    if (!take_attribute(at)) return outcome_;
    if (!check_declared({attribute, static_cast<std::size_t>(at - attribute)})) return outcome_;
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

}  // namespace dp::xml
