// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "xml/markup/block.hpp"
#include "xml/markup/end_marks.hpp"
#include "xml/parse/paths.hpp"
#include "xml/split/between.hpp"

namespace dp::xml {

/// Find the end of a record, 64 bytes at a time, check all of it, and pick the values that stand
/// in it as they are.
///
/// Law: a record that is passed is well-formed, and ends where Extents says. One that is not
///   passed may be well-formed too. Values that are picked are what Picker picks of its tree.
/// Lifetime: of one text at a time: forget() before the next one.
class QuickParser {
 public:
  /// An element that is open.
  struct Open {
    const char* name;
    std::size_t size;
    const Wanted::Node* node;  ///< nullptr: nothing in it is wanted
  };

  /// `wanted` must outlive it.
  explicit QuickParser(const Wanted& wanted) { want(wanted); }

  void want(const Wanted& wanted);
  void forget() noexcept { block_.at = nullptr; }
  /// What follows the record whose start tag begins at `at`; nullptr if it is to be read with
  /// care: it has instructions or odd characters, does not end in [at, end), or is not
  /// well-formed. 64 bytes past `end` are readable.
  const char* end_of(const char* at, const char* end, EndMarks& marks) noexcept;
  /// Whether all that is wanted of the record was picked: else a value is in parts, or written
  /// with references or line ends that are to be decoded.
  [[nodiscard]] bool is_picked() const noexcept { return is_picked_; }
  /// Whether a value is the first of several.
  [[nodiscard]] bool repeated() const noexcept { return repeated_; }
  /// What Picker::unknown is, of the record's own text.
  [[nodiscard]] std::string_view unknown() const noexcept { return unknown_; }
  /// The values, by column. Valid until the next end_of(), and as long as the text.
  [[nodiscard]] std::span<const Value> values() const noexcept { return values_; }

 private:
  template <bool kClosed>
  const char* pass(const char* at, const char* end, EndMarks& marks) noexcept;

  LoadBlock load_ = best_load_block();
  Block block_;
  const Wanted* wanted_;
  std::array<Open, kMostDepth> open_;
  std::vector<Value> values_;
  bool is_picked_ = false;
  bool repeated_ = false;
  std::string_view unknown_;
};

}  // namespace dp::xml
