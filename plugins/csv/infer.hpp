// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
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
