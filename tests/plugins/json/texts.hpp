// SPDX-License-Identifier: Apache-2.0
#pragma once

/// JSON, or what may be taken for it, drawn by a seed.

#include <string>

#include "plugins/random.hpp"

namespace dp::test {

/// Bytes that mean something to JSON, more often than not in no order.
inline std::string wild_json(Random& random, std::size_t size) {
  static const char* const kParts[] = {
      "{",  "}", "[",     "]",      ",", ":",  "\"", "\\", "1",    "-2",      "true",    "null",
      "\n", " ", "\"a\"", "\"x\":", "0", ".5", "e1", "\t", "\\\"", "\\u00e9", "\xc3\xa9"};
  std::string text;
  while (text.size() < size) text += random.one(kParts);
  return text;
}

}  // namespace dp::test
