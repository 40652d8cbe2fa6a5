// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>

#include "xml/markup/end_marks.hpp"

namespace dp::xml {

/// Tags whose names are longer are not looked for.
inline constexpr std::ptrdiff_t kLongName = 512;

/// How far a record goes that may not be well-formed.
struct Extent {
  enum class How : std::uint8_t {
    closed,  ///< to its end tag
    open,    ///< it has none
    deep,    ///< its name is more than kMostDepth times in itself
    cut,     ///< the text ends first
  };
  How how = How::cut;
  const char* next = nullptr;  ///< closed: what follows it. open, deep: where to go on
};

/// Find the ends of records: by the tags of a record's own name alone, out of comments, CDATA
/// and instructions.
///
/// Law: of a well-formed record it is the end. A record without end is taken up to the next
///   start tag of its name, so that one that is not closed costs none of those after it. What
///   is said of a record depends on the bytes from its beginning on alone.
/// Cost: many records of one name that are open at once are passed once, and not once for each.
/// Lifetime: of one text at a time: forget() before the next one.
class Extents {
 public:
  void forget() noexcept { state_ = {}; }
  /// Whether the record at `at` was open at the end of what was passed for one before it.
  bool knows(const char* at, const char* end) noexcept;
  /// Find the end of the record whose start tag begins at `at`. Precondition: one that was
  /// asked for before begins before `at`.
  ///
  /// Shape: `whole`: no more than [at, end) is looked at in any case. `final`: it ends the
  ///   item. An open record without another of its name goes to the end of the item, or nearly
  ///   to that of the text.
  Extent find(const char* at, const char* end, bool whole, bool final, EndMarks& marks);

 private:
  class Scan;
  struct Open {
    const char* begin;
    const char* nested;  ///< the next start tag of the name
  };
  struct State {
    std::string_view name;
    const char* at = nullptr;
    std::deque<Open> open;  ///< the outermost first
    bool met_end = false;   ///< what was passed might be other things if the text went on
  };

  State state_;
  State fresh_;
  const char* end_ = nullptr;  ///< of the text that was passed
};

/// A byte near the end of [at, end) that begins or ends no tag, and before any that is cut off
/// there. It is after `at`, which begins a character.
const char* before_cut_tag(const char* at, const char* end) noexcept;

/// Where to look for the next record after what is wrong between two, which is at `at`: after its first
/// character, and not at '>', where a walk could begin (see Between).
const char* after_fault(const char* at, const char* end) noexcept;

/// How far what is wrong between records, at `at`, is kept: to the end of its tag, or 200 bytes. nullptr
/// if the text ends first, unless it is `whole`.
const char* end_of_fault(const char* at, const char* end, bool whole) noexcept;

/// What may be looked at of a text.
struct Window {
  const char* end;
  bool final;  ///< its end is the item's
  bool whole;  ///< it does not grow

  /// How far what is wrong between records is rejected; nullptr if that is cut.
  [[nodiscard]] const char* end_of_tag(const char* at) const noexcept {
    return end_of_fault(at, end, whole);
  }
  /// Where to go on after what is wrong between records, at `at`; nullptr if that is cut.
  [[nodiscard]] const char* after_wrong(const char* at) const noexcept;
};

/// Where in [at, end) the first start tag is whose name fits the `part` of a pattern; `end` if
/// there is none. A tag whose name is cut off is none.
const char* find_start(const char* at, const char* end, std::string_view part) noexcept;

}  // namespace dp::xml
