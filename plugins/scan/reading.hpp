// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <dp/task.hpp>
#include <string_view>

#include "scan/lines.hpp"

namespace dp::scan {

inline Status reject(Output& out, std::uint64_t offset, std::string_view raw,
                     std::string_view reason) {
  return out.reject(offset, raw, reason);
}

/// One call of a reader, and how far it has come: what csv, json and weblog keep of it.
///
/// A reader that is cut by records reads those that begin before `stop`, and says where the next
/// one begins. Where the data ends in the middle of a record, that one is `cut`: it is not read,
/// and comes again with more bytes after it.
struct Reading {
  Reading(const Input& in, Output& output, ReadCount& counted)
      : input(in),
        out(output),
        count(counted),
        data(in.data()),
        stop(std::min(in.stop(), in.data().size())) {}

  [[nodiscard]] bool goes_on() const noexcept { return at < stop && !cut; }

  /// Reject data[from, to), without its line end.
  Status reject(std::size_t from, std::size_t to, std::string_view reason) {
    const auto raw = without_line_end(data.substr(from, to - from));
    return scan::reject(out, input.offset() + from, raw, reason);
  }

  const Input& input;
  Output& out;
  ReadCount& count;
  std::string_view data;
  std::size_t at = 0;  ///< where the next record begins
  std::size_t stop;    ///< records that begin here or later are not read
  bool cut = false;    ///< the data ends in the middle of the record at `at`
};

}  // namespace dp::scan
