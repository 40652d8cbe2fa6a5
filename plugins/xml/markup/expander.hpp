// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "xml/markup/doctype.hpp"

namespace dp::xml {

/// A text in which entities stand for themselves no more, and elements have their default attributes.
class Expanded {
 public:
  /// After its end DP_PADDING bytes are readable.
  [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }
  /// Where in the text that it was made of is what is at `at` here.
  [[nodiscard]] std::size_t original_of(std::size_t at) const noexcept;

 private:
  friend class Expander;
  /// What stands in place of a part of the text.
  struct Splice {
    std::size_t begin, end;                    ///< here
    std::size_t original_begin, original_end;  ///< there
  };
  std::string text_;
  std::size_t size_ = 0;
  std::vector<Splice> splices_;  ///< in order
};

/// Puts entities and default attributes into texts.
class Expander {
 public:
  /// `doctype` must outlive it.
  explicit Expander(const Doctype& doctype) noexcept : doctype_(doctype) {}

  /// Returns what is wrong; empty: nothing. No more than kMostAdded is added.
  /// Precondition: `text` is a record, or what stands around records, and a Lexer that uses the same entities
  ///   found it right; it has no document type.
  [[nodiscard]] std::string expand(std::string_view text, Expanded& to);
  /// Of a start tag, of which as much is expanded as may be.
  [[nodiscard]] std::string expand_tag(std::string_view tag);

 private:
  void take_content(std::string_view text);
  std::size_t take_markup(std::string_view text, std::size_t at);
  std::size_t take_tag(std::string_view text, std::size_t at);
  void take_value(std::string_view value);
  std::size_t take_reference(std::string_view text, std::size_t at);
  void put_text(std::string_view text);
  void put_escaped(std::string_view text);
  void put_defaults(std::string_view element, const char* place);
  void note_splice(std::size_t begin, const char* from, const char* to);
  [[nodiscard]] bool has_room(std::size_t size) noexcept;
  [[nodiscard]] bool in_entity() const noexcept { return depth_ != 0; }

  const Doctype& doctype_;
  Expanded* to_ = nullptr;
  const char* source_ = nullptr;
  std::size_t depth_ = 0;  ///< entities that are open
  std::size_t added_ = 0;
  bool full_ = false;   ///< no more may be added
  bool after_ = false;  ///< an entity has begun or ended, and nothing came since
  std::vector<std::string_view> names_;  ///< of the attributes of a tag
};

}  // namespace dp::xml
