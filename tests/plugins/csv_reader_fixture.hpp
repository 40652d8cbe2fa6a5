// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Open the CSV reader.

#include <dp/abi.h>

#include <string>
#include <utility>
#include <vector>

#include "cutting.hpp"
#include "harness.hpp"

namespace dp::test {

using Given = std::vector<std::pair<std::string, data::Value>>;

inline data::Value map_of(const Given& given) {
  auto map = data::Value::map();
  for (const auto& [key, value] : given) map.add(key, value);
  return map;
}

/// Columns by name, each with its type.
inline data::Value columns_of(const std::vector<std::pair<std::string, std::string>>& columns) {
  auto map = data::Value::map();
  for (const auto& [name, type] : columns) map.add(name, data::Value::of(type));
  return map;
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
  std::vector<std::pair<std::string, std::string>> columns;
  for (std::size_t i = 0; i < count; ++i)
    columns.emplace_back("c" + std::to_string(i), "string");
  return {{"header", data::Value::of(false)},
          {"columns", columns_of(columns)},
          {"null_text", data::Value::of("(no such text)")}};
}

}  // namespace dp::test
