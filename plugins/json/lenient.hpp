// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace dp::json {

/// What people write in files of settings, and JSON does not have.
struct Lenience {
  bool comments = false;         ///< `// to the end of the line` and `/* until there */`
  bool trailing_commas = false;  ///< a comma between the last element or member and the bracket
  [[nodiscard]] bool any() const noexcept { return comments || trailing_commas; }
};

/// `text` with blanks in place of these, so that each byte stays where it was, and DP_PADDING more
/// bytes. Line ends stay. A comment that does not end is none, unless the text is `cut`: there it goes
/// on to the end.
std::string without_extras(std::string_view text, Lenience lenience, bool cut);

}  // namespace dp::json
