// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv/dialect.hpp"
#include "csv/forms.hpp"
#include "csv/header.hpp"
#include "csv/infer.hpp"
#include "csv/numbers.hpp"

namespace dp::csv {

/// What the key of a column begins with in Knowledge.
inline constexpr char kKeyOfColumn = '=';

/// What becomes of a record that has not as many fields as there are columns.
enum class Ragged : std::uint8_t {
  reject,
  pad,  ///< of one that has too few, the last columns are null; one that has too many is rejected
  truncate  ///< as pad; of one that has too many, the fields past the last column are dropped
};

/// What becomes of an item whose header names other columns than the first one's.
enum class OtherColumns : std::uint8_t {
  reject,  ///< it is rejected, unless they are in another order alone
  strict,  ///< it is rejected
  first,   ///< columns that it lacks are null, those that the first input lacks are left out
  all      ///< columns that it lacks are null, those that the first input lacks are columns
};

/// What the options and the sample say of all items of a run.
struct Layout {
  Dialect dialect;
  Missing missing;
  bool header = true;
  Schema columns;
  bool learning = false;             ///< what is learned of records is emitted, not the records
  std::uint64_t skip_lines = 0;      ///< at the beginning of each item
  std::uint64_t skip_end_lines = 0;  ///< at its end
  Ragged ragged = Ragged::reject;
  NumberForm numbers = {};
  Forms forms = {};
  OtherColumns other = OtherColumns::reject;
  bool growing = false;  ///< columns that are not known would be in the result

  /// Whether a record of `fields` fields is a row of `count` columns.
  [[nodiscard]] bool takes(std::size_t fields, std::size_t count) const noexcept {
    if (fields == count) return true;
    if (ragged == Ragged::reject || count == 0) return false;
    return fields < count || ragged == Ragged::truncate;
  }
};

/// `separator`: nullopt: the sample tells which.
/// Errors: invalid_pipeline, naming the option; what read_header says of the sample.
Result<Layout> make_layout(const Context& context, const std::optional<std::string>& separator);

/// That the lines to skip do not end in an item's first `size` bytes.
Error unended_skip(std::size_t size);

/// Where a column is that an item does not have.
inline constexpr std::uint32_t kAbsent = UINT32_MAX;

/// Where the columns of a run are in one item.
struct ItemColumns {
  /// A column that the run does not have.
  struct More {
    std::string name;
    std::uint32_t field;
    std::size_t offset;  ///< where the header names it, in the item
  };
  std::vector<std::uint32_t> sources;  ///< the place of each column's field, or kAbsent
  std::size_t fields = 0;              ///< of a record
  std::vector<More> more = {};
};

/// Errors: invalid_argument, naming what is wrong with the item's columns, if the layout has it rejected.
Result<ItemColumns> match_columns(const Layout& layout, const Header& header);

}  // namespace dp::csv
