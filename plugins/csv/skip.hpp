// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "csv/dialect.hpp"

namespace dp::csv {

/// Of 64 bytes of a text, which are what: a bit a byte, the first byte's the lowest.
struct ByteMasks {
  std::uint64_t quotes = 0;
  std::uint64_t newlines = 0;
  std::uint64_t delimiters = 0;
};

/// Of the 64 bytes at `text`, without quoting no quotes.
using FindMasks = ByteMasks (*)(const char* text, const Dialect& dialect);

/// A byte at a time, on any processor.
ByteMasks find_masks_portable(const char* text, const Dialect& dialect);
/// The fastest that this processor can run.
FindMasks best_find_masks() noexcept;

/// A text that records are passed over in, without looking at their fields.
struct SkipText {
  const char* data = nullptr;  ///< 64 bytes behind the end are readable
  std::size_t size = 0;
  bool final = false;  ///< the text ends the item
};

/// Where the first record begins at data[stop] or behind, if one begins at data[begin].
///
/// Law: what read_record comes to, record by record. If the text ends before that, where its last
///   record begins, of which the end is not here; the size if `final`.
/// Precondition: begin < stop <= size.
std::size_t skip_records(const SkipText& text, std::size_t begin, std::size_t stop,
                         const Dialect& dialect, FindMasks find = best_find_masks());

}  // namespace dp::csv
