// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/chars.hpp"

#include <algorithm>

namespace dp::xml {
namespace {

struct Range {
  char32_t first, last;
};

bool is_in(char32_t code, const Range& range) noexcept {
  return code >= range.first && code <= range.last;
}

}  // namespace

bool is_name_char(char32_t code, bool first) noexcept {
  constexpr Range kStarts[] = {{0xc0, 0xd6},     {0xd8, 0xf6},     {0xf8, 0x2ff},
                               {0x370, 0x37d},   {0x37f, 0x1fff},  {0x200c, 0x200d},
                               {0x2070, 0x218f}, {0x2c00, 0x2fef}, {0x3001, 0xd7ff},
                               {0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff}};
  constexpr Range kOthers[] = {{0xb7, 0xb7}, {0x300, 0x36f}, {0x203f, 0x2040}};
  const auto holds = [&](const Range& range) { return is_in(code, range); };
  return std::any_of(std::begin(kStarts), std::end(kStarts), holds) ||
         (!first && std::any_of(std::begin(kOthers), std::end(kOthers), holds));
}

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is(text.front(), kSpace)) text.remove_prefix(1);
  while (!text.empty() && is(text.back(), kSpace)) text.remove_suffix(1);
  return text;
}

}  // namespace dp::xml
