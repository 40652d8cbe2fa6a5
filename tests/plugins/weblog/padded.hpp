// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace dp::test {

/// Text with the padding that a reader may count on, full of what is looked for.
inline std::string padded(std::string text) {
  for (int i = 0; i < 32; ++i) text += i % 3 == 0 ? " \"" : "\"\n";
  return text;
}

}  // namespace dp::test
