// SPDX-License-Identifier: Apache-2.0
#include "csv/foot.hpp"

namespace dp::csv {
namespace {

/// `text` without the line end that it ends with.
std::string_view without_line_end(std::string_view text, const Dialect& dialect) noexcept {
  if (text.ends_with('\n')) {
    text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
  } else if (dialect.cr_ends && text.ends_with('\r')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

std::string_view without_foot(std::string_view text, std::uint64_t lines,
                              const Dialect& dialect) noexcept {
  for (; lines > 0 && !text.empty(); --lines) {
    text = without_line_end(text, dialect);
    const auto before = dialect.cr_ends ? text.find_last_of("\r\n") : text.rfind('\n');
    text = text.substr(0, before == std::string_view::npos ? 0 : before + 1);
  }
  return text;
}

}  // namespace dp::csv
