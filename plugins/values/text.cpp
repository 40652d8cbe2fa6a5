// SPDX-License-Identifier: Apache-2.0
#include "values/text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <dp/escape.hpp>

namespace dp::values {

std::size_t bad_utf8(std::string_view text) noexcept {
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    std::uint64_t word = 0;
    if (end - at >= 8) std::memcpy(&word, at, 8);
    if (end - at >= 8 && (word & UINT64_C(0x8080808080808080)) == 0) {
      at += 8;
      continue;
    }
    const auto decoded = format::decode_utf8(at, end);
    if (!decoded.valid) break;
    at += decoded.size;
  }
  return static_cast<std::size_t>(at - text.data());
}

std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 40;
  std::string out = "'";
  const char* at = text.data();
  const char* end = at + std::min(text.size(), kMost);
  while (at < end) {
    const auto decoded = format::decode_utf8(at, text.data() + text.size());
    if (decoded.valid && decoded.code >= 0x20 && decoded.code != 0x7f) {
      out.append(at, decoded.size);
    } else {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(*at));
      out += escape;
    }
    at += decoded.valid ? decoded.size : 1;
  }
  return out + (text.size() > kMost ? "...'" : "'");
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kMost ? text + ", ..." : text;
}

}  // namespace dp::values
