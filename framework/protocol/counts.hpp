// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/fields.hpp"
#include "protocol/column_set.hpp"
#include "protocol/note.hpp"

namespace dp::protocol {

/// What some chunks went through. Sums and sets, so that chunks can be added in any order.
struct Counts {
  std::uint64_t bytes = 0;    ///< of (uncompressed) input
  std::uint64_t lines = 0;    ///< physical lines, if the input has lines
  std::uint64_t blank = 0;    ///< of these, blank ones
  std::uint64_t records = 0;  ///< that entered the map
  std::uint64_t mapped = 0;   ///< that left it
  std::uint64_t rejects = 0;  ///< rejected
  // Sets of the plan's first 64 stages, a bit each:
  std::uint64_t asked = 0;  ///< of where: records came to it
  std::uint64_t kept = 0;   ///< and it kept some
  Notes notes{};            ///< what tasks said of records
  ColumnSet filled{};       ///< of the reader's Stage::declared: those that had a value

  Counts& operator+=(const Counts& more) {
    bytes += more.bytes;
    lines += more.lines;
    blank += more.blank;
    records += more.records;
    mapped += more.mapped;
    rejects += more.rejects;
    asked |= more.asked;
    kept |= more.kept;
    notes += more.notes;
    filled |= more.filled;
    return *this;
  }
  bool operator==(const Counts&) const = default;

  static constexpr auto kFields = std::tuple(
      &Counts::bytes, &Counts::lines, &Counts::blank, &Counts::records, &Counts::mapped,
      &Counts::rejects, &Counts::asked, &Counts::kept, &Counts::notes, &Counts::filled);
};

}  // namespace dp::protocol
