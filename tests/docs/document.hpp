// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "markdown.hpp"

namespace dp::test {

/// The documents of the project: README.md, CONTRIBUTING.md, CHANGELOG.md, docs/ and the manuals of
/// the plugins, by their paths in the project.
std::vector<std::string> documents();

/// The blocks of a document, by what is done with them.
struct Document {
  /// `file` is one of documents().
  explicit Document(const std::string& file);

  std::vector<Block> pipelines;      ///< language yaml: they are run
  std::vector<Block> commands;       ///< sh and console: they are run
  std::vector<Block> others;         ///< only shown
  std::vector<std::string> skipped;  ///< those with the attribute `skip`: place and reason
};

}  // namespace dp::test
