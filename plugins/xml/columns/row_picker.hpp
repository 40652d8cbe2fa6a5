// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <optional>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/parse/paths.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

/// Pick the values of a record's rows out of its tree: a record is one row, or some of the elements in
/// it are rows, each with the values of what it is in. See Pattern::inner.
///
/// Law: rows come in the order of the document. Where one of the elements that lead to rows is not
///   there, one row is made of what is; none if it is one of the first Pattern::required.
class RowPicker {
 public:
  RowPicker() : pickers_(1), columns_(1) {}
  RowPicker(const Pattern& pattern, const std::optional<std::string>& separator,
            const Bindings& declared);

  /// See Picker. A column of the item is not wanted.
  void want(std::uint32_t column, const Path& path);
  void close(std::span<const Path> known, std::span<const Path> bare);
  /// What is wanted of the record itself.
  [[nodiscard]] const Wanted& wanted() const noexcept { return pickers_.front().wanted(); }
  /// Whether a record may be other than one row.
  [[nodiscard]] bool explodes() const noexcept { return pickers_.size() > 1; }

  /// Of a record that is one row: see Picker::pick.
  [[nodiscard]] bool pick(pugi::xml_node record, bool all_spaces) {
    return pickers_.front().pick(record, all_spaces);
  }
  /// Call `take` with the element of each row, whose values are picked. The tree has all spaces.
  Status for_each_row(pugi::xml_node record, const std::function<Status(pugi::xml_node)>& take);

  // Of the row:
  [[nodiscard]] std::span<const Value> values() const noexcept {
    return explodes() ? std::span<const Value>(values_) : pickers_.front().values();
  }
  /// Whether it is of an element that all of Pattern::inner leads to.
  [[nodiscard]] bool is_exploded() const noexcept { return depth_ == pickers_.size(); }
  [[nodiscard]] bool repeated() const noexcept;
  [[nodiscard]] std::string_view unknown() const noexcept;

 private:
  using Take = std::function<Status(pugi::xml_node)>;
  Status descend(std::size_t level, pugi::xml_node element, const Take& take);
  void pick_level(std::size_t level, pugi::xml_node element);
  void clear_from(std::size_t level);
  std::pair<std::size_t, Path> placed(const Path& path) const;

  Pattern pattern_;
  std::vector<Picker> pickers_;                      ///< of the record, then by level
  std::vector<std::vector<std::uint32_t>> columns_;  ///< by level
  std::vector<Value> values_;
  std::size_t depth_ = 0;  ///< of the row: so many levels are picked
};

}  // namespace dp::xml
