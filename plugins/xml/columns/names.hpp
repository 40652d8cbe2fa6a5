// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xml/columns/layout.hpp"
#include "xml/split/outline.hpp"

namespace dp::xml {

/// Say what the names of a layout that have no prefix mean in an item, by its first bytes.
///
/// In `record`: see PlainNames. In the path of a column that was named: the element or
/// attribute without a prefix; only if no record of the first bytes has that, and these have
/// one of the same local name, with one prefix, that no other column names, then that one. It
/// would be wrong if one without a prefix came later: Layout::guards.
///
/// Law: what a name means in an item depends on its first DP_HEAD_BYTES alone.
class Names {
 public:
  /// `layout`: as the options give it.
  explicit Names(const Layout& layout);

  /// Make `layout` that of an item that begins with `head`. Returns whether paths changed, or
  /// what is declared.
  /// Errors: as outline_of and item_values_of; invalid_argument if the root does not declare a namespace that the
  /// pattern names. Nothing is changed then.
  Result<bool> look(std::string_view head, Layout& layout);
  /// What the last item's first bytes say.
  [[nodiscard]] const ItemOutline& outline() const noexcept { return outline_; }

 private:
  [[nodiscard]] bool may_have_prefixes(std::string_view head) const;
  [[nodiscard]] Status check(const ItemOutline& outline) const;

  Pattern pattern_;
  std::vector<std::string> namespaces_;
  std::vector<Path> paths_;
  std::vector<std::string> plain_;  ///< the names in these that have no prefix
  bool of_item_ = false;            ///< some of these are from the root on
  std::optional<std::string> head_;
  ItemOutline outline_;
};

}  // namespace dp::xml
