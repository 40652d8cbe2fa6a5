// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "pipeline/diagnostic.hpp"

namespace dp::pipeline {

/// Refuse bytes that no text file has, and too many of them, before the library may take them
/// for something. False if it did.
bool check_yaml_bytes(const FileText& source, Diagnostics& diagnostics);

struct YamlExplanation {
  std::string_view message;
  std::string_view hint;
};

/// An error of the YAML library in words that help; nullopt if its own have to do.
std::optional<YamlExplanation> explain_yaml_error(std::string_view message);

}  // namespace dp::pipeline
