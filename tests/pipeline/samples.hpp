// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/model.hpp"

namespace dp::test {

/// A pipeline file's text as load() sees it.
struct Loaded {
  explicit Loaded(std::string text, pipeline::VariableSettings settings = {},
                  std::string name = "web.yaml");
  pipeline::FileText source;
  pipeline::Diagnostics diagnostics;
  std::optional<pipeline::Model> model;
  /// All diagnostics as shown.
  [[nodiscard]] std::string shown() const { return diagnostics.render(); }
};

/// A file that is right, with `more` behind it.
std::string minimal(std::string_view more = "");

/// A file with something in every section.
extern const char* const kWeb;

/// The first line of what is shown.
std::string first_line(const Loaded& loaded);

}  // namespace dp::test
