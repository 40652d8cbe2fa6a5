// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "xml/split/pattern.hpp"

namespace dp::xml {

/// Say what the names of a pattern that have no prefix mean in an item, by the elements that it
/// begins with: those without a prefix, if one of them has the name; else those of any prefix.
///
/// Law: what resolved() says depends on the names that were seen, and not on their order.
class PlainNames {
 public:
  explicit PlainNames(const Pattern& pattern);

  /// See the name of an element. Returns whether no other can change the meaning any more.
  bool see(std::string_view qualified);
  [[nodiscard]] bool known() const noexcept { return open_.empty(); }
  /// `pattern`, all of whose parts mean one thing.
  [[nodiscard]] Pattern resolved() const;

 private:
  const Pattern& pattern_;
  std::vector<std::string_view> open_;  ///< names that no element without a prefix has yet
};

}  // namespace dp::xml
