// SPDX-License-Identifier: Apache-2.0
#include "json/levels.hpp"

#include <utility>

#include "json/values_in.hpp"

namespace dp::json {
namespace {

bool is_within(const Path& path, const Path& array) noexcept {
  return path.size() >= array.size() && std::equal(array.begin(), array.end(), path.begin());
}

/// What is left of `path` within the `level`th of the arrays; level 0 is the record.
Path rest_of(const Path& path, const std::vector<Path>& arrays, std::size_t level) {
  const auto size = level == 0 ? 0 : arrays[level - 1].size();
  return Path(path.begin() + static_cast<std::ptrdiff_t>(size), path.end());
}

std::size_t level_of(const Path& path, const std::vector<Path>& arrays) noexcept {
  std::size_t level = 0;
  while (level < arrays.size() && is_within(path, arrays[level])) ++level;
  return level;
}

}  // namespace

std::vector<Path> arrays_on(const Path& path, const std::vector<Path>& arrays) {
  const auto count = static_cast<std::ptrdiff_t>(level_of(path, arrays));
  return {arrays.begin(), arrays.begin() + count};
}

Levels::Levels(const std::vector<Path>& arrays, const std::vector<Path>& paths,
               bool first_counts)
    : slot_of_(paths.size()) {
  std::uint32_t first = 0;
  levels_.reserve(arrays.size() + 1);
  for (std::size_t level = 0; level <= arrays.size(); ++level) {
    std::vector<Path> own;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < paths.size(); ++i)
      if (level_of(paths[i], arrays) == level) {
        places.push_back(i);
        own.push_back(rest_of(paths[i], arrays, level));
      }
    if (level < arrays.size()) own.push_back(rest_of(arrays[level], arrays, level));
    auto& made = levels_.emplace_back(Level{Tree(own), first, Tree::kNone});
    const auto& slots = made.tree.slot_of();
    for (std::size_t i = 0; i < places.size(); ++i) slot_of_[places[i]] = first + slots[i];
    if (level < arrays.size()) made.array = first + slots.back();
    if (level != 0) walkers_.emplace_back(made.tree);
    if (level != 0 && first_counts) walkers_.back().let_first_count();
    first += static_cast<std::uint32_t>(made.tree.slots());
  }
  values_.resize(first);
}

void Levels::clear(std::size_t level) noexcept {
  const auto& tree = levels_[level].tree;
  std::fill_n(values_.begin() + levels_[level].first, tree.slots(), Value{});
}

void Levels::read(std::size_t level, const char* base, std::string_view element) {
  auto& walker = walkers_[level - 1];
  const auto offset = static_cast<std::uint32_t>(element.data() - base);
  Value value;
  clear(level);
  if (!walker.read(element, value)) return;  // never: the record is right
  auto* to = values_.data() + levels_[level].first;
  for (auto found : walker.slots()) {
    found.begin += offset;
    found.end += offset;
    *to++ = found;
  }
}

Levels::Elements::Elements(const char* base, const Value& value) noexcept
    : array_(value.kind == Kind::array) {
  if (value.kind == Kind::missing || value.kind == Kind::null) return;
  rest_ = value.whole(base);
  if (array_) rest_ = rest_.substr(1, rest_.size() - 2);
}

std::optional<std::string_view> Levels::Elements::next() noexcept {
  if (!array_) return rest_.empty() ? std::nullopt : std::optional(std::exchange(rest_, {}));
  const auto begin = std::min(rest_.find_first_not_of(" \t\r\n,"), rest_.size());
  if (begin == rest_.size()) return std::nullopt;
  const auto end = std::min(end_of_element(rest_, begin), rest_.size());
  const auto element = rest_.substr(begin, end - begin);
  rest_.remove_prefix(end);
  return element;
}

}  // namespace dp::json
