// SPDX-License-Identifier: Apache-2.0
#include "input/glob.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

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
std::string unescape(const std::string& part) {
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

/// Match the parts from `at` on below `folder` ("" is the working directory).
void walk(const std::string& folder, const std::vector<std::string>& parts, std::size_t at,
          std::vector<std::string>& out) {
  if (at == parts.size()) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(folder, error))) out.push_back(folder);
    return;
  }
  const auto& part = parts[at];
  if (!has_wildcard(part)) return walk(join(folder, unescape(part)), parts, at + 1, out);
  const bool deep = part == "**";
  const bool last = at + 1 == parts.size();
  if (deep && !last) walk(folder, parts, at + 1, out);
  std::error_code error;
  fs::directory_iterator entry(folder.empty() ? "." : folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const auto name = entry->path().filename().string();
    std::error_code ignored;
    if (deep) {
      if (name.front() == '.') continue;
      if (last && !entry->is_directory(ignored)) out.push_back(join(folder, name));
      if (entry->is_directory(ignored) && !entry->is_symlink(ignored))
        walk(join(folder, name), parts, at, out);
    } else if (::fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) == 0) {
      if (last || entry->is_directory(ignored)) walk(join(folder, name), parts, at + 1, out);
    }
  }
}

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

Status check_glob(std::string_view pattern) {
  std::vector<std::string> patterns;
  if (expand_braces(std::string(pattern), patterns)) return {};
  return fail(Errc::invalid_argument,
              "its braces stand for more than " + std::to_string(kMostPatterns) +
                  " patterns, or are more than " + std::to_string(kMostBraces));
}

std::vector<std::string> glob(std::string_view pattern) {
  std::vector<std::string> paths;
  for (const auto& each : patterns_of(pattern))
    walk(each.starts_with('/') ? "/" : "", parts_of(each), 0, paths);
  sort_unique(paths);
  return paths;
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

std::vector<std::string> files_below(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied,
                                         error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const bool hidden = entry->path().filename().string().front() == '.';
    std::error_code ignored;
    if (hidden && entry->is_directory(ignored)) entry.disable_recursion_pending();
    if (!hidden && entry->is_regular_file(ignored)) paths.push_back(entry->path().string());
  }
  sort_unique(paths);
  return paths;
}

}  // namespace dp::input
