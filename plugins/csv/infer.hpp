// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/dialect.hpp"
#include "csv/record.hpp"
#include "values/type_set.hpp"

namespace dp::csv {

struct Layout;

/// Which fields are no value.
struct Missing {
  std::string null_text;  ///< empty: an empty field that is not in quotes
  bool trim = false;      ///< spaces and tabs around a field that is not in quotes are no part
  std::vector<std::string> more = {};  ///< that are a null as null_text is

  /// Whether as_read() makes a difference.
  [[nodiscard]] bool changes() const noexcept { return trim || !more.empty(); }
  /// A bare field as is_null takes it: trimmed, and each text of `more` as null_text.
  [[nodiscard]] std::string_view as_read(std::string_view bare) const noexcept;
  [[nodiscard]] bool is_null(std::string_view bare) const noexcept { return bare == null_text; }
};

/// `text` without spaces and tabs around it.
std::string_view trimmed(std::string_view text) noexcept;

/// The fields of the first record from `begin` on that is none of malformed, blank or cut; 0 if
/// there is none.
std::size_t fields_of_first(std::string_view text, std::size_t begin, bool final,
                            const Dialect& dialect);

/// Whether one of the records from `begin` on is a row of `count` columns.
bool has_row(std::string_view text, std::size_t begin, bool final, const Layout& layout,
             std::size_t count);

/// What as_read has left of a bare field, as a field: a byte that is escaped is not trimmed.
Field part_of(const Field& field, std::string_view left, const char* text,
              const Dialect& dialect) noexcept;

/// The value of a field as its type is inferred from it; empty if it tells nothing: a null, or
/// an empty text. Lifetime: of `text` or of `buffer`.
std::string_view value_of(const Field& field, const char* text, const Layout& layout,
                          std::string& buffer);

/// Let a column's types see the value of one of its fields, in the form of the layout's
/// numbers. Returns the value as its type is read from it; nullopt if it can be text alone.
/// Lifetime: of `value` or of `buffer`.
std::optional<std::string_view> see_value(values::TypeSet& types, std::string_view value,
                                          const Layout& layout, std::string& buffer);

/// The types that the values of `count` columns fit, in the records of text[begin, size) that
/// are rows of as many columns. `final`: the text is all of the item.
std::vector<values::TypeSet> types_of(std::string_view text, std::size_t begin, bool final,
                                      const Layout& layout, std::size_t count);

}  // namespace dp::csv
