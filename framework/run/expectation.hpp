// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/yaml.hpp"

namespace dp::run {

/// A difference between what a test expects and what came.
struct Difference {
  pipeline::Mark mark;  ///< of the value that was expected, or of the row
  std::string text;     ///< "row 2: status: expected 404, got 200"
};

/// Compare rows with what a test expects of them. `rows`: a JSON object a line, as the writer
/// ndjson gives them; `mark`: of the expectation as a whole.
///
/// Law: a value in quotes is text; any other is equal to text, a number (also one written another
///   way: 1.50 and 1.5), true, false or null that is written so. Columns that are not named in the
///   expectation may hold anything.
std::vector<Difference> compare_rows(const std::vector<pipeline::Node>& expected,
                                     std::string_view rows, const pipeline::Mark& mark);

}  // namespace dp::run
