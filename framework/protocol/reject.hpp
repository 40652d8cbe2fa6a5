// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fields.hpp"

namespace dp::protocol {

/// A rejected record, or an item (then it has no raw bytes).
struct Reject {
  std::uint64_t item = 0;
  std::uint64_t offset = 0;  ///< byte in the (uncompressed) item
  std::string_view raw;
  std::string_view reason;

  static constexpr auto kFields =
      std::tuple(&Reject::item, &Reject::offset, &Reject::raw, &Reject::reason);
};

/// Raw bytes kept of a record; the rest is left out.
inline constexpr std::size_t kMaxRejectBytes = 64 << 10;

/// Append a reject to others, with no more of its bytes than are kept.
inline void append_reject(std::string& rejects, Reject reject) {
  reject.raw = reject.raw.substr(0, kMaxRejectBytes);
  ByteWriter out(rejects);
  encode(out, reject);
}

}  // namespace dp::protocol
