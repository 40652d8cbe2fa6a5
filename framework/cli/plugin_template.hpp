// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace dp::cli {

/// A file of share/templates/plugin, as this program carries it.
struct TemplateFile {
  const char* path;  ///< within the plugin's folder
  const char* text;
};

/// What `dp new plugin` writes, with the name kTemplateName in place of the plugin's.
std::span<const TemplateFile> plugin_template() noexcept;

inline constexpr const char* kTemplateName = "wordcount";

}  // namespace dp::cli
