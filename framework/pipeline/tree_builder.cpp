// SPDX-License-Identifier: Apache-2.0
#include "pipeline/tree_builder.hpp"

#include <algorithm>
#include <utility>

#include "pipeline/split_calls.hpp"

namespace dp::pipeline {

void TreeBuilder::measure(const Node& node, std::size_t depth, Anchored& out) {
  ++out.nodes;
  out.depth = std::max(out.depth, depth);
  for (const auto& item : node.items) measure(item, depth + 1, out);
  for (const auto& entry : node.entries) measure(entry.value, depth + 1, out);
  out.nodes += node.entries.size();
}

bool TreeBuilder::refuse(Mark mark, std::string message) {
  diagnostics_->error(mark, std::move(message));
  return false;
}

bool TreeBuilder::count(std::size_t nodes, Mark mark) {
  nodes_ += nodes;
  return nodes_ <= kMaxNodes ||
         refuse(mark,
                "more than 100000 values, counting each use of an alias as all it stands for");
}

bool TreeBuilder::open(Node::Kind kind, Mark mark, Anchor anchor, bool in_brackets) {
  if (!count(1, mark)) return false;
  if (stack_.size() >= kMaxDepth) return refuse(mark, "nested deeper than 64");
  Frame frame;
  frame.node.kind = kind;
  frame.node.mark = mark;
  frame.anchor = anchor;
  frame.in_brackets = in_brackets;
  stack_.push_back(std::move(frame));
  return true;
}

bool TreeBuilder::close() {
  Frame frame = std::move(stack_.back());
  stack_.pop_back();
  if (frame.in_brackets)
    for (const auto* first : split_calls(frame.node)) report_split_call(*first);
  --nodes_;  // open() counted it already
  return add(std::move(frame.node), frame.anchor);
}

bool TreeBuilder::add(Node node, Anchor anchor) {
  if (!count(1, node.mark)) return false;
  if (anchor != 0) {
    Anchored anchored;
    measure(node, 1, anchored);
    if (!count(anchored.nodes, node.mark)) return false;
    anchored.node = node;
    anchors_[anchor] = std::move(anchored);
  }
  attach(std::move(node));
  return true;
}

bool TreeBuilder::add_alias(Anchor anchor, Mark mark) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end())
    return refuse(mark, "this alias stands inside the value that it names");
  if (!count(found->second.nodes, mark)) return false;
  if (stack_.size() + found->second.depth > kMaxDepth)
    return refuse(mark, "nested deeper than 64");
  attach(found->second.node);
  return true;
}

void TreeBuilder::attach(Node node) {
  if (stack_.empty()) {
    root_ = std::move(node);
    return;
  }
  Frame& frame = stack_.back();
  if (frame.node.is_list()) {
    frame.node.items.push_back(std::move(node));
  } else if (!frame.has_key) {
    take_key(node);
  } else {
    frame.has_key = false;
    if (!frame.keep) return;
    frame.node.entries.push_back({std::move(frame.key), frame.key_mark, std::move(node)});
  }
}

void TreeBuilder::take_key(const Node& node) {
  Frame& frame = stack_.back();
  frame.has_key = true;
  frame.key = node.text;
  frame.key_mark = node.mark;
  frame.keep = false;
  if (!node.is_scalar()) {
    diagnostics_->error(node.mark, "a key must be text (got " + node.describe() + ")");
    return;
  }
  if (node.text.find('\0') != std::string::npos) {
    diagnostics_->error(node.mark, "a NUL cannot be in a name",
                        "for the characters \\0 themselves use single quotes");
    return;
  }
  if (node.text == "<<" && !node.quoted) {
    diagnostics_->error(node.mark, "merge keys (<<) are not supported",
                        "write the keys out; `vars` can hold values that repeat");
    return;
  }
  const auto [first, is_new] = frame.keys.try_emplace(node.text, node.mark.line);
  frame.keep = is_new;
  if (!is_new)
    diagnostics_->error(node.mark, "the key '" + node.text + "' is already there, on line " +
                                       std::to_string(first->second));
}

const Node* TreeBuilder::open_brackets() const noexcept {
  return stack_.empty() || !stack_.back().in_brackets ? nullptr : &stack_.back().node;
}

void TreeBuilder::report_split_call(const Node& first) {
  diagnostics_->error(first.mark, "a comma inside a call ends the value here",
                      "quote the whole value, or give each entry a line of its own");
  cut_apart_ = true;
}

}  // namespace dp::pipeline
