// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xml/markup/chars.hpp"
#include "xml/markup/end_marks.hpp"

namespace dp::xml {

class Entities;

enum class Token : std::uint8_t {
  text,
  cdata,
  start,        ///< <a x="1">
  empty,        ///< <a/>
  close,        ///< </a>
  comment,      ///< <!-- -->
  instruction,  ///< <?a b?>
  declaration,  ///< <?xml version="1.0"?>
  doctype,      ///< <!DOCTYPE a []>
  finish,       ///< nothing: the text ends the item, and has ended
  cut,          ///< the text ends, and does not end the item
  wrong,        ///< not well-formed
};

/// Take the parts of tokens: names, attributes, references, characters; and say what in one is not
/// well-formed.
class TokenParts {
 public:
  /// wrong: what is, for people.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  /// What is declared beside the five entities of XML; nullptr: nothing. It must outlive this.
  void use(const Entities* entities) noexcept { entities_ = entities; }

 protected:
  /// `marks` must outlive it.
  explicit TokenParts(EndMarks& marks) noexcept : marks_(&marks) {}

  // Each of these moves `at` on, or sets outcome_ and returns false.
  bool take_name(const char*& at) {
    if (at < end_ && is(*at, kNameStart)) {
      const char* after = skip_name(at + 1, end_);
      if (after < end_ && !is(*after, kHigh)) [[likely]] {
        at = after;
        return true;
      }
    }
    return take_any_name(at);
  }
  bool take_any_name(const char*& at);
  bool take_attributes(const char*& at);
  bool take_attribute(const char*& at);
  bool take_value(const char*& at);
  bool take_reference(const char*& at, bool in_value);
  bool take_entity(std::string_view name, bool in_value);
  bool take_number(const char*& at);
  bool take_high(const char*& at);
  bool take_special(const char*& at, bool in_value = false);
  bool take_byte(const char*& at, char byte, const char* wanted);
  bool take_chars(const char* at, const char* end);
  bool take_subset(const char*& at);
  bool take_quoted(const char*& at);
  bool take_past(const char*& at, std::string_view mark, const char* what);
  bool check_twice();
  const char* skip_space(const char* at) const noexcept;

  /// The text ends at `at` within `what`.
  bool ended(const char* what);
  bool fail(std::string reason);
  bool fail_at(const char* at, const char* wanted);

  EndMarks* marks_;
  const Entities* entities_ = nullptr;
  std::string_view has_elements_;  ///< the last entity referred to that has some
  const char* end_ = nullptr;
  bool final_ = false;
  Token outcome_ = Token::wrong;
  std::vector<std::string_view> attributes_;  ///< names
  std::string reason_;
};

}  // namespace dp::xml
