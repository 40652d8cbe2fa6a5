// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace dp::xml {

/// Find what ends comments, CDATA and instructions, and remember where the next one is: so that
/// a text that opens many and closes few is searched once, and not once for each.
///
/// Lifetime: of one text at a time: forget() before the next one, which may lie at the same
///   place.
class EndMarks {
 public:
  void forget() noexcept { searched_ = {}; }
  /// What follows the first `mark` ("-->", "--", "]]>" or "?>") in [at, end); nullptr if there
  /// is none.
  const char* after(const char* at, const char* end, std::string_view mark) noexcept;

 private:
  /// What one search found.
  struct Searched {
    const char* from = nullptr;
    const char* end = nullptr;
    const char* found = nullptr;  ///< nullptr: it is nowhere in [from, end)
  };
  std::array<Searched, 4> searched_{};
};

}  // namespace dp::xml
