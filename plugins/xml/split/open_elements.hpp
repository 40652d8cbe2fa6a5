// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "xml/split/pattern.hpp"

namespace dp::xml {

/// The elements that are open between two records, as far as they are known: from the head of an
/// item on all are, at a place those that the pattern names, and inside what was broken off so
/// many of these and so many others, of unknown names.
class OpenElements {
 public:
  /// `pattern` must outlive it.
  explicit OpenElements(const Pattern& pattern) noexcept : pattern_(pattern) {}

  /// In the head of an item none is open; elsewhere the parents of the pattern are.
  void begin(bool in_head);
  /// So many parents are open, and in these so many others.
  void begin_inside(std::size_t parents, std::size_t others);
  /// Names must live as long as the element is open.
  void open(std::string_view name) { open_.push_back(name); }
  /// Precondition: one is open.
  void close() noexcept;

  /// Whether no other is open below all that are known.
  [[nodiscard]] bool rooted() const noexcept { return rooted_; }
  [[nodiscard]] bool empty() const noexcept { return open_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return open_.size(); }
  /// Whether none is open for sure.
  [[nodiscard]] bool are_none() const noexcept { return rooted_ && open_.empty(); }
  /// As far as it is known: a part of the pattern, or a name. Precondition: one is open.
  [[nodiscard]] std::string_view innermost() const noexcept { return open_.back(); }
  /// Whether the end tag of `name` may close the innermost. Precondition: one is open.
  [[nodiscard]] bool is_innermost(std::string_view name) const noexcept;

  /// See Pattern::holds and Pattern::tells_all.
  [[nodiscard]] bool hold_records() const noexcept { return pattern_.holds(open_); }
  [[nodiscard]] bool tell_all() const noexcept { return pattern_.tells_all(open_); }
  /// Whether so many parents are open, and so many others in these, and that says all that
  /// matters: a walk may begin_inside() with them.
  [[nodiscard]] bool are(std::size_t parents, std::size_t others) const noexcept;

 private:
  [[nodiscard]] std::string_view parent(std::size_t depth) const noexcept;

  const Pattern& pattern_;
  std::vector<std::string_view> open_;  ///< the innermost last
  std::size_t given_ = 0;               ///< so many of open_ are parts of the pattern
  bool rooted_ = false;
};

}  // namespace dp::xml
