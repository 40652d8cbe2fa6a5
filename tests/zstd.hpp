// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zstd.h>

#include <string>

namespace dp::test {

/// `text` as a zstd frame.
inline std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

}  // namespace dp::test
