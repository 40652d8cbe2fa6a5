// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// Makes the tree of a document of its parts, in the order in which they come.
///
/// Law: the tree has at most kMaxNodes nodes, an alias counted as all that it stands for, and is at
///   most kMaxDepth deep; each key of a map comes once.
/// Errors: mistakes go to the diagnostics. A call that returns false has reported one after which
///   nothing more can be read.
class TreeBuilder {
 public:
  /// A number that the value of an anchor is known by; 0: none.
  using Anchor = std::size_t;

  explicit TreeBuilder(Diagnostics& diagnostics) : diagnostics_(&diagnostics) {}

  /// Begin a list or a map; `in_brackets`: [...] or {...}.
  [[nodiscard]] bool open(Node::Kind kind, Mark mark, Anchor anchor, bool in_brackets);
  /// End the one that was begun last.
  [[nodiscard]] bool close();
  /// A scalar, or nothing: a value, or a key where one is due.
  [[nodiscard]] bool add(Node node, Anchor anchor);
  /// The value of `anchor` again.
  [[nodiscard]] bool add_alias(Anchor anchor, Mark mark);

  /// The innermost list or map that is open, as far as it came, if it is in brackets.
  [[nodiscard]] const Node* open_brackets() const noexcept;
  /// Report that a comma cuts a call apart, which begins with `first`.
  void report_split_call(const Node& first);

  [[nodiscard]] bool is_empty() const noexcept { return !root_; }
  /// The tree, unless it is so wrong that checking it further would only add noise.
  std::optional<Node> take() { return cut_apart_ ? std::nullopt : std::move(root_); }

 private:
  /// A list or map that is being made, and what is known of it.
  struct Frame {
    Node node;
    Anchor anchor = 0;
    bool in_brackets = false;
    bool has_key = false;
    bool keep = true;  ///< the entry that the key begins
    std::string key;
    Mark key_mark;
    std::map<std::string, std::uint32_t> keys;  ///< and their lines
  };
  /// A finished value with a name, to be repeated where the name is used.
  struct Anchored {
    Node node;
    std::size_t nodes = 0;
    std::size_t depth = 0;
  };

  static void measure(const Node& node, std::size_t depth, Anchored& out);
  bool count(std::size_t nodes, Mark mark);
  bool refuse(Mark mark, std::string message);
  void attach(Node node);
  void take_key(const Node& node);

  Diagnostics* diagnostics_;
  std::vector<Frame> stack_;
  std::map<Anchor, Anchored> anchors_;
  std::optional<Node> root_;
  std::size_t nodes_ = 0;
  bool cut_apart_ = false;
};

}  // namespace dp::pipeline
