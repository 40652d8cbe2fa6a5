// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "data/task.hpp"

namespace dp::check {

/// What is wrong with what a task says of itself, beyond what the loader refuses: names that dp
/// would not find, no summary or doc, options without a doc, defaults that dp would refuse.
std::vector<std::string> faults_of(const data::TaskDescription& task,
                                   const std::string& library_name);

}  // namespace dp::check
