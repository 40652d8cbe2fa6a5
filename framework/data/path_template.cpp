// SPDX-License-Identifier: Apache-2.0
#include "data/path_template.hpp"

#include <algorithm>

namespace dp::data {

namespace {

void add_text(std::vector<PathPiece>& pieces, char c) {
  if (pieces.empty() || pieces.back().is_column) pieces.emplace_back();
  pieces.back().text += c;
}

tl::unexpected<Error> half_brace(std::string_view rest) {
  return fail(Errc::invalid_argument, "a brace without its other half (got '" +
                                          std::string(rest) +
                                          "', expected the name of a column in braces, or {{ "
                                          "or }} for a brace)");
}

/// Take "{name}" from the front of `rest`.
Status take_column(std::string_view& rest, std::vector<PathPiece>& pieces) {
  const auto end = rest.find('}');
  if (end == std::string_view::npos) return half_brace(rest);
  if (end == 1)
    return fail(Errc::invalid_argument, "{}: expected the name of a column in the braces");
  pieces.push_back({std::string(rest.substr(1, end - 1)), true});
  rest.remove_prefix(end + 1);
  return {};
}

}  // namespace

Result<std::vector<PathPiece>> parse_path_template(std::string_view path, bool escaped) {
  std::vector<PathPiece> pieces;
  for (auto rest = path; !rest.empty();) {
    const bool is_escaped = escaped && rest.size() > 1 && rest.front() == '\\';
    const bool is_double = rest.starts_with("{{") || rest.starts_with("}}");
    if (is_escaped || is_double) {
      add_text(pieces, rest[1]);
      rest.remove_prefix(2);
    } else if (rest.front() == '{') {
      DP_CHECK(take_column(rest, pieces));
    } else if (rest.front() == '}') {
      return half_brace(rest);
    } else {
      add_text(pieces, rest.front());
      rest.remove_prefix(1);
    }
  }
  return pieces;
}

bool has_columns(const std::vector<PathPiece>& pieces) noexcept {
  return std::any_of(pieces.begin(), pieces.end(),
                     [](const PathPiece& piece) { return piece.is_column; });
}

}  // namespace dp::data
