// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "base/fields.hpp"

namespace dp::protocol {

/// What a task said of some records that no output shows.
struct Note {
  std::string text;
  bool only_some = false;    ///< it is worth telling only if it is not so of all records
  std::uint64_t count = 0;   ///< of how many records it is so
  std::uint64_t item = 0;    ///< of the first of them
  std::uint64_t offset = 0;  ///< of it in the (uncompressed) item
  std::uint64_t line = 0;    ///< its number; 0: it is counted later, if the input has lines

  bool operator==(const Note&) const = default;
  static constexpr auto kFields = std::tuple(&Note::text, &Note::only_some, &Note::count,
                                             &Note::item, &Note::offset, &Note::line);
};

/// Longer texts are cut.
inline constexpr std::size_t kMostNoteBytes = 500;

/// Notes by their text: those of one text are one, with the sum of their counts and the first of
/// their places.
///
/// Law: sets can be added in any order. Of more texts than kMost, those that come first in the
///   alphabet are kept, which no order changes; their counts are whole.
struct Notes {
  static constexpr std::size_t kMost = 64;

  std::vector<Note> list;  ///< by text
  bool more = false;       ///< there were others, which are not kept

  void add(const Note& note) {
    const auto is_before = [](const Note& a, const Note& b) {
      return std::tie(a.text, a.only_some) < std::tie(b.text, b.only_some);
    };
    const auto at = std::lower_bound(list.begin(), list.end(), note, is_before);
    if (at != list.end() && !is_before(note, *at)) return join(*at, note);
    if (at == list.end() && list.size() == kMost) {
      more = true;
      return;
    }
    list.insert(at, note);
    if (list.size() <= kMost) return;
    list.pop_back();
    more = true;
  }
  Notes& operator+=(const Notes& others) {
    for (const auto& note : others.list) add(note);
    more = more || others.more;
    return *this;
  }
  bool operator==(const Notes&) const = default;

  static constexpr auto kFields = std::tuple(&Notes::list, &Notes::more);

 private:
  static void join(Note& note, const Note& same) {
    note.count += same.count;
    if (std::tie(same.item, same.offset) >= std::tie(note.item, note.offset)) return;
    std::tie(note.item, note.offset, note.line) = std::tie(same.item, same.offset, same.line);
  }
};

}  // namespace dp::protocol
