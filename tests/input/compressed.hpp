// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bzlib.h>
#include <lzma.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace dp::test {

/// As bzip2(1) compresses it.
inline std::string bzip2(std::string text) {
  std::string packed(text.size() + text.size() / 100 + 600, '\0');
  auto size = static_cast<unsigned>(packed.size());
  const int code = BZ2_bzBuffToBuffCompress(packed.data(), &size, text.data(),
                                            static_cast<unsigned>(text.size()), 9, 0, 0);
  if (code != BZ_OK) throw std::runtime_error("bzip2");
  packed.resize(size);
  return packed;
}

/// As xz(1) compresses it.
inline std::string xz(const std::string& text) {
  std::string packed(lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  const auto code = lzma_easy_buffer_encode(
      6, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()),
      text.size(), reinterpret_cast<std::uint8_t*>(packed.data()), &size, packed.size());
  if (code != LZMA_OK) throw std::runtime_error("xz");
  packed.resize(size);
  return packed;
}

/// A frame of zstd that readers pass over, as pzstd writes it before each frame of data.
inline std::string skippable(char kind, const std::string& text) {
  return std::string{kind} + "\x2a\x4d\x18" +
         std::string{static_cast<char>(text.size()), 0, 0, 0} + text;
}

}  // namespace dp::test
