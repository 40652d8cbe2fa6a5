// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Open the JSON reader, and feed it texts whole or in pieces.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "plugins/csv/fixture.hpp"

namespace dp::test {

inline Result<Task> try_json(const std::string& sample, const Given& given = {}) {
  Setting setting;
  setting.sample = sample.substr(0, DP_HEAD_BYTES);
  setting.role = DP_READER;
  return Task::open("json", "json", map_of(given), std::move(setting));
}

inline Task open_json(const std::string& sample, const Given& given = {}) {
  return try_json(sample, given).value();
}

/// Members with their types.
inline Given members(const Pairs& types, const std::string& layout = "lines") {
  Pairs paths;
  for (const auto& member : types) paths.emplace_back(member.first, member.first);
  return {{"layout", data::Value::of(layout)},
          {"columns", texts_of(paths)},
          {"types", texts_of(types)}};
}

/// The whole record, as JSON text.
inline Given whole_as_text(const std::string& layout) {
  return {{"layout", data::Value::of(layout)},
          {"columns", texts_of({{"all", "."}})},
          {"types", texts_of({{"all", "string"}})}};
}

/// Hand a text over as the engine hands over lines: whole lines, in pieces of about `size` bytes.
inline Seen read_lines(Task& task, const std::string& text, std::size_t size) {
  task.forget();
  for (std::size_t at = 0; at < text.size();) {
    const auto newline = text.find('\n', std::min(at + size, text.size()) - 1);
    const auto end = newline == std::string::npos ? text.size() : newline + 1;
    const Piece piece{.offset = at, .first = at == 0, .last = end == text.size()};
    (void)task.read(text.substr(at, end - at), piece);
    at = end;
  }
  return seen(task);
}

}  // namespace dp::test
