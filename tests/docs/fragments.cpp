// SPDX-License-Identifier: Apache-2.0
#include "fragments.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dp::test {

namespace {

constexpr std::string_view kPlace = "{{fragment}}";

/// The key that a line has without an indent; empty: it has none.
std::string key_of(std::string_view line) {
  const auto end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  if (end == 0 || end == std::string_view::npos || line[end] != ':') return {};
  return std::string(line.substr(0, end));
}

std::vector<std::string> keys_of(std::string_view text) {
  std::vector<std::string> keys;
  for (const auto& line : lines_of(text))
    if (auto key = key_of(line); !key.empty()) keys.push_back(std::move(key));
  return keys;
}

bool has_twice(const std::vector<std::string>& keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
    return std::count(keys.begin(), keys.end(), key) > 1;
  });
}

/// One text for each key, with the lines that belong to it.
std::vector<std::string> cut_at_keys(std::string_view text) {
  std::vector<std::string> parts;
  for (const auto& line : lines_of(text)) {
    if (parts.empty() || !key_of(line).empty()) parts.emplace_back();
    parts.back() += line + "\n";
  }
  return parts;
}

/// The task that the first `use` names.
std::string task_of(std::string_view text) {
  constexpr std::string_view kUse = "use: ";
  const auto at = text.find(kUse);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + kUse.size());
  return std::string(text.substr(0, text.find_first_of(",} \n")));
}

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return {};
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string frame_of(const Block& block, const std::string& part, const std::string& frames,
                     const std::string& task) {
  const auto key = keys_of(part).empty() ? std::string() : keys_of(part).front();
  const auto used = task_of(part);
  std::vector<std::string> names{key + "-" + (used.empty() ? task : used), key};
  if (const auto named = block.attribute("frame"); !named.empty()) names = {named};
  for (const auto& name : names)
    if (auto text = read(frames + "/" + name + ".yaml"); !text.empty()) return text;
  throw std::runtime_error(block.place() + ": no frame for this fragment (looked for " +
                           names.front() + ".yaml in " + frames +
                           "); name one with frame=NAME after ```yaml");
}

std::string framed(const std::string& frame, std::string_view part) {
  std::string file;
  for (const auto& line : lines_of(frame)) {
    const auto place = line.find(kPlace);
    if (place == std::string::npos) {
      file += line + "\n";
      continue;
    }
    for (const auto& inner : lines_of(part)) file += std::string(place, ' ') + inner + "\n";
  }
  return file;
}

}  // namespace

bool is_pipeline_text(std::string_view text) {
  static const std::vector<std::string> kKeys = {"dp",     "input",  "map",  "reduce",
                                                 "output", "use",    "to",   "columns",
                                                 "pool",   "errors", "vars", "tests"};
  const auto keys = keys_of(text.substr(0, text.find('\n') + 1));
  return !keys.empty() && std::find(kKeys.begin(), kKeys.end(), keys.front()) != kKeys.end();
}

std::vector<std::string> pipelines_of(const Block& block, const std::string& frames,
                                      const std::string& task) {
  const auto keys = keys_of(block.text);
  const auto has = [&](const char* key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  if (has("dp")) return {block.text};
  if (has("input") && has("map")) return {"dp: 1\n" + block.text};
  auto parts = has_twice(keys) ? cut_at_keys(block.text) : std::vector{block.text};
  for (auto& part : parts) part = framed(frame_of(block, part, frames, task), part);
  return parts;
}

}  // namespace dp::test
