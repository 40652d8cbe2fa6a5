// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "pipeline/yaml.hpp"

namespace dp::test {

/// A tree as one line: maps {k: v}, lists [v], strings in quotes, the rest bare.
std::string outline(const pipeline::Node& node);
/// The outline of a text, or its mistakes as shown.
std::string tree(std::string text);
/// The first mistake: "line:column: message".
std::string mistake(std::string text);

}  // namespace dp::test
