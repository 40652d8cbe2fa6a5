// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "xml/marks.hpp"

namespace dp::xml {

/// How far a record goes that may not be well-formed.
struct Extent {
  enum class How : std::uint8_t {
    closed,  ///< to its end tag
    open,    ///< it has none
    cut,     ///< the text ends first
  };
  How how = How::cut;
  const char* next = nullptr;  ///< closed: what is behind it. open: where to go on
};

/// Find the end of the record whose start tag begins at `at`: by the tags of its own name alone,
/// out of comments, CDATA and instructions.
///
/// Law: of a well-formed record it is the end. A record without end is taken up to the next
///   start tag of its name, so that one that is not closed costs none of those behind it.
/// Shape: `whole`: no more than [at, end) is looked at in any case. `final`: it ends the item.
///   An open record without another of its name goes to the end of the item, or is just passed
///   by a byte.
Extent find_end(const char* at, const char* end, bool whole, bool final, Marks& marks) noexcept;

/// Where in [at, end) the first start tag is whose name without prefix is `name` ("*": any);
/// `end` if there is none. A tag whose name is cut off is none.
const char* find_start(const char* at, const char* end, std::string_view name) noexcept;

}  // namespace dp::xml
