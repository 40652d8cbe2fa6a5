// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/token_parts.hpp"

#include <algorithm>
#include <dp/escape.hpp>

#include "values/text.hpp"
#include "xml/markup/entities.hpp"

namespace dp::xml {
namespace {

constexpr std::size_t kFewAttributes = 8;
constexpr std::size_t kMostAttributes = 131072;

}  // namespace

bool TokenParts::fail(std::string reason) {
  outcome_ = Token::wrong;
  reason_ = std::move(reason);
  return false;
}

bool TokenParts::fail_at(const char* at, const char* wanted) {
  std::string_view got(at, static_cast<std::size_t>(end_ - at));
  const auto decoded = format::decode_utf8(at, end_);
  // A character that is cut off is shown when all of it is there.
  if (!decoded.valid && end_ - at < 4 && !final_) return ended("markup");
  return fail("got " + values::shown(got.substr(0, decoded.size)) + ", expected " + wanted);
}

bool TokenParts::ended(const char* what) {
  if (final_) return fail(std::string(what) + " is unterminated");
  outcome_ = Token::cut;
  return false;
}

const char* TokenParts::skip_space(const char* at) const noexcept {
  while (at < end_ && is(*at, kSpace)) ++at;
  return at;
}

/// A byte of a text or value that does not simply stand for itself, or may not.
bool TokenParts::take_special(const char*& at, bool in_value) {
  if (*at == '&') return take_reference(at, in_value);
  if (is(*at, kHigh)) return take_high(at);
  if (static_cast<unsigned char>(*at) < 0x20 && !is(*at, kSpace))
    return fail("got the control character " + values::shown({at, 1}));
  ++at;
  return true;
}

bool TokenParts::take_high(const char*& at) {
  const auto decoded = format::decode_utf8(at, end_);
  if (decoded.valid && is_char(decoded.code)) {
    at += decoded.size;
    return true;
  }
  if (!decoded.valid && end_ - at < 4 && !final_) return ended("text");
  return fail("got " + values::shown({at, decoded.size}) +
              (decoded.valid ? ", which no document may hold" : ", expected UTF-8"));
}

/// Check the characters of a comment, an instruction, or CDATA.
bool TokenParts::take_chars(const char* at, const char* end) {
  while (true) {
    at = skip_text(at, end);
    if (at == end) return true;
    if (*at == '<' || *at == '&' || *at == ']') {
      ++at;
    } else if (!take_special(at)) {
      return false;
    }
  }
}

bool TokenParts::take_reference(const char*& at, bool in_value) {
  const char* begin = at++;
  if (at < end_ && *at == '#') {
    at = begin;
    return take_number(at);
  }
  if (!take_name(at)) {
    if (outcome_ == Token::wrong) reason_ = "got '&', expected '&amp;' or a reference";
    return false;
  }
  const std::string_view name(begin + 1, static_cast<std::size_t>(at - begin - 1));
  if (!take_byte(at, ';', "';' after a reference")) return false;
  return is_of_xml(name) || take_entity(name, in_value);
}

/// A reference to an entity that a document type has to declare.
bool TokenParts::take_entity(std::string_view name, bool in_value) {
  const auto* entity = entities_ == nullptr ? nullptr : entities_->find(name);
  const auto named = "the entity '&" + std::string(name.substr(0, 40)) + ";' ";
  if (entity == nullptr)
    return fail(named +
                "is not declared by the file's own document type, and no other file is read");
  if (entity->has_elements) has_elements_ = name;
  const auto& why = in_value ? entity->in_value : entity->in_text;
  return why.empty() || fail(named + why);
}

/// "&#10;" or "&#xA;"
bool TokenParts::take_number(const char*& at) {
  at += 2;
  const bool hex = at < end_ && *at == 'x';
  if (hex) ++at;
  const char* begin = at;
  char32_t code = 0;
  for (; at < end_; ++at) {
    const auto digit = static_cast<unsigned>(*at) - '0';
    const auto letter = (static_cast<unsigned>(*at) | 0x20u) - 'a';
    if (digit > 9 && (!hex || letter > 5)) break;
    if (code < 0x110000) code = code * (hex ? 16 : 10) + (digit <= 9 ? digit : letter + 10);
  }
  if (at == end_) return ended("a reference");
  if (at == begin || *at != ';') return fail_at(at, "digits and ';' after '&#'");
  ++at;
  if (is_char(code)) return true;
  return fail("the reference '&#" + std::string(hex ? "x" : "") +
              std::string(begin, begin + std::min<std::ptrdiff_t>(at - begin, 20)) +
              "' is to no character that a document may hold");
}

bool TokenParts::take_any_name(const char*& at) {
  if (at < end_ && is(*at, kNameStart)) {
    at = skip_name(at, end_);
    if (at == end_) return ended("a tag");
  } else if (at == end_) {
    return ended("a tag");
  } else if (!is(*at, kHigh)) {
    return fail_at(at, "a name");
  }
  for (bool first = !is(at[-1], kNameByte); at < end_; first = false) {
    if (is(*at, kNameByte) && !first) {
      ++at;
      continue;
    }
    if (!is(*at, kHigh)) return true;
    const auto decoded = format::decode_utf8(at, end_);
    if (!decoded.valid || !is_char(decoded.code)) return take_high(at);
    if (!is_name_char(decoded.code, first)) return first ? fail_at(at, "a name") : true;
    at += decoded.size;
  }
  return ended("a tag");
}

bool TokenParts::take_byte(const char*& at, char byte, const char* wanted) {
  if (at == end_) return ended("markup");
  if (*at != byte) return fail_at(at, wanted);
  ++at;
  return true;
}

/// Read attributes up to '>' or '/'.
bool TokenParts::take_attributes(const char*& at) {
  while (true) {
    const char* after = skip_space(at);
    if (after == end_) return ended("a tag");
    const bool spaced = after != at;
    at = after;
    if (*at == '>' || *at == '/') break;
    if (!spaced) return fail_at(at, "a space, '>' or '/'");
    if (attributes_.size() == kMostAttributes)
      return fail("a tag has more than " + std::to_string(kMostAttributes) + " attributes");
    if (!take_attribute(at)) return false;
  }
  return attributes_.size() < 2 || check_twice();
}

bool TokenParts::take_attribute(const char*& at) {
  const char* begin = at;
  if (!take_name(at)) return false;
  attributes_.emplace_back(begin, static_cast<std::size_t>(at - begin));
  if (at < end_ && *at != '=') at = skip_space(at);
  if (!take_byte(at, '=', "'=' after an attribute's name")) return false;
  if (at < end_ && *at != '"') at = skip_space(at);
  if (at == end_) return ended("a tag");
  return take_value(at);
}

bool TokenParts::take_value(const char*& at) {
  const char quote = *at;
  if (quote != '"' && quote != '\'') return fail_at(at, "an attribute's value in quotes");
  ++at;
  while (true) {
    at = skip_value(at, end_, quote);
    if (at == end_) return ended("an attribute's value");
    if (*at == quote) break;
    if (*at == '<') return fail("got '<' in an attribute's value, expected '&lt;'");
    if (!take_special(at, true)) return false;
  }
  ++at;
  return true;
}

/// Refuse an attribute that is there twice.
bool TokenParts::check_twice() {
  const auto twice = [this](std::string_view name) {
    return fail("the attribute '" + std::string(name.substr(0, 40)) + "' is given twice");
  };
  const auto count = attributes_.size();
  if (count <= kFewAttributes) {
    for (std::size_t i = 1; i < count; ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (attributes_[i] == attributes_[k]) return twice(attributes_[i]);
    return true;
  }
  std::sort(attributes_.begin(), attributes_.end());
  const auto found = std::adjacent_find(attributes_.begin(), attributes_.end());
  return found == attributes_.end() || twice(*found);
}

/// Move past `mark`, from `at` on.
bool TokenParts::take_past(const char*& at, std::string_view mark, const char* what) {
  const char* after = marks_->after(at, end_, mark);
  if (after == nullptr) return ended(what);
  at = after;
  return true;
}

/// Pass over a text in quotes.
bool TokenParts::take_quoted(const char*& at) {
  const auto size = static_cast<std::size_t>(end_ - at);
  const auto close = std::string_view(at, size).find(*at, 1);
  if (close == std::string_view::npos) return ended("a document type");
  at += close + 1;
  return true;
}

/// Pass over the declarations of a document type, after its ']'.
bool TokenParts::take_subset(const char*& at) {
  while (at < end_) {
    if (*at == ']') {
      ++at;
      return true;
    }
    if (*at == '"' || *at == '\'') {
      if (!take_quoted(at)) return false;
    } else if (begins(at, end_, "<!--")) {
      at += 4;
      if (!take_past(at, "-->", "a comment")) return false;
    } else if (begins(at, end_, "<?")) {
      at += 2;
      if (!take_past(at, "?>", "an instruction")) return false;
    } else {
      ++at;
    }
  }
  return ended("a document type");
}

}  // namespace dp::xml
