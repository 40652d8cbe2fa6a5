// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/fields.hpp"
#include "base/text.hpp"

namespace dp::protocol {

/// A rejected record, or an item (then it has no raw bytes).
struct Reject {
  std::uint64_t item = 0;
  std::uint64_t offset = 0;  ///< byte in the (uncompressed) item
  std::string_view raw;
  std::string_view reason;
  std::uint64_t size = 0;  ///< bytes of the record, of which raw may have but the first
  std::uint64_t line = 0;  ///< its number; 0: it is counted later, if the input has lines

  static constexpr auto kFields = std::tuple(&Reject::item, &Reject::offset, &Reject::raw,
                                             &Reject::reason, &Reject::size, &Reject::line);
};

/// Raw bytes kept of a record; the rest is left out.
inline constexpr std::size_t kMaxRejectBytes = 64 << 10;

/// As many of a record's first bytes as are kept: no character is cut in two.
inline std::string_view kept_of(std::string_view raw) noexcept {
  return whole_characters(raw, kMaxRejectBytes);
}

/// Append a reject to others, with no more of its bytes than are kept.
inline void append_reject(std::string& rejects, Reject reject) {
  reject.size = std::max<std::uint64_t>(reject.size, reject.raw.size());
  reject.raw = kept_of(reject.raw);
  ByteWriter out(rejects);
  encode(out, reject);
}

}  // namespace dp::protocol
