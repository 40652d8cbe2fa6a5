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
  lines,     ///< a line, or each of its values
  values,    ///< a value: they come one after the other
  array,     ///< an element of an array
  object,    ///< a member of an object
  document,  ///< all of an item
};

/// What a value's kind leaves it to be. Text with escapes is neither a date nor a time.
values::Likely likely_of(const Value& value) noexcept;

/// The first bytes of an input, which columns are inferred from.
class Sample {
 public:
  /// `whole`: the input has no more.
  Sample(std::string_view text, bool whole);

  /// What the records of this input are most likely. More than half of its lines (and two, or
  /// more) are values: lines. Else values, if two whole ones follow each other; else an array if it
  /// begins with one, or a document.
  [[nodiscard]] Records records() const;
  /// Find the records: elements of the array at `path`, or members of the object, if there is
  /// one.
  void part(Records records, const Path& path);
  /// Whether more of the input could show another one of records(), or a whole record of them.
  [[nodiscard]] bool is_too_short(Records records) const;
  /// What the records have at a path.
  struct Seen {
    values::TypeSet types;   ///< that the values there fit
    bool any = false;        ///< there was one, be it null
    bool any_array = false;  ///< one was an array

    void see(const Value& value, const char* base) noexcept;
  };
  struct Member {
    std::string name;  ///< see members.hpp
    Seen seen;
  };
  /// What the values of records are: the objects' members in order of first appearance, the places of
  /// the longest array, and kScalar if a record is neither.
  [[nodiscard]] std::vector<Member> members() const;
  /// The names of members of the objects at `path`, in order of first appearance.
  /// `explode`: see Layout.
  [[nodiscard]] std::vector<std::string> members_at(
      const Path& path, const std::vector<Path>& explode = {}) const;
  [[nodiscard]] std::vector<Seen> seen_at(const std::vector<Path>& paths,
                                          const std::vector<Path>& explode = {}) const;
  /// What all records have at `path`.
  [[nodiscard]] Seen seen_at_path(const Path& path,
                                  const std::vector<Path>& explode = {}) const {
    return seen_at(std::vector<Path>{path}, explode)[0];
  }
  /// Whether there is any record, whole or cut.
  [[nodiscard]] bool has_records() const noexcept { return !records_.empty(); }

 private:
  struct Range {
    std::size_t begin = 0, end = 0;
  };
  void add_lines(std::size_t most);
  void add_values(bool also_cut);
  [[nodiscard]] bool has_several_values() const;
  /// Call `see` with the text and the found values of each record that can be read.
  template <class See>
  void read_all(const Tree& tree, See&& see) const;
  [[nodiscard]] bool is_cut(const Range& record) const noexcept {
    return record.end == end_ && !whole_;
  }
  [[nodiscard]] std::string_view text_in(const Range& range) const noexcept {
    return std::string_view(text_).substr(range.begin, range.end - range.begin);
  }
  [[nodiscard]] std::string_view text_of(const Range& record) const noexcept;
  std::string text_;  ///< and padding
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool whole_ = false;    ///< the input has no more
  bool members_ = false;  ///< the records are
  std::vector<Range> records_;
  std::string closed_;  ///< the last record, if it is cut, and padding
};

}  // namespace dp::json
