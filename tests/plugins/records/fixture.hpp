// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/test/unit_test.hpp>
#include <map>
#include <string>
#include <vector>

#include "plugins/harness.hpp"

namespace dp::test {

using Cells = std::vector<std::vector<Cell>>;
using Partials = std::map<std::uint32_t, std::string>;

/// What a user writes under `with`.
struct RecordsWith {
  std::vector<std::string> distinct = {};
  std::vector<std::string> sort = {};
  std::int64_t head = 0;
  std::int64_t tail = 0;

  [[nodiscard]] data::Value options() const {
    const auto list = [](const std::vector<std::string>& texts) {
      auto made = data::Value::list({});
      for (const auto& text : texts) made.items.push_back(data::Value::of(text));
      return made;
    };
    auto map = data::Value::map();
    if (!distinct.empty()) map.add("distinct", list(distinct));
    if (!sort.empty()) map.add("sort", list(sort));
    if (head != 0) map.add("head", data::Value::of(head));
    if (tail != 0) map.add("tail", data::Value::of(tail));
    return map;
  }
};

inline Result<Task> open_records(const RecordsWith& with, const Schema& input) {
  return Task::open("records", "records", with.options(),
                    {.input = input, .sample = {}, .hash_seed = 42});
}

/// Require success.
inline void must(const Status& status) {
  BOOST_REQUIRE_MESSAGE(status, (status ? std::string() : status.error().message));
}

/// What comes of rows that are one batch.
inline Rows records_of(const RecordsWith& with, const Schema& input, const Cells& rows) {
  auto task = open_records(with, input).value();
  must(task.update(Batch(input, rows)));
  must(task.finalize());
  return task.rows();
}

}  // namespace dp::test
