// SPDX-License-Identifier: Apache-2.0
#include "run/expectation.hpp"

#include <simdjson.h>

#include "base/text.hpp"

namespace dp::run {

namespace {

namespace dom = simdjson::dom;

/// As YAML writes it, for messages.
std::string shown(const dom::element& value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return "'" + printable(text) + "'";
  return simdjson::to_string(value);
}
std::string shown(const pipeline::Node& expected) {
  if (expected.is_null()) return "null";
  return expected.quoted ? "'" + printable(expected.text) + "'" : printable(expected.text);
}

bool is_equal(const pipeline::Node& expected, const dom::element& value) {
  if (expected.is_null()) return value.is_null();
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return expected.text == text;
  if (expected.quoted) return false;
  if (expected.text == simdjson::to_string(value)) return true;
  double number = 0;
  const auto wanted = expected.number();
  return wanted && value.is_number() && value.get(number) == simdjson::SUCCESS &&
         *wanted == number;
}

/// How one row differs in one column; empty: it does not.
std::string difference(const pipeline::Entry& expected, const dom::object& row) {
  dom::element value;
  if (row.at_key(expected.key).get(value) == simdjson::SUCCESS)
    return is_equal(expected.value, value)
               ? ""
               : expected.key + ": expected " + shown(expected.value) + ", got " + shown(value);
  std::vector<std::string> columns;
  for (const auto field : row) columns.emplace_back(field.key);
  return "no column '" + printable(expected.key) + "'" + did_you_mean(expected.key, columns);
}

}  // namespace

std::vector<Difference> compare_rows(const std::vector<pipeline::Node>& expected,
                                     std::string_view rows, const pipeline::Mark& mark) {
  std::vector<Difference> found;
  const auto lines = lines_of(rows);
  if (lines.size() != expected.size())
    found.push_back({mark, "expected " + std::to_string(expected.size()) + " rows, got " +
                               std::to_string(lines.size())});
  dom::parser parser;
  for (std::size_t i = 0; i < std::min(expected.size(), lines.size()); ++i) {
    const auto place = "row " + std::to_string(i + 1) + ": ";
    dom::object row;
    if (parser.parse(simdjson::padded_string(lines[i])).get(row) != simdjson::SUCCESS) {
      found.push_back({expected[i].mark, place + "is no JSON object: " + printable(lines[i])});
      continue;
    }
    for (const auto& entry : expected[i].entries)
      if (auto text = difference(entry, row); !text.empty())
        found.push_back({entry.key_mark, place + std::move(text)});
  }
  return found;
}

}  // namespace dp::run
