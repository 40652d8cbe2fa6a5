// SPDX-License-Identifier: Apache-2.0
#include "plugin/search.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <system_error>

namespace dp::plugin {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSuffix = ".so";

void append_path_list(std::vector<std::string>& folders, std::string_view list) {
  while (!list.empty()) {
    const auto colon = list.find(':');
    if (colon != 0) folders.emplace_back(list.substr(0, colon));
    if (colon == std::string_view::npos) return;
    list.remove_prefix(colon + 1);
  }
}

/// The folders beside this program: of an installed dp, and of one in its build folder.
void append_own_folders(std::vector<std::string>& folders) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  if (error) return;
  const auto prefix = program.parent_path().parent_path();
  folders.push_back((prefix / DP_PLUGIN_INSTALL_DIR).string());
  if (std::string_view(DP_PLUGIN_INSTALL_DIR) != "lib/dp/plugins")
    folders.push_back((prefix / "lib/dp/plugins").string());
}

}  // namespace

SearchPath SearchPath::of(const std::vector<std::string>& given,
                          const std::vector<std::string>& pipeline) {
  SearchPath path;
  path.folders = given;
  path.folders.insert(path.folders.end(), pipeline.begin(), pipeline.end());
  if (const char* list = std::getenv("DP_PLUGIN_PATH")) append_path_list(path.folders, list);
  path.own = path.folders.size();
  append_own_folders(path.folders);
  return path;
}

std::vector<std::string> list_libraries(const SearchPath& path) {
  std::map<std::string, std::string> found;
  for (const auto& folder : path.folders) {
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end;
         at.increment(error)) {
      if (at->path().extension() == kSuffix)
        found.emplace(library_name(at->path().string()), at->path().string());
    }
  }
  std::vector<std::string> paths;
  for (auto& [name, library] : found) paths.push_back(library);
  return paths;
}

std::string find_library(const SearchPath& path, std::string_view task) {
  const auto name = std::string(task.substr(0, task.find('.')));
  if (name.empty() || name.find('/') != std::string::npos) return {};
  for (const auto& folder : path.folders) {
    std::error_code error;
    auto candidate = (fs::path(folder) / name).string().append(kSuffix);
    if (fs::exists(candidate, error)) return candidate;
  }
  return {};
}

std::string hidden_by(const SearchPath& path, const std::string& library) {
  std::error_code error;
  for (auto i = path.own; i < path.folders.size(); ++i) {
    const auto own = fs::path(path.folders[i]) / fs::path(library).filename();
    if (!fs::exists(own, error)) continue;
    return fs::equivalent(own, library, error) ? "" : own.string();
  }
  return {};
}

std::string folders_text(const SearchPath& path) {
  std::string text;
  for (const auto& folder : path.folders) {
    std::error_code error;
    const auto status = fs::status(folder, error);
    text += (text.empty() ? "" : ", ") + folder;
    if (!fs::exists(status))
      text += " (does not exist)";
    else if (!fs::is_directory(status))
      text += " (is no folder)";
  }
  return text;
}

std::string library_name(std::string_view path) { return fs::path(path).stem().string(); }

}  // namespace dp::plugin
