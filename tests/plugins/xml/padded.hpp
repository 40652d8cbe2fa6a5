// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <string>

namespace dp::test {

/// A text with the bytes past its end that a reader may count on, which look like markup.
struct Padded {
  explicit Padded(const std::string& given)
      : text(given + std::string(DP_PADDING, '<')), size(given.size()) {}
  [[nodiscard]] const char* begin() const { return text.data(); }
  [[nodiscard]] const char* end() const { return text.data() + size; }
  /// Where in the text a pointer is; -1 for none.
  [[nodiscard]] std::ptrdiff_t place(const char* at) const {
    return at == nullptr ? -1 : at - begin();
  }
  std::string text;
  std::size_t size;
};

}  // namespace dp::test
