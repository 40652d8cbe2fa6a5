// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dp::json {

/// What two records have between them: by it others are guessed, without reading all before
/// them.
struct Between {
  /// Members of an object: from the last byte of one, or the comma, to the quote before a name.
  std::string border;
  /// From the last byte of a record, or what separates it from the next, to the first name in
  /// that; of members from the quote after their own names on. Empty: nothing can be told.
  std::string signature;

  /// Where a record most likely begins in text[1, size); the size if none is found.
  [[nodiscard]] std::size_t find(std::string_view text) const noexcept;
};

/// By the first two elements of the array that begins at text[begin].
Between between_elements(std::string_view text, std::size_t begin);
/// By the first two members of the object that begins at text[begin].
Between between_members(std::string_view text, std::size_t begin);

}  // namespace dp::json
