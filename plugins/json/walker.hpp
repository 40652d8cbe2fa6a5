// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/path.hpp"
#include "json/token_reader.hpp"
#include "json/value.hpp"

namespace dp::json {

/// Read values by their tokens: the grammar of RFC 8259, all of it, and where the values of a
/// tree's paths lie.
///
/// Law: what is true of a text is so of its every byte, wanted or not. Of members of one name the
///   last counts, if nobody says otherwise.
/// Cost: no recursion but along the paths.
class Walker : public TokenReader {
 public:
  /// Lifetime: `tree` outlives the walker.
  explicit Walker(const Tree& tree) : tree_(&tree), slots_(tree.slots()) {}

  /// Of members of one name let the first count.
  void let_first_count() {
    first_counts_ = true;
    had_.assign(tree_->nodes(), 0);
  }
  /// From here on find the values of this tree's paths. Lines that were begun are read on.
  void follow(const Tree& tree) {
    tree_ = &tree;
    slots_.assign(tree.slots(), Value{});
    if (first_counts_) had_.assign(tree.nodes(), 0);
  }
  /// Read a text that is a value with nothing but blanks around it. False: see explain().
  /// Precondition: DP_PADDING bytes past the text are readable.
  [[nodiscard]] bool read(std::string_view text, Value& value);
  /// The same of a member of an object: its name, a colon and a value. The slot of kKey is the
  /// name.
  [[nodiscard]] bool read_member(std::string_view text, Value& value);
  /// Find the tokens of many lines at once, which costs less than line by line. False: they are to
  /// be read by read(); some byte of them is wrong, or the last token is no bracket, at which a
  /// line that is not closed would end.
  /// Precondition: as read(). Lifetime: the lines outlive the calls of read_line().
  [[nodiscard]] bool begin_lines(std::string_view lines);
  /// Read lines[at, end), without its newline. The values are places in the lines. False: it is
  /// blank, wrong, or no object or array: read() tells.
  /// Precondition: `at` rises from call to call.
  [[nodiscard]] bool read_line(std::size_t at, std::size_t end, Value& value);
  /// Whether a text is right up to its end, which is within containers.
  [[nodiscard]] bool read_open(std::string_view text);
  /// Whether a text is right that goes on after a value within containers, to their end and that
  /// of the text. `objects`: what they are, the outermost first.
  [[nodiscard]] bool read_rest(std::string_view text, const std::vector<bool>& objects);
  [[nodiscard]] const Tree& tree() const noexcept { return *tree_; }
  /// The values of the last text or line, by the tree's slots, as places in its text.
  [[nodiscard]] std::span<const Value> slots() const noexcept { return slots_; }
  /// Go through a text by hand, whether it is right or not. False: there is no token.
  [[nodiscard]] bool open(std::string_view text);
  /// What the next token begins with; at the end, a NUL.
  [[nodiscard]] char byte() const noexcept { return text_[*token_]; }
  void advance() noexcept { ++token_; }
  /// Whether no token is left.
  [[nodiscard]] bool ended() const noexcept { return token_ == end_; }
  /// Read an object's name and the colon.
  [[nodiscard]] bool read_name(Value& name);
  /// Read a value.
  [[nodiscard]] bool pass_value();
  /// Read a value, to which the tree's paths lead.
  [[nodiscard]] bool read_value(Value& out) { return value(tree_->root(), out); }

 private:
  /// What read_line() goes through.
  struct Lines {
    const char* text = nullptr;
    std::size_t size = 0;
    const std::uint32_t* token = nullptr;  ///< the first after the lines that were read
    const std::uint32_t* end = nullptr;
    std::size_t slash = 0;  ///< the first backslash after them; the size if there is none
  };

  void clear() { std::fill(slots_.begin(), slots_.end(), Value{}); }
  bool finish(Value& value);
  bool value(const Tree::Node& node, Value& out);
  bool object(const Tree::Node& node);
  bool array(const Tree::Node& node);
  // These move `token` past what they read.
  bool child(const std::uint32_t*& token, const Tree::Node* node, std::uint64_t around);
  bool member(const std::uint32_t*& token, const Tree::Node& node, std::size_t index,
              const Tree::Node*& wanted);

  const Tree* tree_;
  Tokens tokens_of_lines_;
  Lines lines_;
  std::vector<Value> slots_;
  std::string name_;  ///< the last that was escaped, as it reads
  bool first_counts_ = false;
  std::uint64_t containers_ = 0;  ///< that were entered
  /// By the nodes' numbers: the last container in which each was found. A node is that of a name in one
  /// container at a time.
  std::vector<std::uint64_t> had_;
};

}  // namespace dp::json
