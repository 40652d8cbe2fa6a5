// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace dp::cli {

/// A file of share/templates, as this program carries it.
struct TemplateFile {
  const char* kind;  ///< the --kind that it is of; "": of all of them; nullptr: without --kind
  const char* path;  ///< within the plugin's folder
  const char* text;
};

/// What `dp new plugin` writes, with the name kTemplateName in place of the plugin's; and with a
/// --kind, @NAME@.
std::span<const TemplateFile> plugin_template() noexcept;

/// The kinds, in the order of help.
inline constexpr const char* kTemplateKinds[] = {"step",    "reader", "records", "files",
                                                 "reducer", "writer", "function"};

inline constexpr const char* kTemplateName = "wordcount";

}  // namespace dp::cli
