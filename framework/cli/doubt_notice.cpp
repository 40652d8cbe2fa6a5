// SPDX-License-Identifier: Apache-2.0
#include "cli/doubt_notice.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/units.hpp"

namespace dp::cli {

std::string doubt_text(const run::Doubt& doubt) {
  constexpr std::size_t kTold = 3;
  std::string text = "dp: the first bytes of " + doubt.input +
                     " do not have all that is named; looking through all of it (" +
                     format_size(static_cast<double>(doubt.bytes)) + "), which Ctrl-C ends:\n";
  const auto told = std::min(kTold, doubt.mistakes.size());
  for (std::size_t i = 0; i < told; ++i) text += "  " + doubt.mistakes[i] + "\n";
  if (told < doubt.mistakes.size())
    text += "  and " + std::to_string(doubt.mistakes.size() - told) + " more\n";
  return text;
}

std::string doubt_json(const run::Doubt& doubt) {
  std::string text = "{\"looking_for\":[";
  for (const auto& mistake : doubt.mistakes) {
    if (text.back() != '[') text += ',';
    append_json(text, mistake);
  }
  text += "],\"in\":";
  append_json(text, doubt.input);
  return text + ",\"bytes\":" + std::to_string(doubt.bytes) + "}\n";
}

}  // namespace dp::cli
