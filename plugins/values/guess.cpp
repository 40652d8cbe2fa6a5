// SPDX-License-Identifier: Apache-2.0
#include "values/guess.hpp"

#include <algorithm>
#include <dp/civil.hpp>

#include "values/parse.hpp"

namespace dp::values {
namespace {

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// Whether a number would lose something that may matter in `text`: "007", "+49", or digits
/// that no int holds.
bool is_code(std::string_view text) noexcept {
  if (text.starts_with('+')) return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return true;
  return std::all_of(text.begin(), text.end(), is_digit) && !parse_int(text);
}

}  // namespace

void TypeGuess::see(std::string_view value) noexcept {
  any_ = true;
  boolean_ = boolean_ && value != "1" && value != "0" && parse_bool(value);
  const bool code = is_code(value);
  integer_ = integer_ && !code && parse_int(value);
  float_ = float_ && !code && parse_float(value);
  number_ = number_ || std::any_of(value.begin(), value.end(), is_digit);
  date_ = date_ && civil::parse_date(value);
  timestamp_ = timestamp_ && civil::parse_timestamp(value);
}

Type TypeGuess::type() const noexcept {
  if (!any_) return Type::string;
  if (integer_) return Type::int64;
  if (float_ && number_) return Type::float64;
  if (boolean_) return Type::boolean;
  if (date_) return Type::date;
  return timestamp_ ? Type::timestamp : Type::string;
}

}  // namespace dp::values
