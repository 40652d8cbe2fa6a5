// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/doctype.hpp"

#include <algorithm>
#include <dp/escape.hpp>
#include <set>
#include <utility>

#include "values/text.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

/// The character of a reference "&#10;" or "&#xA;", all of which is `reference`; 0: none that may be in a document.
char32_t character_of(std::string_view reference) noexcept {
  auto digits = reference.substr(2, reference.size() - 3);
  const bool hex = digits.starts_with('x');
  if (hex) digits.remove_prefix(1);
  char32_t code = 0;
  for (const char byte : digits) {
    const auto digit = static_cast<unsigned>(byte) - '0';
    const auto letter = (static_cast<unsigned>(byte) | 0x20u) - 'a';
    if (digit > 9 && (!hex || letter > 5)) return 0;
    if (code < 0x110000) code = code * (hex ? 16 : 10) + (digit <= 9 ? digit : letter + 10);
  }
  return is_char(code) ? code : 0;
}

/// The text of an entity from what is written in quotes.
Entity entity_of(std::string_view literal) {
  Entity entity;
  for (std::size_t at = 0; at < literal.size(); ++at) {
    const char byte = literal[at];
    if (byte == '\r') {
      entity.text += '\n';
      if (at + 1 < literal.size() && literal[at + 1] == '\n') ++at;
      continue;
    }
    if (byte == '%' && at + 1 < literal.size() && is(literal[at + 1], kNameStart | kHigh))
      entity.in_text = entity.in_value = "has a parameter entity, and these are not read";
    const auto end =
        literal.substr(at).starts_with("&#") ? literal.find(';', at) : literal.npos;
    const auto reference =
        end == literal.npos ? std::string_view() : literal.substr(at, end + 1 - at);
    const auto code = reference.empty() ? 0 : character_of(reference);
    if (code == 0) {  // what is no reference is told where the entity is used
      entity.text += byte;
    } else {
      format::append_utf8(entity.text, code);
      at = end;
    }
  }
  return entity;
}

