// SPDX-License-Identifier: Apache-2.0
#include "json/between.hpp"

#include <algorithm>

#include "json/scan.hpp"
#include "json/values_in.hpp"

namespace dp::json {
namespace {

std::size_t blanks_at(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

/// After what a value that begins at text[value] begins with as others like it do: of an
/// object, the name of its first member.
std::size_t end_of_beginning(std::string_view text, std::size_t value) {
  if (text[value] == '[') return value + 1;
  if (text[value] != '{') return value;
  const auto end = std::min(blanks_at(text, value + 1), text.size() - 1) + 1;
  if (text[end - 1] != '"') return end;
  return std::min(text.find('"', end), text.size() - 1) + 1;
}

}  // namespace

Between between_elements(std::string_view text, std::size_t begin) {
  const auto extent = scan_element(text.data(), begin, text.size());
  if (extent.how != End::comma) return {};
  const auto value = blanks_at(text, extent.at + 1);
  if (value == text.size()) return {};
  return {{}, std::string(text.substr(extent.at, end_of_beginning(text, value) - extent.at))};
}

Between between_members(std::string_view text, std::size_t begin) {
  const auto extent = scan_element(text.data(), begin, text.size(), '}');
  if (extent.how != End::comma) return {};
  const auto quote = blanks_at(text, extent.at + 1);
  if (quote == text.size() || text[quote] != '"') return {};
  const auto after = end_of_value(text, quote);
  const auto colon = after == text.npos ? text.size() : blanks_at(text, after);
  if (colon == text.size()) return {};
  const auto value = blanks_at(text, colon + 1);
  if (value == text.size()) return {};
  const auto last = text.find_last_not_of(" \t\r\n", extent.at - 1);
  const bool closes = text[last] == '}' || text[last] == ']' || text[last] == '"';
  const auto from = closes ? last : extent.at;
  return {std::string(text.substr(from, quote + 1 - from)),
          std::string(text.substr(after - 1, end_of_beginning(text, value) - after + 1))};
}

std::size_t Between::find(std::string_view text) const noexcept {
  if (signature.empty()) return text.size();
  for (auto at = text.find(signature); at != text.npos; at = text.find(signature, at + 1)) {
    if (border.empty()) return std::min(at + 1, text.size());
    const auto quote = at == 0 ? text.npos : text.rfind('"', at - 1);
    if (quote == text.npos || quote + 1 < border.size()) continue;
    const auto from = quote + 1 - border.size();
    if (text.substr(from, border.size()) == border) return from + border.find(',') + 1;
  }
  return text.size();
}

}  // namespace dp::json
