// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dp::xml {

/// Which prefix stands for which namespace: ("m", "http://example.com/m"). The prefix "" is
/// that of elements without one.
using Bindings = std::vector<std::pair<std::string, std::string>>;

/// What a start tag declares. `tag`: all of it, well-formed. References in the names of
/// namespaces are left as they are.
Bindings bindings_of(std::string_view tag);

/// The namespace of a prefix; empty if there is none.
std::string_view namespace_of(const Bindings& bindings, std::string_view prefix) noexcept;

/// The prefix of a name; empty if it has none.
std::string_view prefix_of(std::string_view name) noexcept;

/// A part of a path whose namespace is given is written "{http://example.com/m}title".
[[nodiscard]] inline bool has_namespace(std::string_view part) noexcept {
  return part.starts_with('{');
}
/// `part` ("m:title") with its namespace, if `bindings` has its prefix.
std::string with_namespace(std::string_view part, const Bindings& bindings);
/// Of a part that has a namespace.
std::string_view namespace_in(std::string_view part) noexcept;
/// The name of any part without prefix or namespace.
std::string_view local_in(std::string_view part) noexcept;
/// How the elements, or attributes, of a part that has a namespace may be written.
std::vector<std::string> written(std::string_view part, const Bindings& bindings,
                                 bool is_attribute);

}  // namespace dp::xml
