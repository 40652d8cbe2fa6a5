// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "markdown.hpp"

namespace dp::test {

/// Whether a block without a language is a part of a pipeline file, by its first key.
bool is_pipeline_text(std::string_view text);

/// The pipeline files that a YAML block stands for.
///
/// Shape: a block with the key `dp` is one file; with `input` and `map` it lacks nothing but `dp`.
///   Any other is a fragment, and is put in place of the line {{fragment}} of a frame: FRAMES/NAME.yaml, where NAME is the block's attribute
///   `frame` or follows from its first key: KEY, or KEY-TASK with the task that the first `use`
///   of the fragment names or, if there is none, `task`. A key that is there more than once gives
///   several ways to write it: each is a fragment.
/// Errors: std::runtime_error if there is no such frame.
std::vector<std::string> pipelines_of(const Block& block, const std::string& frames,
                                      const std::string& task = {});

}  // namespace dp::test
