// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "json/infer.hpp"
#include "json/lenient.hpp"
#include "json/path.hpp"
#include "values/types.hpp"

namespace dp::json {

/// Which of several members of one name in an object counts.
enum class Duplicates : std::uint8_t { last, first, reject };

/// What the options say of how records are found and made into rows.
struct Chosen {
  Path at;                    ///< to the array of records, or the object
  std::vector<Path> explode;  ///< arrays whose elements make rows; each within the one before
  Lenience lenience;
  Duplicates duplicates = Duplicates::last;
};

/// What the options and the sample say of all items of a run.
struct Layout {
  Records records = Records::lines;
  Chosen chosen;
  Schema columns;
  std::vector<Path> paths;        ///< of the columns
  std::vector<std::string> keys;  ///< of the columns, in Knowledge
  std::vector<bool> unseen;       ///< of the columns: whether no value was seen of one
  /// If the columns are those of the data, not of the pipeline: the names of members that are known, each a
  /// column.
  std::optional<std::unordered_set<std::string>> members;
  values::Others others = values::Others::join;  ///< what becomes of other members
  bool growing = false;   ///< a member that is not known would be in the result
  bool learning = false;  ///< what is learned of records is emitted, not the records
  bool any = false;       ///< records may be anything: columns are found, or one is the record
  bool places = false;    ///< some path begins with a place in an array

  [[nodiscard]] bool found() const noexcept { return members.has_value(); }
  /// Whether a member that is not known makes a difference.
  [[nodiscard]] bool watches() const noexcept {
    return members && (growing || others == values::Others::reject);
  }
  /// Whether a column can be found in a record that is `kind`.
  [[nodiscard]] bool takes(Kind kind) const noexcept {
    return any || kind == Kind::object || (kind == Kind::array && places);
  }
};

/// Errors: invalid_pipeline, naming the option.
Result<Layout> make_layout(const Context& context);

}  // namespace dp::json
