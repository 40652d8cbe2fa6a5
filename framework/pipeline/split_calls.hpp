// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// Calls that commas cut apart: in `{p99: quantile(x, 0.99)}` the first comma ends the value.

/// Where the calls that are cut apart begin, in a list or map that is in brackets.
/// Lifetime: as long as `collection`.
std::vector<const Node*> split_calls(const Node& collection);

/// The last bare value so far in which a "(" is not closed, or nullptr: where the library met a
/// mistake inside the brackets.
const Node* last_open_call(const Node& collection) noexcept;

}  // namespace dp::pipeline
