// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "csv/dialect.hpp"

namespace dp::csv {

/// A text in which records are passed over, without a look at their fields.
struct SkipText {
  const char* data = nullptr;  ///< 64 bytes past the end are readable
  std::size_t size = 0;
  bool final = false;  ///< the text ends the item
};

/// Where the first record begins at data[stop] or later, if one begins at data[begin].
///
/// Law: what read_record comes to, record by record. If the text ends before that, where its last
///   record begins, of which the end is not here; the size if `final`.
/// Precondition: begin < stop <= size.
using SkipRecords = std::size_t (*)(const SkipText& text, std::size_t begin, std::size_t stop,
                                    const Dialect& dialect);

/// On any processor.
std::size_t skip_records_portable(const SkipText& text, std::size_t begin, std::size_t stop,
                                  const Dialect& dialect);

/// By reading each record: the one for dialects with comments, in which quotes mean nothing.
std::size_t skip_records_by_reading(const SkipText& text, std::size_t begin, std::size_t stop,
                                    const Dialect& dialect);

/// The fastest that this processor can run. Precondition: the dialect has no comments.
SkipRecords best_skip_records() noexcept;

}  // namespace dp::csv
