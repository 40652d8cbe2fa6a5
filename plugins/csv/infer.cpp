// SPDX-License-Identifier: Apache-2.0
#include "csv/infer.hpp"

#include <algorithm>

#include "csv/convert.hpp"
#include "csv/record.hpp"

namespace dp::csv {
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

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void TypeGuess::see(std::string_view value) noexcept {
  any_ = true;
  boolean_ = boolean_ && value != "1" && value != "0" && parse_bool(value);
  const bool code = is_code(value);
  integer_ = integer_ && !code && parse_int(value);
  float_ = float_ && !code && parse_float(value);
  number_ = number_ || std::any_of(value.begin(), value.end(), is_digit);
  date_ = date_ && parse_date(value);
  timestamp_ = timestamp_ && parse_timestamp(value);
}

Type TypeGuess::type() const noexcept {
  if (!any_) return Type::string;
  if (integer_) return Type::int64;
  if (float_ && number_) return Type::float64;
  if (boolean_) return Type::boolean;
  if (date_) return Type::date;
  return timestamp_ ? Type::timestamp : Type::string;
}

std::size_t fields_of_first(std::string_view text, std::size_t begin, bool final,
                            const Dialect& dialect) {
  Record record;
  for (std::size_t at = begin; at < text.size(); at = record.next) {
    const auto outcome = read_record(text.data(), at, text.size(), final, dialect, record);
    if (outcome == Outcome::record) return record.count;
    if (outcome == Outcome::cut) break;
  }
  return 0;
}

std::vector<Type> guess_types(std::string_view text, std::size_t begin, bool final,
                              const Dialect& dialect, const Missing& missing,
                              std::size_t count) {
  std::vector<TypeGuess> guesses(count);
  Record record;
  record.kept = count;
  for (std::size_t at = begin; at < text.size(); at = record.next) {
    const auto outcome = read_record(text.data(), at, text.size(), final, dialect, record);
    if (outcome == Outcome::cut) break;
    if (outcome != Outcome::record || record.count != count) continue;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& field = record.fields[i];
      auto value = field.text(text.data());
      if (!field.quoted && missing.trim) value = trimmed(value);
      const bool null = !field.quoted && missing.is_null(value);
      if (!null && !value.empty()) guesses[i].see(value);
    }
  }
  std::vector<Type> types;
  for (const auto& guess : guesses) types.push_back(guess.type());
  return types;
}

}  // namespace dp::csv
