// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::data {

/// A piece of a path that may have columns in it.
struct PathPiece {
  std::string text;  ///< as it stands, or the name of a column
  bool is_column = false;

  bool operator==(const PathPiece&) const = default;
};

/// The pieces of "out/{country}/{month}.csv". `{{` and `}}` stand for braces. With `escaped`, a
/// backslash takes the meaning of the character behind it, as in pipeline::Text::pattern.
/// Errors: invalid_argument: a brace without its other half, or braces without a name.
Result<std::vector<PathPiece>> parse_path_template(std::string_view path, bool escaped = false);

/// Whether a column is among them.
bool has_columns(const std::vector<PathPiece>& pieces) noexcept;

}  // namespace dp::data
