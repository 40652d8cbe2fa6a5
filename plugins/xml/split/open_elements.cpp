// SPDX-License-Identifier: Apache-2.0
#include "xml/split/open_elements.hpp"

#include <algorithm>

namespace dp::xml {
namespace {

/// What the names of elements are taken for that are not known.
constexpr std::string_view kAnyName = "*";

}  // namespace

void OpenElements::begin(bool in_head) {
  rooted_ = in_head || pattern_.rooted;
  open_.clear();
  if (!in_head) open_.assign(pattern_.parents.begin(), pattern_.parents.end());
  given_ = open_.size();
}

void OpenElements::begin_inside(std::size_t parents, std::size_t others) {
  rooted_ = pattern_.rooted;
  open_.clear();
  for (std::size_t depth = 0; depth < parents && !parent(depth).empty(); ++depth)
    open_.push_back(parent(depth));
  open_.insert(open_.end(), others, kAnyName);
  given_ = open_.size();
}

void OpenElements::close() noexcept {
  open_.pop_back();
  given_ = std::min(given_, open_.size());
}

bool OpenElements::is_innermost(std::string_view name) const noexcept {
  const bool is_given = open_.size() == given_;
  return is_given ? fits(open_.back(), name) : open_.back() == name;
}

/// The parent of which `depth` are open around it; one that is the only one may lie in itself.
std::string_view OpenElements::parent(std::size_t depth) const noexcept {
  const auto& parents = pattern_.parents;
  const bool repeats = !pattern_.rooted && parents.size() == 1;
  if (depth >= parents.size() && !repeats) return {};
  return parents[repeats ? 0 : depth];
}

bool OpenElements::are(std::size_t parents, std::size_t others) const noexcept {
  if (pattern_.rooted)
    return open_.size() == parents + others && pattern_.parents_in(open_) == parents;
  const auto first = pattern_.first_parent_in(open_);
  if (open_.size() - first != parents + others) return false;
  for (std::size_t depth = 0; depth < parents + others; ++depth) {
    const auto name = open_[first + depth];
    const auto other = depth < parents ? parent(depth) : kAnyName;
    if (other.empty() || !fits(other, name) || !pattern_.is_alike(name, other, depth))
      return false;
  }
  return true;
}

}  // namespace dp::xml
