// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"
#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// Readers of the parts of a pipeline file, one a top-level key. Each gives what it could read;
/// mistakes go to `diagnostics`.
Input read_input(const Node& node, Diagnostics& diagnostics);
/// Steps that are more than a few lines (of read_map). `step.whole`: all of it could be read.
void read_join(const Node& node, Step& step, Diagnostics& diagnostics);
void read_unpivot(const Node& node, Step& step, Diagnostics& diagnostics);
void read_flatten(const Node& node, Step& step, Diagnostics& diagnostics);
/// Make a reduction of the steps over all records that `map` ends in; its result is what `output` gets.
void set_whole(Model& model, Diagnostics& diagnostics);
/// Of keys beside 'with' that are none.
inline constexpr std::string_view kOptionsHint = "a task's own options go under 'with'";
/// A task's options.
void read_with(const Node* node, Use& use, const std::string& what, Diagnostics& diagnostics);
/// A task's name.
void read_task(const Node& node, Use& use, const std::string& what, Diagnostics& diagnostics);
std::vector<Step> read_map(const Node& node, Diagnostics& diagnostics);
std::vector<Reduction> read_reduce(const Node& node, Diagnostics& diagnostics);
/// `what` names the sinks in messages: "output", "reduce.errors.to".
std::vector<Sink> read_sinks(const Node& node, std::string_view what, Diagnostics& diagnostics);
PoolSettings read_pool(const Node& node, Diagnostics& diagnostics);
ErrorSettings read_errors(const Node& node, Diagnostics& diagnostics);
std::vector<TestCase> read_tests(const Node& node, Diagnostics& diagnostics);

}  // namespace dp::pipeline
