// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/markup/entities.hpp"

namespace dp::xml {

/// What entities and default attributes add to a record, and the defaults of a document type in all, has at most
/// so many bytes.
inline constexpr std::size_t kMostAdded = std::size_t{1} << 20;

/// An attribute that an element has, unless it says otherwise.
struct DefaultAttribute {
  std::string name;
  std::string value;  ///< as it stands in quotes
  bool operator==(const DefaultAttribute&) const = default;
};

/// What a document type declares in the file itself: entities, and attributes with default values.
///
/// Declarations of other things are passed over, and so are all after a reference to a parameter entity, which might
/// declare the same before. Parameter entities and other files are never read.
class Doctype {
 public:
  /// `token`: all of "<!DOCTYPE ...>", as Lexer passes it.
  /// Errors: invalid_argument, if an entity or a list of attributes is not declared as it should be.
  static Result<Doctype> parse(std::string_view token);

  /// Whether nothing that it declares matters.
  [[nodiscard]] bool empty() const noexcept { return entities_.empty() && defaults_.empty(); }
  [[nodiscard]] const Entities& entities() const noexcept { return entities_; }
  [[nodiscard]] bool has_defaults() const noexcept { return !defaults_.empty(); }
  /// Those of an element.
  [[nodiscard]] std::span<const DefaultAttribute> defaults_of(
      std::string_view element) const noexcept;
  /// Whether both mean the same in any document.
  [[nodiscard]] bool same_as(const Doctype& other) const;

 private:
  class Parser;

  Entities entities_;
  std::map<std::string, std::vector<DefaultAttribute>, std::less<>> defaults_;  ///< by element
};

}  // namespace dp::xml
