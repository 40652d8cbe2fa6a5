// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "input/unpacker.hpp"

namespace dp::test {

/// What compressed bytes hold, or why they are damaged.
inline std::string unpacked(std::string_view bytes) {
  input::Unpacker unpacker;
  unpacker.put(bytes);
  unpacker.close();
  std::string text, part;
  while (!unpacker.done()) {
    if (const auto status = unpacker.take(part); !status) return status.error().message;
    text += part;
  }
  return unpacker.damage().empty() ? text : unpacker.damage();
}

}  // namespace dp::test
