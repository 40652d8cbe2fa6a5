// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "csv/layout.hpp"
#include "csv/record.hpp"
#include "values/knowledge.hpp"
#include "values/learned.hpp"
#include "values/type_set.hpp"

namespace dp::csv {

/// Learn which types the values of each column fit.
class Learner {
 public:
  /// `layout`: whose guess is held against the records. Lifetime: borrows it.
  explicit Learner(const Layout& layout);

  /// The columns of what flush() emits.
  [[nodiscard]] const Schema& columns() { return rows_.columns(); }
  /// From here on the columns are at these fields (see match_columns).
  void set_sources(std::vector<std::uint32_t> sources) { sources_ = std::move(sources); }
  /// The item names these columns too; of which more are to be learned only if all are taken.
  void set_more(const std::vector<ItemColumns::More>& more);
  /// Begin a call. `text`: what the records are in; `place`: where that begins.
  void begin(const char* text, RecordPlace place);
  /// Learn of the record that begins at text[at]. Precondition: it is a row of the columns.
  void see(const Record& record, std::size_t at);
  /// Emit what the call has learned.
  Status flush(Output& out);

 private:
  struct Column {
    values::TypeSet kept;      ///< of the values that refute nothing
    values::TypeSet refuting;  ///< of the others
    std::map<std::uint16_t, values::Refuter> refuters = {};  ///< the first of each bits

    void refute(std::string_view value, const Layout& layout, std::string& buffer,
                RecordPlace place);
  };
  /// A column that is not known yet.
  struct New {
    ItemColumns::More named;
    values::TypeSet types;
  };
  void see_new(const Record& record);
  [[nodiscard]] bool fits(const dp::Field& known, std::string_view value);

  const Layout& layout_;
  values::LearnedRows rows_;
  std::vector<std::uint32_t> sources_;
  std::vector<Column> learned_;  ///< in the call
  std::vector<New> new_;         ///< the same, of the item's other columns
  std::string text_of_value_;    ///< without escapes
  std::string plain_;            ///< a number
  const char* text_ = nullptr;
  RecordPlace place_;
  bool any_ = false;  ///< a record was seen
};

}  // namespace dp::csv
