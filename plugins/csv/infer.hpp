// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/dialect.hpp"

namespace dp::csv {

/// Which fields are no value.
struct Missing {
  std::string null_text;  ///< empty: an empty field that is not in quotes
  bool trim = false;      ///< spaces and tabs around a field that is not in quotes are no part

  [[nodiscard]] bool is_null(std::string_view bare) const noexcept { return bare == null_text; }
};

/// `text` without spaces and tabs around it.
std::string_view trimmed(std::string_view text) noexcept;

/// The type that fits the first values of a column.
///
/// Law: the order of the values is all one. No value at all, or values of different types
///   (int and float aside, which make float): string.
class TypeGuess {
 public:
  void see(std::string_view value) noexcept;
  [[nodiscard]] Type type() const noexcept;

 private:
  bool any_ = false;
  bool number_ = false;  ///< a float that is more than "nan" or "inf" was there
  bool boolean_ = true, integer_ = true, float_ = true, date_ = true, timestamp_ = true;
};

/// The fields of the first record from `begin` on that is none of malformed, blank or cut; 0 if
/// there is none.
std::size_t fields_of_first(std::string_view text, std::size_t begin, bool final,
                            const Dialect& dialect);

/// Guess the types of `count` columns from the records of text[begin, size) that have as many
/// fields. `final`: the text is all of the item.
std::vector<Type> guess_types(std::string_view text, std::size_t begin, bool final,
                              const Dialect& dialect, const Missing& missing,
                              std::size_t count);

}  // namespace dp::csv
