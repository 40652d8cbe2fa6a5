// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "json/index.hpp"
#include "json/path.hpp"
#include "json/value.hpp"

namespace dp::json {

/// How deep values may be nested.
inline constexpr std::size_t kMaxDepth = 1024;

/// Why a value is none.
struct Fault {
  std::size_t at = 0;          ///< in the text
  const char* want = nullptr;  ///< what should be there
  bool ended = false;          ///< the text ended first, and it was not final
};

/// Read values by their marks: the grammar of RFC 8259, all of it, and where the values of a
/// tree's paths lie.
///
/// Law: what is true of a value is so of its every byte, wanted or not, but for UTF-8, which is
///   the caller's to check. Of members of one name the last counts.
/// Cost: no recursion but along the paths.
class Walker {
 public:
  /// Lifetime: `tree` and `marks` outlive the walker.
  Walker(const Tree& tree, Marks& marks) : tree_(&tree), marks_(&marks), slots_(tree.slots()) {}

  /// The values to come end before text[limit]; `final`: if they do not, that is wrong.
  void set_limit(std::size_t limit, bool final) noexcept {
    limit_ = limit;
    final_ = final;
    marks_->set_limit(limit);
  }
  /// Read the value at the next mark. False: see fault().
  [[nodiscard]] bool read(Value& value);
  /// Read a value with nothing but blanks behind it, up to the limit.
  [[nodiscard]] bool read_all(Value& value);
  /// Read on behind a value within containers that began elsewhere: their end, and that of the
  /// text. `objects`: what they are, the outermost first.
  [[nodiscard]] bool read_rest(const std::vector<bool>& objects);
  /// Read an object's name behind `{` or a comma, and the colon.
  [[nodiscard]] bool read_name(std::uint32_t at, Value& name);
  /// No mark is left before the limit.
  [[nodiscard]] bool at_end();
  /// The next mark, of which text()[at] is not yet read.
  [[nodiscard]] bool next(std::uint32_t& at) {
    if (marks_->next(at)) [[likely]]
      return true;
    return fail_at_end();
  }
  /// Read the value at the mark `at`, wherever its parts are.
  [[nodiscard]] bool pass(std::uint32_t at, Value& value);

  /// The values of the last read(), by the tree's slots.
  [[nodiscard]] std::span<const Value> slots() const noexcept { return slots_; }
  [[nodiscard]] const Fault& fault() const noexcept { return fault_; }
  /// "byte 17: got '}', want a value", counted from text()[begin].
  [[nodiscard]] std::string explain(std::size_t begin) const;
  /// The same, of the byte at `at`, which is not what is wanted there.
  std::string misplaced(std::size_t at, const char* want, std::size_t begin) {
    fail(at, want);
    return explain(begin);
  }

 private:
  [[nodiscard]] char byte(std::uint32_t at) const noexcept { return marks_->text()[at]; }
  bool fail(std::size_t at, const char* want);
  bool fail_at_end();
  bool fail_in_string();
  bool fail_scalar(std::uint32_t at, const char* want);
  bool check_escapes(std::uint32_t begin, std::uint32_t end);
  bool string(std::uint32_t at, std::uint32_t& close, bool& escaped);
  bool name(std::uint32_t at, Value& name);
  bool value(std::uint32_t at, const Tree::Node* node, Value& out);
  bool object(std::uint32_t at, const Tree::Node& node, Value& out);
  bool array(std::uint32_t at, const Tree::Node& node, Value& out);
  bool child(std::uint32_t at, const Tree::Node* node);
  bool container(std::uint32_t at, Value& out);
  bool behind(std::size_t base, std::uint32_t& at, bool& object, bool& done);
  bool pop(std::size_t base, bool& object);
  bool string(std::uint32_t at, Value& out);
  bool scalar(std::uint32_t at, Value& out);
  const Tree::Node* find(const Tree::Node& node, const Value& name, std::size_t index);
  bool push(std::uint32_t at);
  [[nodiscard]] bool in_object() const noexcept {
    return (objects_[(depth_ - 1) >> 6] >> ((depth_ - 1) & 63) & 1) != 0;
  }

  const Tree* tree_;
  Marks* marks_;
  std::vector<Value> slots_;
  std::size_t limit_ = 0;
  bool final_ = true;
  Fault fault_;
  std::size_t depth_ = 0;
  std::array<std::uint64_t, kMaxDepth / 64> objects_{};  ///< bit k: the container k is one
  std::string name_;
};

}  // namespace dp::json
