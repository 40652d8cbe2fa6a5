// SPDX-License-Identifier: Apache-2.0
#include "xml/marks.hpp"

namespace dp::xml {

const char* Marks::behind(const char* at, const char* end, std::string_view mark) noexcept {
  if (at >= end) return nullptr;
  auto& absent = absent_[mark[0] == ']' ? 3 : mark[0] == '?' ? 2 : mark.size() - 2];
  if (absent.end == end && at >= absent.from) return nullptr;
  const auto found = std::string_view(at, static_cast<std::size_t>(end - at)).find(mark);
  if (found != std::string_view::npos) return at + found + mark.size();
  absent = {at, end};
  return nullptr;
}

}  // namespace dp::xml
