// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dp::csv {

/// How numbers are written.
struct NumberForm {
  bool decimal_comma = false;  ///< "1,5"; else "1.5"
  /// Between groups of three digits: ',', '.', '\'' or ' ', which stands for no-break spaces
  /// too. '\0': there are none.
  char thousands = '\0';

  [[nodiscard]] bool is_plain() const noexcept { return !decimal_comma && thousands == '\0'; }

  /// A value as programs write it: "-1.234.567,5" as "-1234567.5". What has other bytes than a
  /// number, or none that this form gives a meaning, is returned as it is; nullopt if it is
  /// made of the bytes of a number but not in this form ("1.5" where decimals follow a comma,
  /// "12,34" where commas are between thousands): no number then.
  /// Lifetime: the view is of `text` or of `buffer`.
  [[nodiscard]] std::optional<std::string_view> plain(std::string_view text,
                                                      std::string& buffer) const;
};

/// The separator that a word of the option `thousands` names; nullopt if the word is none, '\0'
/// for "none".
std::optional<char> thousands_of(std::string_view word) noexcept;

}  // namespace dp::csv
