// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/layout.hpp"
#include "json/levels.hpp"
#include "json/member_table.hpp"
#include "json/path.hpp"
#include "json/value.hpp"
#include "values/knowledge.hpp"
#include "values/learned.hpp"
#include "values/type_set.hpp"

namespace dp::json {

/// Learn which columns records have, and which types the values of each fit.
///
/// Law: what is learned in a call depends on its records alone.
class Learner {
 public:
  /// `layout`: whose guess is held against the records. Lifetime: borrows it.
  explicit Learner(const Layout& layout);

  /// The columns of what flush() emits.
  [[nodiscard]] const Schema& columns() { return rows_.columns(); }
  /// The paths of all columns that were seen so far: what see() wants values of. None of them, if
  /// reads_members().
  [[nodiscard]] const Tree& tree() const noexcept { return levels_.tree(); }
  /// The slot of each column: those of the layout are the first.
  [[nodiscard]] const std::vector<std::uint32_t>& slots() const noexcept {
    return levels_.slot_of();
  }
  /// Whether records are for see_members(): they have too many members for a tree.
  [[nodiscard]] bool reads_members() const noexcept { return reads_members_; }
  /// Begin a call. `place`: where its text begins.
  void begin(RecordPlace place);
  /// Take the members that a record has into tree().
  void grow(std::string_view record);
  /// Learn of the record at text[at], whose `values` are by the slots of tree(), as places after
  /// `base`.
  void see(std::span<const Value> values, const char* base, std::size_t at);
  /// Learn of a record that is right, and at text[at], by its members.
  /// Cost: of the record's own bytes, however many columns there are.
  void see_members(std::string_view record, std::size_t at);
  /// Emit what the call has learned.
  Status flush(Output& out);

 private:
  struct Column {
    std::string key;
    Path path;
    const Field* known = nullptr;  ///< nullptr: no record of the sample has it
    bool unseen = false;           ///< the sample has no value of it
    values::TypeSet types;
    std::optional<values::Refuter> refuter;
    bool seen = false;  ///< in this call
  };

  void see(std::size_t column, const Value& value, std::string_view raw, std::size_t at);
  void see_row(std::span<const Value> values, const char* base, std::size_t at);
  void read_members(std::string_view record);
  void make_tree();

  const Layout& layout_;
  values::LearnedRows rows_;
  std::vector<Column> columns_;
  MemberTable table_;              ///< of columns that are found: by their places in columns_
  std::vector<std::size_t> seen_;  ///< the columns that were seen in this call
  bool reads_members_ = false;
  Levels levels_;
  RecordPlace place_;
};

}  // namespace dp::json
