// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Open the CSV reader.

#include <dp/abi.h>

#include <string>
#include <utility>
#include <vector>

#include "plugins/cutting.hpp"
#include "plugins/harness.hpp"

namespace dp::test {

using Given = std::vector<std::pair<std::string, data::Value>>;

inline data::Value map_of(const Given& given) {
  auto map = data::Value::map();
  for (const auto& [key, value] : given) map.add(key, value);
  return map;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What an option says of each column: its type, or its path.
inline data::Value texts_of(const Pairs& pairs) {
  auto map = data::Value::map();
  for (const auto& [name, text] : pairs) map.add(name, data::Value::of(text));
  return map;
}

inline data::Value list_of(const std::vector<std::string>& texts) {
  std::vector<data::Value> items;
  for (const auto& text : texts) items.push_back(data::Value::of(text));
  return data::Value::list(std::move(items));
}

/// The names of columns.
inline data::Value names_of(const Pairs& columns) {
  std::vector<data::Value> names;
  for (const auto& column : columns) names.push_back(data::Value::of(column.first));
  return data::Value::list(std::move(names));
}

/// All columns with their types, of inputs without a header.
inline Given without_header(const Pairs& columns) {
  return {{"header", data::Value::of(false)},
          {"columns", names_of(columns)},
          {"types", texts_of(columns)}};
}

inline Result<Task> try_csv(const std::string& sample, const Given& given = {},
                            const char* name = "csv") {
  Setting setting;
  setting.sample = sample.substr(0, DP_HEAD_BYTES);
  setting.role = DP_READER;
  return Task::open("csv", name, map_of(given), std::move(setting));
}

/// A reader whose columns are those of `sample`.
inline Task open_csv(const std::string& sample, const Given& given = {}) {
  return try_csv(sample, given).value();
}

/// All fields of a text of `count` columns as strings, none null.
inline Given as_text(std::size_t count) {
  Pairs columns;
  for (std::size_t i = 0; i < count; ++i)
    columns.emplace_back("c" + std::to_string(i), "string");
  auto given = without_header(columns);
  given.emplace_back("null_text", list_of({"(no such text)"}));
  return given;
}

}  // namespace dp::test
