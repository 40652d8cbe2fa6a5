// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <vector>

#include "xml/parse/paths.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

/// What the options and the sample say of all items of a run.
struct Layout {
  Pattern pattern;
  Schema columns;
  std::vector<Path> paths;  ///< of the columns
};

/// Errors: invalid_pipeline, naming the option; invalid_argument if the sample's encoding is not
/// read.
Result<Layout> make_layout(const Context& context);

}  // namespace dp::xml
