// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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

/// For messages: what passes over what JSON has not, if that is why `text` is wrong at text[at], as
/// " (comments: true passes over comments)"; empty if it is not.
std::string advice_on(std::string_view text, std::size_t at, Lenience lenience);

/// The same of a bracket after a comma.
std::string advice_on_comma(Lenience lenience);

}  // namespace dp::json
