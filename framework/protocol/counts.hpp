// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace dp::protocol {

/// What some chunks went through. Sums, so that chunks can be added in any order.
struct Counts {
  std::uint64_t bytes = 0;    ///< of (unpacked) input
  std::uint64_t lines = 0;    ///< physical lines, if the input has lines
  std::uint64_t blank = 0;    ///< of these, blank ones
  std::uint64_t records = 0;  ///< that entered the map
  std::uint64_t mapped = 0;   ///< that left it
  std::uint64_t rejects = 0;  ///< set aside

  Counts& operator+=(const Counts& more) noexcept {
    bytes += more.bytes;
    lines += more.lines;
    blank += more.blank;
    records += more.records;
    mapped += more.mapped;
    rejects += more.rejects;
    return *this;
  }
  bool operator==(const Counts&) const = default;
};

inline void write(ByteWriter& out, const Counts& counts) {
  out.put(counts.bytes).put(counts.lines).put(counts.blank);
  out.put(counts.records).put(counts.mapped).put(counts.rejects);
}

inline Counts read_counts(ByteReader& in) noexcept {
  Counts counts;
  counts.bytes = in.get<std::uint64_t>();
  counts.lines = in.get<std::uint64_t>();
  counts.blank = in.get<std::uint64_t>();
  counts.records = in.get<std::uint64_t>();
  counts.mapped = in.get<std::uint64_t>();
  counts.rejects = in.get<std::uint64_t>();
  return counts;
}

}  // namespace dp::protocol
