// SPDX-License-Identifier: Apache-2.0
#include "json/path.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace dp::json {
namespace {

/// More members than this are not remembered.
constexpr std::size_t kMostExpected = 1024;

std::optional<std::string> unescaped(std::string_view token) {
  std::string name;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      name += token[i];
      continue;
    }
    const char next = i + 1 < token.size() ? token[++i] : '\0';
    if (next != '0' && next != '1') return std::nullopt;
    name += next == '0' ? '~' : '/';
  }
  return name;
}

}  // namespace

std::optional<Path> path_of(std::string_view text) {
  if (text == ".") return Path{};
  const bool pointer = text.starts_with('/');
  if (pointer) text.remove_prefix(1);
  Path path;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(pointer ? '/' : '.', at), text.size());
    const auto token = text.substr(at, end - at);
    if (!pointer && token.empty()) return std::nullopt;
    auto name = pointer ? unescaped(token) : std::string(token);
    if (!name) return std::nullopt;
    path.push_back(std::move(*name));
    at = end + 1;
  }
  return path;
}

std::optional<std::uint64_t> place_of(std::string_view name) noexcept {
  std::uint64_t place = 0;
  const char* const end = name.data() + name.size();
  const auto result = std::from_chars(name.data(), end, place);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  if (name.size() > 1 && name[0] == '0') return std::nullopt;
  return place;
}

const Tree::Node* Tree::Node::find(std::string_view name) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), name);
  if (found != names_.end() && *found == name)
    return &nodes_[static_cast<std::size_t>(found - names_.begin())];
  if (watch_ != nullptr && !watch_->knows(name)) watch_->note(name);
  return nullptr;
}

void Tree::watch(std::unordered_set<std::string> known) {
  watched_ = std::make_unique<Names>();
  watched_->known = std::move(known);
  root_.watch_ = watched_.get();
}

Tree::Node::Expected::Expected(std::string_view name, const Node* node)
    : name_(name), quoted_(name), node_(node) {
  quoted_ += '"';
  const auto size = quoted_.size();
  std::memcpy(&head_, quoted_.data(), std::min<std::size_t>(size, 8));
  if (size >= 8) std::memcpy(&tail_, quoted_.data() + size - 8, 8);
  if (size < 8) mask_ = (std::uint64_t{1} << 8 * size) - 1;
  // A name that is written with escapes does not stand there as it is; a long one may stand where
  // the text ends. They are looked up each time.
  const bool escaped = std::any_of(name.begin(), name.end(), [](char byte) {
    return byte == '"' || byte == '\\' || static_cast<unsigned char>(byte) < 0x20;
  });
  if (!escaped && size <= DP_PADDING) return;
  quoted_.clear();
  head_ = mask_ = ~std::uint64_t{0};  // eight bytes that no text has: they are not UTF-8
}

const Tree::Node* Tree::Node::look_up(std::string_view name, std::size_t index) const {
  const auto* node = find(name);
  // What is not known is noted each time that it comes.
  if (node == nullptr && watch_ != nullptr && !watch_->knows(name)) return nullptr;
  Expected now(name, node);
  if (index < expected_.size())
    expected_[index] = std::move(now);
  else if (index == expected_.size() && index < kMostExpected)
    expected_.push_back(std::move(now));
  return node;
}

Tree::Tree(const std::vector<Path>& paths) {
  // In order, for then each is put behind what is there.
  std::vector<const Path*> sorted;
  for (const auto& path : paths) sorted.push_back(&path);
  std::sort(sorted.begin(), sorted.end(), [](const Path* a, const Path* b) { return *a < *b; });
  for (const Path* path : sorted) add(root_, *path).slot = 0;
  std::uint32_t next = 0;
  nodes_ = 0;
  number(root_, next);
  for (const auto& path : paths) {
    slot_of_.push_back(at(root_, path).slot);
    if (path.size() == 1 && path[0] == kKey) key_slot_ = slot_of_.back();
  }
}

Tree::Node& Tree::add(Node& root, const Path& path) {
  Node* node = &root;
  for (const auto& name : path) {
    const auto found = std::lower_bound(node->names_.begin(), node->names_.end(), name);
    const auto place = found - node->names_.begin();
    if (found == node->names_.end() || *found != name) {
      node->names_.insert(found, name);
      node->nodes_.insert(node->nodes_.begin() + place, Node{});
    }
    node = &node->nodes_[static_cast<std::size_t>(place)];
  }
  return *node;
}

/// Number the slots so that those after a node are in a row.
void Tree::number(Node& node, std::uint32_t& next) {
  node.number = nodes_++;
  node.first = next;
  if (node.slot != kNone) node.slot = next++;
  for (auto& member : node.nodes_) number(member, next);
  node.last = next;
}

const Tree::Node& Tree::at(const Node& root, const Path& path) {
  const Node* node = &root;
  for (const auto& name : path) node = node->find(name);
  return *node;
}

}  // namespace dp::json
