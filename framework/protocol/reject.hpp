// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace dp::protocol {

/// A record set aside, or an item (then it has no raw bytes).
struct Reject {
  std::uint64_t item = 0;
  std::uint64_t offset = 0;  ///< byte in the (unpacked) item
  std::string_view raw;
  std::string_view reason;
};

/// Raw bytes kept of a record; the rest is left out.
inline constexpr std::size_t kMaxRejectBytes = 64 << 10;

inline void write(ByteWriter& out, const Reject& reject) {
  out.put(reject.item).put(reject.offset);
  out.put(reject.raw.substr(0, kMaxRejectBytes)).put(reject.reason);
}

inline Reject read_reject(ByteReader& in) noexcept {
  Reject reject;
  reject.item = in.get<std::uint64_t>();
  reject.offset = in.get<std::uint64_t>();
  reject.raw = in.text();
  reject.reason = in.text();
  return reject;
}

}  // namespace dp::protocol
