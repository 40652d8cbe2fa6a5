// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/markup/namespaces.hpp"

namespace dp::xml {

/// Which elements are records: "page" (wherever it stands), "feed/entry" (each entry in a
/// feed), "/feed/entry" (each entry in the root, which is a feed); "*" stands for any name.
///
/// A part is a name as it is written in the data, with its prefix if it has one ("m:page");
/// "*:page" is a page of any prefix or none. What a name without a prefix means in an item: see
/// plain_names. An element in a record is none itself. One whose namespace is given
/// ("{http://example.com/m}page") stands for several names, see Pattern::written.
struct Pattern {
  bool rooted = false;
  std::vector<std::string> parents;  ///< from the outermost on
  std::string name;
  /// Which elements in a record are rows: its children of the first name, of these the children of the
  /// second, and so on. Empty: the record itself.
  std::vector<std::string> inner = {};
  std::size_t required = 0;  ///< a record that lacks one of the first so many has no row

  /// nullopt if `text` is no such path.
  static std::optional<Pattern> parse(std::string_view text);

  /// The same with the names that have a namespace as they are written where these are
  /// declared: "m:page|page". One that is not declared is left as it is, and fits no element.
  [[nodiscard]] Pattern written(const Bindings& bindings) const;

  /// Whether `qualified` is the name of a record, if its parents are right.
  [[nodiscard]] bool names(std::string_view qualified) const noexcept;
  /// Whether the innermost of `open` elements are the parents; of a rooted pattern: all of
  /// them.
  [[nodiscard]] bool holds(const std::vector<std::string_view>& open) const noexcept;
  /// Of `open` elements that hold: whether the parents alone say which elements after here are records,
  /// whatever else is open. It is so if no other open element may be the first parent, and none of
  /// those that are the parents may also be another of them than "c" in "a/b/c" is.
  [[nodiscard]] bool tells_all(const std::vector<std::string_view>& open) const noexcept;
  /// Of a pattern that is not rooted: where in `open` the first element is that may be the first
  /// parent. What is open below can be no parent of a record.
  [[nodiscard]] std::size_t first_parent_in(
      const std::vector<std::string_view>& open) const noexcept;
  /// Whether an element around which `depth` are open from the first parent on may be the same parents
  /// if it is called `one` as if it is called `other`.
  [[nodiscard]] bool is_alike(std::string_view one, std::string_view other,
                              std::size_t depth) const noexcept;
  /// How many of `open`, from the outermost on, are the parents from the outermost on.
  [[nodiscard]] std::size_t parents_in(
      const std::vector<std::string_view>& open) const noexcept;
};

/// Whether the element `qualified` is the `part` of a pattern.
[[nodiscard]] bool fits(std::string_view part, std::string_view qualified) noexcept;

/// Whether a part of a path is a name without a prefix.
[[nodiscard]] bool is_plain_name(std::string_view part) noexcept;

/// The parts of a path between slashes; empty if one is no name, "*", or "*:" and a name.
std::vector<std::string> parts_of(std::string_view path);

}  // namespace dp::xml
