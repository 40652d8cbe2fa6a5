// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dp::plugin {

/// Where plugins are looked for: the first folder that has one wins.
///
/// Order: `given` (--plugin-path), `pipeline` (the file's plugins:), DP_PLUGIN_PATH (separated
///   by ':'), then the folder that came with this dp.
struct SearchPath {
  std::vector<std::string> folders;
  std::size_t own = folders.size();  ///< the folders from here on came with this dp

  static SearchPath of(const std::vector<std::string>& given,
                       const std::vector<std::string>& pipeline);
};

/// Every library NAME.so on the path, as paths, by name; a hidden one (a later folder's
/// namesake) is left out.
std::vector<std::string> list_libraries(const SearchPath& path);

/// The library for task `task`: "weblog" and "weblog.report" are looked for in weblog.so. Empty
/// if there is none.
std::string find_library(const SearchPath& path, std::string_view task);

/// dp's own library of the same name, which `library` hides; empty if there is none.
std::string hidden_by(const SearchPath& path, const std::string& library);

/// The folders, for messages: "build, /opt/plugins (does not exist)".
std::string folders_text(const SearchPath& path);

/// The plugin's name: "a/b/weblog.so" is weblog.
std::string library_name(std::string_view path);

}  // namespace dp::plugin
