// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/end_marks.hpp"

#include <algorithm>

namespace dp::xml {

const char* EndMarks::after(const char* at, const char* end, std::string_view mark) noexcept {
  if (at >= end) return nullptr;
  const auto size = static_cast<std::ptrdiff_t>(mark.size());
  auto& known = searched_[mark[0] == ']' ? 3 : mark[0] == '?' ? 2 : mark.size() - 2];
  const bool is_behind = known.end != nullptr && at >= known.from;
  if (is_behind && known.found != nullptr && at <= known.found)
    return end - known.found < size ? nullptr : known.found + size;
  const char* from = at;
  if (is_behind && known.found == nullptr) {
    if (end <= known.end) return nullptr;
    // Only its last bytes may begin a mark that goes on after what was searched.
    from = std::max(at, known.end - size + 1);
  }
  const auto found = std::string_view(from, static_cast<std::size_t>(end - from)).find(mark);
  const bool none = found == std::string_view::npos;
  known = {at, end, none ? nullptr : from + found};
  return none ? nullptr : known.found + size;
}

}  // namespace dp::xml
