// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "csv/dialect.hpp"
#include "csv/infer.hpp"

namespace dp::csv {

/// What the key of a column begins with in Knowledge.
inline constexpr char kKeyOfColumn = '=';

/// What the options and the sample say of all items of a run.
struct Layout {
  Dialect dialect;
  Missing missing;
  bool header = true;
  Schema columns;
  bool learning = false;  ///< what is learned of records is emitted, not the records
};

/// Errors: invalid_pipeline, naming the option; what read_header says of the sample.
Result<Layout> make_layout(const Context& context, char delimiter);

/// Where the columns of a run are in one item: source[column] is the place of its field.
/// Errors: invalid_argument, naming the columns that are missing or more than wanted.
Result<std::vector<std::uint32_t>> match_columns(const Schema& columns,
                                                 const std::vector<std::string>& names);

}  // namespace dp::csv
