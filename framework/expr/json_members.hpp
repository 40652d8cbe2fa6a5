// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dp::expr {

/// The names of members, from a value inwards.
using JsonPath = std::vector<std::string>;

/// The path that a text is, as paths of the reader json are: names with dots between them, or a JSON
/// pointer (RFC 6901), which begins with a slash. nullopt: it is none, or leads nowhere.
std::optional<JsonPath> json_path_of(std::string_view text);

/// What a value of JSON has at a path; digits are a place in an array. nullopt: there is nothing.
/// Law: of several members of one name the last counts.
/// Lifetime: of `json`.
std::optional<std::string_view> member_at(std::string_view json, const JsonPath& path);

/// Append a value of JSON without the members that `paths` lead to through objects, and without
/// objects of which nothing is left then. What is left keeps its bytes.
/// Returns whether anything is left. Law: where no path leads to anything, it is the value as it stands.
bool append_without(std::string& out, std::string_view json,
                    const std::vector<JsonPath>& paths);

}  // namespace dp::expr
