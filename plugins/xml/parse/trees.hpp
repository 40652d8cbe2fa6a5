// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dp::xml {

/// The most elements and attributes that a tree may have: some 16 MiB, if text is after each.
inline constexpr std::size_t kMostOfTree = 131072;

/// Whether the tree of `record` would have more than kMostOfTree. Cost: all of it is looked
/// through, unless it is short.
bool is_large_tree(std::string_view record) noexcept;

/// Parse records with pugixml, many at a time.
///
/// Shape: a batch of some 256 KiB is fastest. A record's depth and size must be capped before.
/// Lifetime: the trees and their texts live until the next parse().
class Trees {
 public:
  enum class Spaces : std::uint8_t {
    alone,  ///< of texts of nothing but space only those are kept that are all of an element
    all,    ///< all texts are kept
  };

  /// Parse copies of `records`, each of which is one element. False if pugixml refuses them, or
  /// sees other elements in them.
  [[nodiscard]] bool parse(std::span<const std::string_view> records, Spaces spaces);
  /// As many as there were records.
  [[nodiscard]] std::span<const pugi::xml_node> roots() const noexcept { return roots_; }
  /// Why the records were refused.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

 private:
  std::string buffer_;
  pugi::xml_document document_;
  std::vector<pugi::xml_node> roots_;
  std::string reason_;
};

}  // namespace dp::xml
