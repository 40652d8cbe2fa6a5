// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "json/infer.hpp"
#include "json/path.hpp"

namespace dp::json {

/// What the options and the sample say of all items of a run.
struct Layout {
  Records records = Records::lines;
  Path at;  ///< to the array
  Schema columns;
  std::vector<Path> paths;        ///< of the columns
  std::vector<std::string> keys;  ///< of the columns, in Knowledge
  /// If they were found: the names of members that are known, each a column.
  std::optional<std::unordered_set<std::string>> members;
  bool growing = false;   ///< a member that is not known would be in the result
  bool learning = false;  ///< what is learned of records is emitted, not the records
  bool any = false;       ///< some column is the record itself: it may be anything
  bool places = false;    ///< some path begins with a place in an array

  /// Whether a column can be found in a record that is `kind`.
  [[nodiscard]] bool takes(Kind kind) const noexcept {
    return any || kind == Kind::object || (kind == Kind::array && places);
  }
};

/// Errors: invalid_pipeline, naming the option.
Result<Layout> make_layout(const Context& context);

}  // namespace dp::json
