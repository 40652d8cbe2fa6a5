// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <vector>

#include "json/infer.hpp"
#include "json/layout.hpp"

namespace dp::json {

/// Warn of paths of the options `explode` and `columns` that no record of the sample has, each with
/// what it was most likely to be. `seen`: what the sample has of the columns.
void warn_of_missing(const Context& context, const Sample& sample, const Layout& layout,
                     const std::vector<Sample::Seen>& seen);

}  // namespace dp::json
