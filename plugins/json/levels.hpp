// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "json/path.hpp"
#include "json/value.hpp"
#include "json/walker.hpp"

namespace dp::json {

/// Those of `arrays` that `path` leads through, or to.
std::vector<Path> arrays_on(const Path& path, const std::vector<Path>& arrays);

/// The paths of columns, by the arrays on their way whose elements make rows of their own.
///
/// Level 0 is the record. Level k is an element of the k-th of these arrays, each of which is within
/// an element of the one before. The slots of all levels are numbered in a row.
///
/// Threads: one instance belongs to one worker.
class Levels {
 public:
  Levels() : Levels({}, {}) {}
  /// `first_counts`: of members of one name the first counts, in elements.
  /// Precondition: each of `arrays` begins with the one before, and is longer.
  Levels(const std::vector<Path>& arrays, const std::vector<Path>& paths,
         bool first_counts = false);

  /// What is found in the record itself, all arrays as they are.
  [[nodiscard]] const Tree& tree() const noexcept { return levels_.front().tree; }
  [[nodiscard]] Tree& tree() noexcept { return levels_.front().tree; }
  /// The slot of each path.
  [[nodiscard]] const std::vector<std::uint32_t>& slot_of() const noexcept { return slot_of_; }
  [[nodiscard]] std::size_t slots() const noexcept { return values_.size(); }

  /// Call `row` with the values of each row of a record, by their slots: one for each element of the
  /// innermost arrays. An array that is missing, null or empty makes one row without values in it;
  /// a value that is no array is its only element. `record`: the values of tree(), as all of them
  /// places after `base`, in a record that is right. False: `row` was, and no other was tried.
  template <class Row>
  bool each(std::span<const Value> record, const char* base, Row&& row) {
    std::copy(record.begin(), record.end(), values_.begin());
    return descend(1, base, row);
  }

 private:
  struct Level {
    Tree tree;
    std::uint32_t first = 0;            ///< of its slots among all
    std::uint32_t array = Tree::kNone;  ///< the slot of the next level's array
  };

  /// The elements of a value.
  class Elements {
   public:
    Elements(const char* base, const Value& value) noexcept;
    /// Where the next one lies after `base`.
    [[nodiscard]] std::optional<std::string_view> next() noexcept;

   private:
    std::string_view rest_;
    bool array_;
  };

  template <class Row>
  bool descend(std::size_t level, const char* base, Row& row) {
    if (level == levels_.size()) return row(std::span<const Value>(values_));
    Elements elements(base, values_[levels_[level - 1].array]);
    auto element = elements.next();
    if (!element) {
      clear(level);
      return descend(level + 1, base, row);
    }
    for (; element; element = elements.next()) {
      read(level, base, *element);
      if (!descend(level + 1, base, row)) return false;
    }
    return true;
  }
  void clear(std::size_t level) noexcept;
  void read(std::size_t level, const char* base, std::string_view element);

  std::vector<Level> levels_;
  std::vector<Walker> walkers_;  ///< of the levels after 0
  std::vector<std::uint32_t> slot_of_;
  std::vector<Value> values_;
};

}  // namespace dp::json
