// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dp::test {

/// Rows with a column of each type and two of strings, and their text in each format, made
/// without dp. Values are spelled as dp spells them; among them are the ends of each type's
/// range, nulls, and strings that each format must take care of.
class TypedRows {
 public:
  /// `count` rows made up from `seed`.
  TypedRows(unsigned seed, std::size_t count);

  /// The option `types` of their columns, and `columns` with their paths in xml().
  static std::string types();
  static std::string xml_columns();

  static std::string csv_header();
  /// Lines after a header.
  [[nodiscard]] std::string csv() const;
  /// An object each, of whose members those that are null may be missing; `between` them.
  [[nodiscard]] std::string json(const std::string& between) const;
  /// Elements `row`: some columns attributes, some children, some deeper.
  [[nodiscard]] std::string xml() const;

 private:
  std::vector<std::vector<std::optional<std::string>>> rows_;
};

}  // namespace dp::test
