// SPDX-License-Identifier: Apache-2.0
#include "pool/output_lines.hpp"

namespace dp::pool {

void OutputLines::add(std::string_view bytes) {
  if (!on_line_) return;
  for (auto newline = bytes.find('\n'); newline != std::string_view::npos;
       newline = bytes.find('\n')) {
    keep(bytes.substr(0, newline));
    on_line_(line_);
    line_.clear();
    bytes.remove_prefix(newline + 1);
  }
  keep(bytes);
}

void OutputLines::end() {
  if (on_line_ && !line_.empty()) on_line_(line_);
  line_.clear();
}

void OutputLines::keep(std::string_view bytes) {
  line_ += bytes.substr(0, kMostBytes - line_.size());
}

}  // namespace dp::pool
