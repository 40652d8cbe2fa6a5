// SPDX-License-Identifier: Apache-2.0
#include "base/file_identity.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/links.hpp"

namespace dp {

namespace {

std::optional<FileIdentity> existing(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileIdentity{status.st_dev, status.st_ino, {}};
}

std::string join(const std::string& folder, std::string_view name) {
  return folder + (folder.ends_with('/') ? "" : "/") + std::string(name);
}

/// Goes along a path, name by name, as the system would if all that is missing were folders.
class Walk {
 public:
  explicit Walk(std::string_view path) { queue(path); }

  FileIdentity go() {
    while (!names_.empty()) {
      const auto name = std::move(names_.back());
      names_.pop_back();
      step(name);
    }
    auto identity = existing(at_).value_or(FileIdentity{});
    for (const auto& name : missing_) identity.below += (identity.exists() ? "" : "/") + name;
    return identity;
  }

 private:
  /// `path` comes before what is left.
  void queue(std::string_view path) {
    if (path.starts_with('/')) at_ = "/";
    for (auto end = path.size(); end > 0;) {
      const auto slash = path.find_last_of('/', end - 1);
      const auto begin = slash == std::string_view::npos ? 0 : slash + 1;
      if (begin < end) names_.emplace_back(path.substr(begin, end - begin));
      end = begin == 0 ? 0 : begin - 1;
    }
  }

  void step(const std::string& name) {
    if (name == ".") return;
    const bool is_up = name == "..";
    if (!missing_.empty()) {
      if (is_up)
        missing_.pop_back();
      else
        missing_.push_back(name);
      return;
    }
    const auto next = join(at_, name);
    if (existing(next)) {
      at_ = next;
    } else if (!is_up && !follow(next)) {
      missing_.push_back(name);
    }
  }

  /// Go on where a link leads to that leads to nothing.
  bool follow(const std::string& link) {
    std::error_code error;
    const auto target = std::filesystem::read_symlink(link, error);
    if (error || ++links_ > kMostLinks) return false;
    queue(target.string());
    return true;
  }

  std::string at_ = ".";              ///< exists
  std::vector<std::string> missing_;  ///< below at_
  std::vector<std::string> names_;    ///< still to go, the next one last
  int links_ = 0;
};

/// Of a new file in a folder that exists, which most outputs are.
std::optional<FileIdentity> new_in_folder(const std::string& path) {
  const auto slash = path.find_last_of('/');
  const auto name = slash == std::string::npos ? path : path.substr(slash + 1);
  if (name.empty() || name == "." || name == "..") return std::nullopt;
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 || errno != ENOENT) return std::nullopt;
  auto identity = existing(slash == std::string::npos ? "." : path.substr(0, slash + 1));
  if (identity) identity->below = name;
  return identity;
}

}  // namespace

FileIdentity identify(const std::string& path) {
  if (auto identity = existing(path)) return *identity;
  if (auto identity = new_in_folder(path)) return *identity;
  return Walk(path).go();
}

}  // namespace dp
