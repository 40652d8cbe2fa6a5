// SPDX-License-Identifier: Apache-2.0
#include "csv/infer.hpp"

#include <algorithm>

#include "csv/layout.hpp"

namespace dp::csv {

std::string_view Missing::as_read(std::string_view bare) const noexcept {
  if (trim) bare = trimmed(bare);
  return std::find(more.begin(), more.end(), bare) == more.end() ? bare : null_text;
}

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

bool has_row(std::string_view text, std::size_t begin, bool final, const Layout& layout,
             std::size_t count) {
  Record record;
  for (std::size_t at = begin; at < text.size(); at = record.next) {
    const auto outcome =
        read_record(text.data(), at, text.size(), final, layout.dialect, record);
    if (outcome == Outcome::record && layout.takes(record.count, count)) return true;
    if (outcome == Outcome::cut) break;
  }
  return false;
}

Field part_of(const Field& field, std::string_view left, const char* text,
              const Dialect& dialect) noexcept {
  auto part = field;
  part.begin = static_cast<std::uint32_t>(left.data() - text);
  part.end = part.begin + static_cast<std::uint32_t>(left.size());
  std::size_t escapes = 0;
  while (escapes < left.size() && dialect.escapes(left[left.size() - 1 - escapes])) ++escapes;
  if (escapes % 2 == 1 && part.end < field.end) ++part.end;
  return part;
}

std::string_view value_of(const Field& field, const char* text, const Layout& layout,
                          std::string& buffer) {
  const auto& missing = layout.missing;
  auto value = field.text(text);
  auto part = field;
  if (!field.quoted) {
    if (missing.changes()) value = missing.as_read(value);
    if (missing.is_null(value)) return {};
    if (field.doubled) part = part_of(field, value, text, layout.dialect);
  }
  if (!field.doubled) return value;
  buffer.clear();
  append_text(buffer, part, text, layout.dialect);
  return buffer;
}

std::optional<std::string_view> see_value(values::TypeSet& types, std::string_view value,
                                          const Layout& layout, std::string& buffer) {
  auto plain = std::optional(value);
  if (!layout.numbers.is_plain()) plain = layout.numbers.plain(value, buffer);
  if (plain)
    types.see(*plain);
  else
    types.see(value, values::Likely::nothing);
  return plain;
}

std::vector<values::TypeSet> types_of(std::string_view text, std::size_t begin, bool final,
                                      const Layout& layout, std::size_t count) {
  std::vector<values::TypeSet> sets(count);
  std::string buffer;
  std::string plain;
  Record record;
  record.kept = count;
  for (std::size_t at = begin; at < text.size(); at = record.next) {
    const auto outcome =
        read_record(text.data(), at, text.size(), final, layout.dialect, record);
    if (outcome == Outcome::cut) break;
    if (outcome != Outcome::record || !layout.takes(record.count, count)) continue;
    for (std::size_t i = 0; i < std::min(count, record.count); ++i) {
      const auto value = value_of(record.fields[i], text.data(), layout, buffer);
      if (!value.empty()) see_value(sets[i], value, layout, plain);
    }
  }
  return sets;
}

}  // namespace dp::csv
