// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Open the CSV reader, and feed it texts whole or in pieces.

#include <dp/abi.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

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

/// Read text[at, ...) as the engine would: pieces of `size` bytes, longer where a record needs
/// it, up to the record that begins at `stop` or behind. Returns where that is; npos on failure.
inline std::size_t feed(Task& task, const std::string& text, std::size_t size,
                        std::size_t at = 0, std::size_t stop = std::string::npos) {
  stop = std::min(stop, text.size());
  const auto head = text.substr(0, DP_HEAD_BYTES);
  std::size_t wanted = size;
  while (at < stop) {
    const auto data = text.substr(at, wanted);
    const bool last = at + data.size() == text.size();
    const Piece piece{
        .offset = at, .first = at == 0, .last = last, .stop = stop - at, .head = head};
    if (!task.read(data, piece)) return std::string::npos;
    if (task.consumed() == 0 && last) return std::string::npos;
    BOOST_REQUIRE_EQUAL(task.skip(data, piece).value(), task.consumed());
    wanted = task.consumed() == 0 ? wanted + size : size;
    at += task.consumed();
  }
  return at;
}

/// All that came out of a task.
struct Seen {
  Rows rows;
  std::vector<std::uint64_t> offsets;
  std::vector<Reject> rejects;
  std::uint64_t lines = 0, blank = 0;
  bool operator==(const Seen&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Seen& seen) {
    out << seen.rows << "\n  lines " << seen.lines << ", blank " << seen.blank << ", offsets";
    for (const auto offset : seen.offsets) out << ' ' << offset;
    for (const auto& reject : seen.rejects) out << "\n  " << reject;
    return out;
  }
};

inline Seen seen(Task& task) {
  Seen all{task.rows(), task.offsets(), task.rejects(), task.lines(), task.blank()};
  task.forget();
  return all;
}

/// What a text gives in one piece.
inline Seen read_whole(Task& task, const std::string& text) {
  task.forget();
  (void)feed(task, text, std::max<std::size_t>(text.size(), 1));
  return seen(task);
}

}  // namespace dp::test
