// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_set>

#include "xml/columns/layout.hpp"
#include "xml/parse/trees.hpp"

namespace dp::xml {

/// Tells of what records have besides columns that were found: of each path, with the number of records.
///
/// Threads: one instance belongs to one worker.
class Rest {
 public:
  /// Lifetime: borrows the layout.
  explicit Rest(const Layout& layout);

  /// Note what is left out of a record that is well-formed. `offset`: where it begins in the item.
  void see(std::string_view record, std::uint64_t offset);
  void see(pugi::xml_node record, std::uint64_t offset);
  /// What tells a record from the first ones by its paths alone; empty: nothing.
  [[nodiscard]] std::string difference(pugi::xml_node record) const;
  /// Tell what was noted.
  Status flush(Output& out);

 private:
  [[nodiscard]] bool is_more(const Path& path, pugi::xml_node record) const;

  struct Left {
    std::uint64_t offset = 0;  ///< of the first record
    std::uint64_t records = 0;
  };
  const Layout& layout_;
  std::unordered_set<std::string> known_;  ///< keys of columns, and of elements that are none
  std::map<std::string, Left> left_;       ///< by path
  Trees trees_;
};

}  // namespace dp::xml
