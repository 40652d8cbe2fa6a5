// SPDX-License-Identifier: Apache-2.0
#pragma once

/// CSV drawn by a seed, and where its records begin by reading them one after the other.

#include <string>
#include <string_view>
#include <vector>

#include "csv/record.hpp"
#include "plugins/random.hpp"

namespace dp::test {

/// Bytes that mean something to CSV, more often than not in no order.
inline std::string wild_csv(unsigned seed, std::size_t size) {
  Random random(seed);
  std::string text;
  while (text.size() < size) text += random.text(1, "\"\"\",,,\n\n\n\rab1\xc3\xa9 ");
  return text;
}

/// Records of three fields, nearly all of them right.
inline std::string tame_csv(unsigned seed, std::size_t count) {
  Random random(seed);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    for (int field = 0; field < 3; ++field) {
      if (field != 0) text += ',';
      if (random.below(3) == 0)
        text += '"' + random.text(3, "ab,\n") + "\"\"" + random.text(9, "cd,\n\r") + '"';
      else
        text += random.text(5, "abc");
    }
    if (random.below(12) == 0) text += random.text(2, ",\"x");
    text += random.below(4) == 0 ? "\r\n" : "\n";
  }
  return text;
}

/// Where each record of `text` begins, and its end.
inline std::vector<std::size_t> csv_starts(const std::string& text,
                                           const csv::Dialect& dialect = {}) {
  std::vector<std::size_t> starts;
  csv::Record record;
  for (std::size_t at = 0; at < text.size(); at = record.next) {
    starts.push_back(at);
    csv::read_record(text.data(), at, text.size(), true, dialect, record);
  }
  starts.push_back(text.size());
  return starts;
}

}  // namespace dp::test
