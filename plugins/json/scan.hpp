// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "json/marks.hpp"
#include "json/path.hpp"

namespace dp::json {

/// What an array's element ends with.
enum class End : std::uint8_t {
  comma,
  bracket,  ///< the array's
  newline,  ///< in a string, where none may be: the line is broken
  none,     ///< the text ends first
};

struct Extent {
  End how = End::none;
  std::size_t at = 0;  ///< of the byte that ends it
};

/// Find where an element ends, right or wrong, by its brackets and strings alone. It begins at
/// text[at] and the text ends at `end`. After a backslash a quote means nothing; brackets are
/// counted whatever their kind, and one too many that is not `close` is passed over: ']', or
/// '}' if the elements are members.
/// Law: a right element ends where its grammar says.
Extent scan_element(const char* text, std::size_t at, std::size_t end,
                    char close = ']') noexcept;

/// The same, by the marks from text[at] on. Cost: nearly that of finding marks.
Extent scan_element(Marks& marks, std::size_t at, char close = ']') noexcept;

/// Where a value lies.
struct Piece {
  std::size_t begin = 0, end = 0;
};

/// The values of a line that has several, as far as their brackets and quotes tell: objects and
/// arrays one after the other, and whatever follows the mark of RFC 7464 (0x1e). Empty: it has not.
std::vector<Piece> series_of(std::string_view line);

/// What is whole of a value whose end is cut off, with its containers closed; a member whose value is
/// cut is null. Empty: nothing is whole.
/// Law: what is right up to the cut gives what is right.
std::string closed(std::string_view text);

/// Where an array's elements begin, or an object's members.
struct Opening {
  enum class State : std::uint8_t { found, cut, wrong };
  State state = State::wrong;
  std::size_t begin = 0;      ///< found: after the opening bracket
  std::vector<bool> objects;  ///< the containers around it, the outermost first:
                              ///< which are objects
  std::string why;            ///< wrong: what was found instead
  std::size_t wrong_at = 0;
};

/// Find the array at `path` in a document that begins with `text`. `final`: that is all of it.
/// What stands before the array is right, then. Of members of one name the first counts.
/// Precondition: DP_PADDING bytes past the text are readable.
Opening find_array(std::string_view text, bool final, const Path& path);
/// The same of an object.
Opening find_object(std::string_view text, bool final, const Path& path);

}  // namespace dp::json
