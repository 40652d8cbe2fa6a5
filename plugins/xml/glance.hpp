// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "xml/marks.hpp"

namespace dp::xml {

/// Find the end of a record, 64 bytes at a time, and check of it what pugixml lets pass: characters,
/// UTF-8, references, attributes given twice, depth.
///
/// Law: a record that is passed, and that pugixml then parses, is well-formed, and ends where
///   Extents says. One that is not passed may be well-formed too.
/// Lifetime: of one text at a time: forget() before the next one.
class Glance {
 public:
  /// 64 bytes of the text; bit k of a mask is of byte k.
  struct Block {
    const char* at = nullptr;
    std::uint64_t marks = 0;  ///< '<', '>', and quotes
    std::uint64_t odd = 0;    ///< '&', ']', control characters, and what is not ASCII
  };

  void forget() noexcept { block_.at = nullptr; }
  /// What is behind the record whose start tag begins at `at`; nullptr if it is to be read with
  /// care: it has instructions or odd characters, does not end in [at, end), or is not
  /// well-formed. 64 bytes behind `end` are readable.
  const char* end_of(const char* at, const char* end, Marks& marks) noexcept;

 private:
  Block block_;
};

}  // namespace dp::xml
