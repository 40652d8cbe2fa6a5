// SPDX-License-Identifier: Apache-2.0
#include "input/glob.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "base/file_identity.hpp"

namespace dp::input {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSpecial = "*?[]{},\\";

/// True if a backslash makes the character at `at` one like others.
bool is_escaped(std::string_view text, std::size_t at) noexcept {
  std::size_t backslashes = 0;
  while (backslashes < at && text[at - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 1 && kSpecial.find(text[at]) != std::string_view::npos;
}

/// The first of `characters` in `text` that is not escaped; npos if there is none.
std::size_t find_special(std::string_view text, std::string_view characters) noexcept {
  auto at = text.find_first_of(characters);
  while (at != std::string_view::npos && is_escaped(text, at))
    at = text.find_first_of(characters, at + 1);
  return at;
}

/// The name that a part without wildcards stands for.
std::string unescape(std::string_view part) {
  std::string name;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool drops = part[i] == '\\' && i + 1 < part.size() &&
                       kSpecial.find(part[i + 1]) != std::string_view::npos;
    if (drops) ++i;
    name += part[i];
  }
  return name;
}

/// Where the brace that `open` opens is closed; npos if nowhere.
std::size_t closing_brace(std::string_view pattern, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < pattern.size(); ++i) {
    if (is_escaped(pattern, i)) continue;
    if (pattern[i] == '{') ++depth;
    if (pattern[i] == '}' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

/// Replace {a,b} by each of its words. Returns false, and stops, if that is too much.
bool expand_braces(const std::string& pattern, std::vector<std::string>& out,
                   std::size_t depth = 0) {
  if (depth > kMostBraces || out.size() >= kMostPatterns) return false;
  const auto open = find_special(pattern, "{");
  const auto close = open == std::string::npos ? open : closing_brace(pattern, open);
  if (close == std::string::npos) {
    out.push_back(pattern);
    return true;
  }
  int level = 0;
  for (std::size_t word = open + 1, i = word; i <= close; ++i) {
    if (is_escaped(pattern, i)) continue;
    const char c = pattern[i];
    if (c == '{') ++level;
    if (c == '}' && i != close) --level;
    if (i != close && (c != ',' || level != 0)) continue;
    const bool fits = expand_braces(
        pattern.substr(0, open) + pattern.substr(word, i - word) + pattern.substr(close + 1),
        out, depth + 1);
    if (!fits) return false;
    word = i + 1;
  }
  return true;
}

/// What the braces of a pattern stand for; nothing if that is too much.
std::vector<std::string> patterns_of(std::string_view pattern) {
  std::vector<std::string> patterns;
  if (!expand_braces(std::string(pattern), patterns)) patterns.clear();
  return patterns;
}

std::vector<std::string> parts_of(std::string_view pattern) {
  std::vector<std::string> parts;
  while (!pattern.empty()) {
    const auto slash = pattern.find('/');
    if (slash != 0) parts.emplace_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) break;
    pattern.remove_prefix(slash + 1);
  }
  return parts;
}

bool has_wildcard(std::string_view part) noexcept {
  return find_special(part, "*?[") != std::string_view::npos;
}

std::string join(const std::string& folder, const std::string& name) {
  if (folder.empty()) return name;
  return folder.back() == '/' ? folder + name : folder + "/" + name;
}

/// What a folder holds. One that is not there, or is no folder, holds nothing.
std::vector<fs::directory_entry> entries_of(const std::string& folder,
                                            std::vector<std::string>& unlisted) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  fs::directory_iterator entry(folder.empty() ? "." : folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    entries.push_back(*entry);
  if (error && error != std::errc::no_such_file_or_directory &&
      error != std::errc::not_a_directory)
    unlisted.push_back(folder.empty() ? "." : folder);
  return entries;
}

/// The folders that a search has been in, and the links that it has still to follow.
class Folders {
 public:
  explicit Folders(Links links) : links_(links) {}

  /// Whether a folder is to be searched now, from the `at`-th part of a pattern on; one that is a
  /// link may be kept for later. `from`: where to go on below it.
  bool take(const fs::directory_entry& entry, std::size_t at) {
    std::error_code ignored;
    if (!entry.is_symlink(ignored)) {
      if (links_ == Links::follow) (void)enter(entry.path().string(), at);
      return true;
    }
    if (links_ == Links::follow) later_.emplace(entry.path().string(), at);
    return false;
  }
  /// Mark a folder as searched. Returns whether it was not.
  bool enter(const std::string& folder, std::size_t at) {
    return seen_.emplace(identify(folder), at).second;
  }
  /// The next link that leads to a folder where the search has not been.
  std::optional<std::pair<std::string, std::size_t>> next() {
    while (!later_.empty()) {
      auto link = std::move(later_.extract(later_.begin()).value());
      if (enter(link.first, link.second)) return link;
    }
    return std::nullopt;
  }

 private:
  Links links_;
  std::set<std::pair<FileIdentity, std::size_t>> seen_;
  std::set<std::pair<std::string, std::size_t>> later_;
};

/// Matches a pattern against what there is.
class Walk {
 public:
  Walk(std::vector<std::string> parts, std::vector<std::string>& unlisted, Links links)
      : parts_(std::move(parts)), unlisted_(&unlisted), folders_(links) {}

  void go(const std::string& folder) {
    below(folder, 0);
    while (const auto link = folders_.next()) below(link->first, link->second);
  }

 private:
  /// Match the parts from `at` on below `folder` ("" is the working directory).
  void below(const std::string& folder, std::size_t at) {
    if (at == parts_.size()) return add(folder);
    const auto& part = parts_[at];
    if (!has_wildcard(part)) return below(join(folder, unescape(part)), at + 1);
    const bool deep = part == "**";
    const bool last = at + 1 == parts_.size();
    if (deep && !last) below(folder, at + 1);
    if (deep) (void)folders_.enter(folder, at);
    for (const auto& entry : entries_of(folder, *unlisted_)) {
      const auto name = entry.path().filename().string();
      std::error_code ignored;
      if (deep) {
        if (name.front() == '.') continue;
        const bool is_folder = entry.is_directory(ignored);
        if (last && !is_folder) found_.push_back(join(folder, name));
        if (is_folder && folders_.take(entry, at)) below(join(folder, name), at);
      } else if (::fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) == 0) {
        if (last || entry.is_directory(ignored)) below(join(folder, name), at + 1);
      }
    }
  }

 public:
  std::vector<std::string> take() { return std::move(found_); }

 private:
  void add(const std::string& path) {
    std::error_code error;
    const auto status = fs::symlink_status(path, error);
    if (fs::exists(status)) found_.push_back(path);
    // Whether it is there cannot be known: its folder cannot be searched.
    if (error == std::errc::permission_denied) unlisted_->push_back(path);
  }

  std::vector<std::string> parts_;
  std::vector<std::string>* unlisted_;
  Folders folders_;
  std::vector<std::string> found_;
};

void sort_unique(std::vector<std::string>& paths) {
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
}

bool match_parts(const std::vector<std::string>& path, std::size_t i,
                 const std::vector<std::string>& pattern, std::size_t j) {
  if (j == pattern.size()) return i == path.size();
  if (pattern[j] == "**") {
    for (std::size_t k = i; k <= path.size(); ++k)
      if (match_parts(path, k, pattern, j + 1)) return true;
    return false;
  }
  return i < path.size() && ::fnmatch(pattern[j].c_str(), path[i].c_str(), FNM_PERIOD) == 0 &&
         match_parts(path, i + 1, pattern, j + 1);
}

}  // namespace

bool is_glob(std::string_view path) noexcept {
  return find_special(path, "*?[{") != std::string_view::npos;
}

std::string plain_path(std::string_view pattern) { return unescape(pattern); }

Status check_glob(std::string_view pattern) {
  std::vector<std::string> patterns;
  if (expand_braces(std::string(pattern), patterns)) return {};
  return fail(Errc::invalid_argument,
              "its braces stand for more than " + std::to_string(kMostPatterns) +
                  " patterns, or are more than " + std::to_string(kMostBraces));
}

std::vector<std::string> glob(std::string_view pattern, std::vector<std::string>& unlisted,
                              Links links) {
  std::vector<std::string> paths;
  for (const auto& each : patterns_of(pattern)) {
    Walk walk(parts_of(each), unlisted, links);
    walk.go(each.starts_with('/') ? "/" : "");
    for (auto& path : walk.take()) paths.push_back(std::move(path));
  }
  sort_unique(paths);
  sort_unique(unlisted);
  return paths;
}

std::vector<std::string> glob_files(std::string_view pattern,
                                    std::vector<std::string>& unlisted, Links links) {
  auto files = glob(pattern, unlisted, links);
  std::erase_if(files, [](const auto& path) {
    std::error_code error;
    return fs::is_directory(path, error);
  });
  return files;
}

bool matches_glob(std::string_view path, std::string_view pattern) {
  const auto patterns = patterns_of(pattern);
  const auto parts = parts_of(path);
  return std::any_of(patterns.begin(), patterns.end(), [&](const auto& each) {
    // A pattern of one part is matched against the file's name, wherever it lies.
    auto wanted = parts_of(each);
    if (wanted.size() == 1 && !each.starts_with('/')) wanted.insert(wanted.begin(), "**");
    return match_parts(parts, 0, wanted, 0);
  });
}

std::vector<std::string> files_below(const std::string& folder,
                                     std::vector<std::string>& unlisted, Links links) {
  std::vector<std::string> paths;
  std::vector<std::string> waiting{folder};
  Folders folders(links);
  (void)folders.enter(folder, 0);
  while (!waiting.empty()) {
    const auto next = std::move(waiting.back());
    waiting.pop_back();
    for (const auto& entry : entries_of(next, unlisted)) {
      if (entry.path().filename().string().front() == '.') continue;
      std::error_code error;
      const bool is_folder = entry.is_directory(error);
      if (is_folder && folders.take(entry, 0))
        waiting.push_back(entry.path().string());
      else if (entry.is_regular_file(error) || error == std::errc::permission_denied)
        paths.push_back(entry.path().string());
    }
    if (!waiting.empty()) continue;
    if (auto link = folders.next()) waiting.push_back(std::move(link->first));
  }
  sort_unique(paths);
  sort_unique(unlisted);
  return paths;
}

std::size_t first_wildcard(std::string_view pattern) noexcept {
  return std::min(find_special(pattern, "*?[{"), pattern.size());
}

}  // namespace dp::input
