// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/batch.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/path.hpp"
#include "json/value.hpp"
#include "values/type_set.hpp"

namespace dp::json {

/// What a record is.
enum class Records : std::uint8_t {
  lines,     ///< a line
  array,     ///< an element of an array
  document,  ///< all of an item
};

/// What a value's kind leaves it to be. Text with escapes is neither a date nor a time.
values::Likely likely_of(const Value& value) noexcept;

/// The names of the members of a record that is right; of an array its places, "0", "1", ...
/// Precondition: DP_PADDING bytes past the record are readable.
std::vector<std::string> members_of(std::string_view record);

/// The first bytes of an input, which columns are inferred from.
class Sample {
 public:
  /// `whole`: the input has no more.
  Sample(std::string_view text, bool whole);

  /// What the records of this input are most likely. More than half of its lines (and two, or
  /// more) are values: lines. Else an array if it begins with one, or a document.
  [[nodiscard]] Records records() const;
  /// Find the records: elements of the array at `path`, if there is one.
  void part(Records records, const Path& path);
  /// Whether more of the input could show another one of records(), or a whole record of them.
  [[nodiscard]] bool is_too_short(Records records) const;
  /// The names of the objects' members, in order of first appearance; if there are none, as many
  /// "columnN" as the longest array has elements. Empty: the records are neither.
  struct Names {
    std::vector<std::string> names;
    std::vector<Path> paths;
  };
  [[nodiscard]] Names names() const;
  /// The types that the values at `paths` fit.
  [[nodiscard]] std::vector<values::TypeSet> types(const std::vector<Path>& paths) const;
  /// Whether any record has a value at `path`, be it null.
  [[nodiscard]] bool has(const Path& path) const;
  /// Whether there is any record, whole or cut.
  [[nodiscard]] bool has_records() const noexcept { return !records_.empty(); }
  /// Whether any record is an object, be it without members.
  [[nodiscard]] bool has_objects() const noexcept;

 private:
  struct Range {
    std::size_t begin = 0, end = 0;
  };
  void add_lines(std::size_t most);
  /// Call `see` with the text and the found values of each record that can be read.
  template <class See>
  void read_all(const Tree& tree, See&& see) const;
  [[nodiscard]] std::string_view text_of(const Range& range) const noexcept {
    return std::string_view(text_).substr(range.begin, range.end - range.begin);
  }
  [[nodiscard]] bool is_cut(const Range& record) const noexcept {
    return record.end == end_ && !whole_;
  }
  std::string text_;  ///< and padding
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool whole_ = false;  ///< the input has no more
  std::vector<Range> records_;
};

}  // namespace dp::json
