// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dp::planner {

/// How the fields of a text may be separated and quoted, as the options of csv say.
struct CsvDialect {
  std::string delimiter = ",";
  char comment = '\0';  ///< lines that begin with it are none; '\0': there is none
  char escape = '\0';   ///< the byte after it is text; '\0': there is none
};

/// Whether all records of a text have the same number of fields, two or more, with quotes where they may
/// be. `whole`: the text is all there is; else the record that ends it tells nothing.
bool is_table(std::string_view text, const CsvDialect& dialect, bool whole);

}  // namespace dp::planner
