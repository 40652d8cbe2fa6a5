// SPDX-License-Identifier: Apache-2.0
#include "csv/infer.hpp"

namespace dp::csv {
std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return text.substr(0, 0);
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
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

std::string_view value_of(const Field& field, const char* text,
                          const Missing& missing) noexcept {
  auto value = field.text(text);
  if (field.quoted) return value;
  if (missing.trim) value = trimmed(value);
  return missing.is_null(value) ? std::string_view() : value;
}

std::vector<values::TypeSet> types_of(std::string_view text, std::size_t begin, bool final,
                                      const Dialect& dialect, const Missing& missing,
                                      std::size_t count) {
  std::vector<values::TypeSet> sets(count);
  Record record;
  record.kept = count;
  for (std::size_t at = begin; at < text.size(); at = record.next) {
    const auto outcome = read_record(text.data(), at, text.size(), final, dialect, record);
    if (outcome == Outcome::cut) break;
    if (outcome != Outcome::record || record.count != count) continue;
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = value_of(record.fields[i], text.data(), missing);
      if (!value.empty()) sets[i].see(value);
    }
  }
  return sets;
}

}  // namespace dp::csv
