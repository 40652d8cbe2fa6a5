// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Open the XML reader, and feed it texts whole or in pieces.

#include <string>
#include <utility>
#include <vector>

#include "plugins/csv/fixture.hpp"

namespace dp::test {

inline Result<Task> try_xml(const std::string& sample, const std::string& record,
                            const Pairs& columns = {}, const Pairs& types = {},
                            const Pairs& namespaces = {}) {
  Given given{{"record", data::Value::of(record)}};
  if (!columns.empty()) given.emplace_back("columns", texts_of(columns));
  if (!types.empty()) given.emplace_back("types", texts_of(types));
  if (!namespaces.empty()) given.emplace_back("namespaces", texts_of(namespaces));
  Setting setting;
  setting.sample = sample.substr(0, DP_HEAD_BYTES);
  setting.role = DP_READER;
  return Task::open("xml", "xml", map_of(given), std::move(setting));
}

/// A reader of the records `record`, with the columns that `sample` has if none are given.
inline Task open_xml(const std::string& sample, const std::string& record,
                     const Pairs& columns = {}, const Pairs& types = {}) {
  return try_xml(sample, record, columns, types).value();
}

/// What a text gives.
inline Seen read_xml(const std::string& text, const std::string& record,
                     const Pairs& columns = {}, const Pairs& types = {}) {
  auto task = open_xml(text, record, columns, types);
  return read_whole(task, text);
}

}  // namespace dp::test
