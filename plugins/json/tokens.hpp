// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}  // namespace simdjson::internal

namespace dp::json {

/// Where the tokens of a text begin: brackets, commas, colons, strings, numbers and words.
///
/// simdjson's first stage finds them, by the best code that this processor can run, and sees to
/// it that the text is UTF-8, that strings end, and that no control character is in them.
class Tokens {
 public:
  enum class State : std::uint8_t {
    found,
    blank,   ///< there is none
    wrong,   ///< see find_flaw
    memory,  ///< there is too little for so long a text
  };
  Tokens();
  Tokens(Tokens&&) noexcept;
  Tokens& operator=(Tokens&&) noexcept;
  Tokens(const Tokens&) = delete;
  Tokens& operator=(const Tokens&) = delete;
  ~Tokens();

  /// Precondition: text.size() < 2^32 - 64.
  State find(std::string_view text);
  /// Shape: places in the text, rising; after the last is the text's size.
  [[nodiscard]] const std::uint32_t* begin() const noexcept { return begin_; }
  [[nodiscard]] const std::uint32_t* end() const noexcept { return end_; }

 private:
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
  std::size_t capacity_ = 0;
  const std::uint32_t* begin_ = nullptr;
  const std::uint32_t* end_ = nullptr;
};

}  // namespace dp::json
