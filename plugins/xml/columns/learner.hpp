// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "values/knowledge.hpp"
#include "values/learned.hpp"
#include "values/type_set.hpp"
#include "xml/columns/layout.hpp"
#include "xml/parse/paths.hpp"

namespace dp::xml {

/// Learn which columns records have, and which types the values of each fit.
///
/// Law: what is learned in a call depends on its records alone.
class Learner {
 public:
  /// `layout`: whose guess is held against the records. Lifetime: borrows it.
  explicit Learner(const Layout& layout);

  /// The columns of what flush() emits are those of values::LearnedRows.
  /// The paths of the layout have changed.
  void renew();
  /// Begin a call, on a piece of `item`.
  void begin(std::uint64_t item);
  /// Learn of the record of this tree, which has all spaces. `offset`: where it begins in the
  /// item.
  void see(pugi::xml_node record, std::uint64_t offset);
  /// Emit what the call has learned.
  Status flush(Output& out);

 private:
  struct Column {
    std::string key;
    const Field* field = nullptr;  ///< nullptr: no record of the sample has it as a column
    // In all records of this call:
    bool textless = true;  ///< see kTextlessBit
    bool leaf = true;      ///< see kLeafBit
    bool seen = false;     ///< in this call
    values::TypeSet types = {};
    std::optional<values::Refuter> refuter = {};
  };

  void add(const Path& path, Column column);
  void note(pugi::xml_node record, std::uint64_t offset);
  void note_attributes(pugi::xml_node element, std::string_view mark, std::uint64_t offset);
  void note_children(pugi::xml_node element, std::uint64_t offset);
  void see_key(bool has_text, bool has_children, std::uint64_t offset);
  void see_values(std::uint64_t offset);
  void see_value(Column& column, const Value& value, std::uint64_t offset);

  const Layout& layout_;
  values::LearnedRows rows_;
  std::vector<Column> columns_;                          ///< as numbered in picker_
  std::unordered_map<std::string, std::size_t> places_;  ///< by key
  RowPicker picker_;
  std::string key_;  ///< of what is being noted
  Path path_;        ///< of the element that is being noted
  std::uint64_t item_ = 0;
};

}  // namespace dp::xml
