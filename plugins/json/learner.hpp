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
  /// The paths of all columns that were seen so far: what see() wants values of.
  [[nodiscard]] const Tree& tree() const noexcept { return levels_.tree(); }
  /// Begin a call. `place`: where its text begins.
  void begin(RecordPlace place);
  /// Take the members that a record has into tree().
  void grow(std::string_view record);
  /// Learn of the record at text[at], whose `values` are by the slots of tree(), as places after
  /// `base`.
  void see(std::span<const Value> values, const char* base, std::size_t at);
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

  void see(Column& column, const Value& value, std::string_view raw, std::size_t at);
  void see_row(std::span<const Value> values, const char* base, std::size_t at);
  void make_tree();

  const Layout& layout_;
  values::LearnedRows rows_;
  std::vector<Column> columns_;
  Levels levels_;
  RecordPlace place_;
};

}  // namespace dp::json