/// An attribute's value without spaces at its ends, and with one where several are.
std::string collapsed(std::string_view value) {
  std::string out;
  for (const char byte : value)
    if (byte != ' ' || (!out.empty() && out.back() != ' ')) out += byte;
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

/// Goes through the declarations of a document type.
class Doctype::Parser {
 public:
  Parser(std::string_view token, Doctype& to) : rest_(token), to_(to) {}

  Status run() {
    find_subset();
    while (!rest_.empty() && rest_.front() != ']') DP_CHECK(step());
    to_.entities_.resolve();
    for (auto& given : given_) DP_CHECK(add_default(given));
    return {};
  }

 private:
  /// A default as it is written.
  struct Given {
    std::string element;
    std::string name;
    std::string literal;
    bool is_text;  ///< CDATA
  };

  void find_subset() noexcept {
    while (!rest_.empty() && rest_.front() != '[')
      rest_.front() == '"' || rest_.front() == '\'' ? skip_quoted() : rest_.remove_prefix(1);
    if (!rest_.empty()) rest_.remove_prefix(1);
  }
  Status step() {
    if (rest_.starts_with("<!--")) return skip_past("-->");
    if (rest_.starts_with("<?")) return skip_past("?>");
    if (take("<!ENTITY")) return take_entity();
    if (take("<!ATTLIST")) return take_attributes();
    if (rest_.front() == '%') {
      // What it stands for might declare what comes after it otherwise.
      rest_ = {};
    } else if (rest_.front() == '"' || rest_.front() == '\'') {
      skip_quoted();
    } else {
      rest_.remove_prefix(1);
    }
    return {};
  }

  Status skip_past(std::string_view mark) noexcept {
    const auto at = rest_.find(mark);
    rest_.remove_prefix(at == rest_.npos ? rest_.size() : at + mark.size());
    return {};
  }
  void skip_quoted() noexcept {
    const auto end = rest_.find(rest_.front(), 1);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
  }
  void skip_to_end() noexcept {
    while (!rest_.empty() && rest_.front() != '>')
      rest_.front() == '"' || rest_.front() == '\'' ? skip_quoted() : rest_.remove_prefix(1);
    if (!rest_.empty()) rest_.remove_prefix(1);
  }
  bool take(std::string_view word) noexcept {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  /// Whether there was any.
  bool take_space() noexcept {
    const auto size = rest_.size();
    while (!rest_.empty() && is(rest_.front(), kSpace)) rest_.remove_prefix(1);
    return rest_.size() != size;
  }
  /// A name or another word; empty: there is none.
  std::string_view take_word() noexcept {
    const auto size = std::min(rest_.find_first_of(" \t\r\n\"'<>()[]|%&;,"), rest_.size());
    const auto word = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return word;
  }
  [[nodiscard]] bool is_at_literal() const noexcept {
    return rest_.starts_with('"') || rest_.starts_with('\'');
  }
  std::string_view take_literal() noexcept {
    const auto end = std::min(rest_.find(rest_.front(), 1), rest_.size());
    const auto literal = rest_.substr(1, end - 1);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return literal;
  }
  tl::unexpected<Error> wrong(const std::string& what, const char* expected) {
    return fail(Errc::invalid_argument, "document type: " + what + ": got " +
                                            values::shown(rest_.substr(0, 20)) + ", expected " +
                                            expected);
  }

  Status take_entity() {
    const bool spaced = take_space();
    if (spaced && rest_.starts_with('%')) {
      skip_to_end();
      return {};
    }
    const auto name = take_word();
    const auto what = "the entity " + values::shown(name);
    if (!spaced || name.empty()) return wrong("an entity", "a name");
    if (!take_space()) return wrong(what, "a space after its name");
    if (!is_at_literal()) return take_external(name);
    to_.entities_.add(name, entity_of(take_literal()));
    take_space();
    return take(">") ? Status{} : wrong(what, "'>'");
  }
  /// An entity that is in another file.
  Status take_external(std::string_view name) {
    const auto word = take_word();
    if (word != "SYSTEM" && word != "PUBLIC")
      return wrong("the entity " + values::shown(name), "a text in quotes, SYSTEM or PUBLIC");
    const auto declaration = rest_.substr(0, rest_.find('>'));
    const bool is_text = declaration.find("NDATA") == declaration.npos;
    skip_to_end();
    const auto why = is_text ? "is in another file, and no other file is read" : "is no text";
    to_.entities_.add(name, {.text = {}, .in_text = why, .in_value = why});
    return {};
  }

  Status take_attributes() {
    const bool spaced = take_space();
    const std::string element(take_word());
    if (!spaced || element.empty()) return wrong("a list of attributes", "an element's name");
    while (true) {
      const bool apart = take_space();
      if (take(">")) return {};
      if (!apart) return wrong("the attributes of " + values::shown(element), "a space or '>'");
      DP_CHECK(take_attribute(element));
    }
  }
  Status take_attribute(const std::string& element) {
    const std::string name(take_word());
    const auto what = "the attribute " + values::shown(name) + " of " + values::shown(element);
    if (name.empty())
      return wrong("the attributes of " + values::shown(element), "a name or '>'");
    take_space();
    auto type = take_word();
    if (type == "NOTATION") take_space();
    if (take("(")) {
      type = "(";
      const auto end = rest_.find_first_of(")<>\"'");
      if (end == rest_.npos || rest_[end] != ')') return wrong(what, "')' after its values");
      rest_.remove_prefix(end + 1);
    }
    if (type.empty()) return wrong(what, "a type");
    const bool apart = take_space();
    if (!apart) return wrong(what, "a space after its type");
    const bool is_first = known_.emplace(element, name).second;
    if (take("#REQUIRED") || take("#IMPLIED")) return {};
    if (take("#FIXED")) take_space();
    if (!is_at_literal()) return wrong(what, "#REQUIRED, #IMPLIED, or a default in quotes");
    std::string literal(take_literal());
    for (auto at = literal.find("\r\n"); at != literal.npos; at = literal.find("\r\n", at))
      literal.erase(at, 1);
    if (is_first) given_.push_back({element, name, std::move(literal), type == "CDATA"});
    return {};
  }
  /// Add a default once all entities are known.
  Status add_default(const Given& given) {
    const auto what = "document type: the default of the attribute " +
                      values::shown(given.name) + " of " + values::shown(given.element);
    const auto& entities = to_.entities_;
    if (const auto reason = entities.wrong_in_value(given.literal); !reason.empty())
      return fail(Errc::invalid_argument, what + ": " + reason);
    for_each_entity(given.literal, [&](std::string_view name) {
      added_ = std::min(kMostAdded + 1, added_ + entities.find(name)->size);
    });
    added_ += given.literal.size();
    if (added_ > kMostAdded)
      return fail(Errc::invalid_argument, what + ": all defaults together have more than " +
                                              std::to_string(kMostAdded) + " bytes");
    std::string value;
    entities.append_in_value(value, given.literal);
    to_.defaults_[given.element].push_back(
        {given.name, given.is_text ? value : collapsed(value)});
    return {};
  }

  std::string_view rest_;
  Doctype& to_;
  std::vector<Given> given_;
  std::set<std::pair<std::string, std::string>> known_;  ///< attributes, with their elements
  std::size_t added_ = 0;
};

Result<Doctype> Doctype::parse(std::string_view token) {
  Doctype doctype;
  DP_CHECK(Parser(token, doctype).run());
  return doctype;
}

std::span<const DefaultAttribute> Doctype::defaults_of(
    std::string_view element) const noexcept {
  const auto found = defaults_.find(element);
  if (found == defaults_.end()) return {};
  return found->second;
}

bool Doctype::same_as(const Doctype& other) const {
  return defaults_ == other.defaults_ && entities_.same_as(other.entities_);
}

}  // namespace dp::xml
