// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dp::json {

enum class Kind : std::uint8_t { missing, null, boolean, number, text, object, array };

/// "a number", "an object": for messages.
std::string_view name_of(Kind kind) noexcept;

/// Where a value lies in its text; of a string, what is between its quotes.
struct Value {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Kind kind = Kind::missing;
  bool escaped = false;  ///< a string with backslashes

  [[nodiscard]] std::string_view raw(const char* base) const noexcept {
    return {base + begin, end - begin};
  }
  /// As it stands: of a string, with its quotes.
  [[nodiscard]] std::string_view whole(const char* base) const noexcept {
    const std::uint32_t quote = kind == Kind::text ? 1 : 0;
    return {base + begin - quote, end - begin + 2 * quote};
  }
};

/// The place of the first escape of `text`, which is between quotes, that is none of JSON's, or
/// that names half of a surrogate pair alone; the size if all are right.
std::size_t bad_escape(std::string_view text) noexcept;

/// Append a value that is right without the blanks between its tokens.
void append_compact(std::string& out, std::string_view json);

/// Append what `text`, whose escapes are right, means.
void append_unescaped(std::string& out, std::string_view text);

}  // namespace dp::json
