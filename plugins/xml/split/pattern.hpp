// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dp::xml {

/// Which elements are records: "page" (wherever it stands), "feed/entry" (each entry in a feed),
/// "/feed/entry" (each entry in the root, which is a feed); "*" stands for any name.
///
/// Names are compared without their prefixes. An element in a record is none itself.
struct Pattern {
  bool rooted = false;
  std::vector<std::string> parents;  ///< from the outermost on
  std::string name;

  /// nullopt if `text` is no such path.
  static std::optional<Pattern> parse(std::string_view text);

  /// Whether `qualified` is the name of a record, if its parents are right.
  [[nodiscard]] bool names(std::string_view qualified) const noexcept;
  /// Whether the innermost of `open` elements are the parents; of a rooted pattern: all of them.
  [[nodiscard]] bool holds(const std::vector<std::string_view>& open) const noexcept;
  /// How many of `open`, from the outermost on, are the parents from the outermost on.
  [[nodiscard]] std::size_t parents_in(
      const std::vector<std::string_view>& open) const noexcept;
};

/// The parts of a path between slashes, without prefixes; empty if one is no name.
std::vector<std::string> parts_of(std::string_view path);

}  // namespace dp::xml
