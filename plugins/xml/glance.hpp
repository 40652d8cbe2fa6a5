// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dp::xml {

/// Find the end of a record that is made of plain tags and text, 64 bytes at a time, and check of
/// it what pugixml lets pass: characters, UTF-8, references, attributes given twice, depth.
///
/// Law: a record that is passed, and that pugixml then parses, is well-formed, and ends where
///   Extents says. What is said of a record depends on its bytes alone.
/// Lifetime: of one text at a time: forget() before the next one.
class Glance {
 public:
  void forget() noexcept { block_ = nullptr; }
  /// What is behind the record whose start tag begins at `at`; nullptr if it is to be read with
  /// care: it has comments, CDATA, instructions or odd characters, does not end in [at, end), or
  /// is not well-formed. 64 bytes behind `end` are readable.
  const char* end_of(const char* at, const char* end);

 private:
  bool take_tag();
  bool take_start();
  bool take_close();
  bool take_attributes(const char* at);
  bool take_attribute(const char*& at);
  bool take_odd(std::uint64_t odd);
  [[nodiscard]] const char* behind_reference(const char* at) const noexcept;
  [[nodiscard]] bool names_are_plain(const char* at, const char* end) const noexcept;
  [[nodiscard]] bool is_own(const char* at) const noexcept;
  /// Go on to the block that holds `at`.
  bool seek(const char* at);
  bool next_block();
  void load(const char* at) noexcept;

  // A block is 64 bytes of the text; bit k of a mask is of its byte k.
  const char* block_ = nullptr;
  std::uint64_t less_ = 0;   ///< '<'
  std::uint64_t marks_ = 0;  ///< '<', '>', and quotes
  std::uint64_t odd_ = 0;    ///< '&', ']', control characters, and what is not ASCII

  const char* begin_ = nullptr;  ///< of the record
  const char* end_ = nullptr;
  const char* at_ = nullptr;    ///< a '<'; then what is behind its tag
  const char* even_ = nullptr;  ///< what is odd before it was looked at
  std::string_view name_;
  std::size_t own_depth_ = 0;
  std::size_t depth_ = 0;
  bool has_high_ = false;
  std::vector<std::string_view> attributes_;
};

}  // namespace dp::xml
