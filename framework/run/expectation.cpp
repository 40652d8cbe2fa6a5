// SPDX-License-Identifier: Apache-2.0
#include "run/expectation.hpp"

#include <simdjson.h>

#include <dp/decimal.hpp>
#include <dp/format.hpp>
#include <dp/number.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace dp::run {

namespace {

namespace ondemand = simdjson::ondemand;

/// A value of a row.
struct Value {
  std::string text;  ///< of a string what it is, of all else its JSON
  bool is_string = false;
};
using Row = std::vector<std::pair<std::string, Value>>;

std::string_view without_space(std::string_view json) {
  const auto end = json.find_last_not_of(" \t\r\n");
  return json.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

std::optional<Value> value_of(ondemand::value json) {
  ondemand::json_type type;
  std::string_view text;
  if (json.type().get(type) != simdjson::SUCCESS) return std::nullopt;
  if (type == ondemand::json_type::string) {
    if (json.get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
    return Value{std::string(text), true};
  }
  const bool is_nested =
      type == ondemand::json_type::object || type == ondemand::json_type::array;
  if (!is_nested) return Value{std::string(without_space(json.raw_json_token())), false};
  if (simdjson::to_json_string(json).get(text) != simdjson::SUCCESS) return std::nullopt;
  return Value{std::string(text), false};
}

/// The row that a line is; nullopt if it is no JSON object. Numbers keep their digits.
std::optional<Row> row_of(ondemand::parser& parser, std::string_view line) {
  const simdjson::padded_string padded(line);
  ondemand::document document;
  ondemand::object object;
  if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
      document.get_object().get(object) != simdjson::SUCCESS)
    return std::nullopt;
  Row row;
  for (auto field : object) {
    std::string_view key;
    ondemand::value json;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS) return std::nullopt;
    std::string name(key);
    if (field.value().get(json) != simdjson::SUCCESS) return std::nullopt;
    auto value = value_of(json);
    if (!value) return std::nullopt;
    row.emplace_back(std::move(name), *std::move(value));
  }
  return row;
}

/// As YAML writes it, for messages.
std::string shown(const Value& value) {
  return value.is_string ? "'" + printable(value.text) + "'" : printable(value.text);
}
std::string shown(const pipeline::Node& expected) {
  if (expected.is_null()) return "null";
  return expected.quoted ? "'" + printable(expected.text) + "'" : printable(expected.text);
}

/// Whether a number is the one expected: exactly, or, if it may come from a float, as a float.
bool is_same_number(const pipeline::Node& expected, const std::string& text) {
  const auto exact = Decimal::parse(expected.text);
  const auto got = Decimal::parse(text);
  if (exact && got && *exact == *got) return true;
  const auto wanted = expected.number();
  const auto value = number::parse_float(text);
  if (!wanted || !value || *wanted != *value) return false;
  std::string written;
  format::append_float(written, *value);
  return written == text;
}

bool is_equal(const pipeline::Node& expected, const Value& value) {
  if (expected.is_null()) return !value.is_string && value.text == "null";
  if (value.is_string || expected.quoted) return value.is_string && expected.text == value.text;
  return expected.text == value.text || is_same_number(expected, value.text);
}

/// How one row differs in one column; empty: it does not.
std::string difference(const pipeline::Entry& expected, const Row& row) {
  std::vector<std::string> columns;
  for (const auto& [name, value] : row) {
    if (name == expected.key)
      return is_equal(expected.value, value)
                 ? ""
                 : expected.key + ": expected " + shown(expected.value) + ", got " +
                       shown(value);
    columns.push_back(name);
  }
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
  ondemand::parser parser;
  for (std::size_t i = 0; i < std::min(expected.size(), lines.size()); ++i) {
    const auto place = "row " + std::to_string(i + 1) + ": ";
    const auto row = row_of(parser, lines[i]);
    if (!row) {
      found.push_back({expected[i].mark, place + "is no JSON object: " + printable(lines[i])});
      continue;
    }
    for (const auto& entry : expected[i].entries)
      if (auto text = difference(entry, *row); !text.empty())
        found.push_back({entry.key_mark, place + std::move(text)});
  }
  return found;
}

}  // namespace dp::run
