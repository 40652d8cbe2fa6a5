// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "json/scalar.hpp"
#include "json/tokens.hpp"
#include "json/value.hpp"

namespace dp::json {

/// How deep values may be nested.
inline constexpr std::size_t kMaxDepth = 1024;

/// Read a text from token to token: the grammar of RFC 8259, whatever is wanted of it.
///
/// What is read ends the text at the latest: where the last token closes a bracket, the end is met
/// there or nowhere (see pop()); any other text is read in a copy that a NUL ends.
/// Errors: all that can fail returns false, and explain() says why.
class TokenReader {
 public:
  /// The text holds nothing but blanks.
  [[nodiscard]] bool blank() const noexcept { return state_ == Tokens::State::blank; }
  /// "byte 17: got '}', expected a value". `before`: bytes of the record before the text.
  [[nodiscard]] std::string explain(std::size_t before = 0) const;
  /// The place in the text where it is wrong.
  [[nodiscard]] std::size_t fault_at() const noexcept { return fault_at_; }

 protected:
  static constexpr const char* kExpectedMore = "more";
  static constexpr const char* kExpectedValue = "a value";
  static constexpr const char* kExpectedName = "a name in quotes";

  [[nodiscard]] static std::size_t find_slash(const char* text, std::size_t at,
                                              std::size_t size) noexcept;
  bool find_tokens(std::string_view text);
  void copy(std::string_view text);
  bool start(std::string_view text);
  bool fail(std::size_t at, const char* expected);
  bool container(std::size_t base, bool after);
  // These move `token` past what they read.
  bool push(const std::uint32_t*& token, std::size_t& depth);
  bool pop(const std::uint32_t*& token, std::size_t& depth);
  bool name(const std::uint32_t*& token, Value& name);
  bool string(const std::uint32_t*& token, Value& out);
  bool pass(const std::uint32_t*& token);
  bool pass_string(const std::uint32_t*& token);
  std::size_t pass_scalar(const std::uint32_t*& token);
  bool pass_colon(const std::uint32_t*& token);
  bool pass_name(const std::uint32_t*& token);
  bool check_escapes(const std::uint32_t* token);
  bool at_end();
  [[nodiscard]] std::uint32_t close_of_string(const std::uint32_t* token) const noexcept;
  [[nodiscard]] bool in_object(std::size_t depth) const noexcept {
    return (objects_[(depth - 1) >> 6] >> ((depth - 1) & 63) & 1) != 0;
  }
  void set_object(std::size_t depth, bool object) noexcept {
    const std::uint64_t bit = std::uint64_t{1} << ((depth - 1) & 63);
    auto& word = objects_[(depth - 1) >> 6];
    word = object ? word | bit : word & ~bit;
  }

  Tokens tokens_;
  Tokens::State state_ = Tokens::State::blank;
  const std::uint32_t* token_ = nullptr;
  const std::uint32_t* end_ = nullptr;
  const char* text_ = nullptr;
  std::size_t size_ = 0;
  std::size_t slash_ = 0;  ///< the next backslash, or the text's end
  std::size_t depth_ = 0;
  std::array<std::uint64_t, kMaxDepth / 64> objects_{};  ///< bit k: the container k is one
  std::size_t fault_at_ = 0;
  const char* fault_expected_ = nullptr;
  std::string copy_;  ///< of a text that may end too early, and a NUL
};

/// Enter the container that begins here.
DP_INLINE bool TokenReader::push(const std::uint32_t*& token, std::size_t& depth) {
  if (depth == kMaxDepth) [[unlikely]]
    return fail(*token, "at most 1024 levels");
  set_object(++depth, text_[*token] == '{');
  ++token;
  return true;
}

/// Leave the container that ends here. What comes after the last token is no part of the text.
DP_INLINE bool TokenReader::pop(const std::uint32_t*& token, std::size_t& depth) {
  --depth;
  ++token;
  return token != end_ || depth == 0 || fail(size_, kExpectedMore);
}

/// Where the string that begins here has its closing quote: only blanks stand between it and the
/// next token.
DP_INLINE std::uint32_t TokenReader::close_of_string(
    const std::uint32_t* token) const noexcept {
  std::uint32_t close = token[1] - 1;
  while (text_[close] != '"') --close;
  return close;
}

DP_INLINE bool TokenReader::pass_string(const std::uint32_t*& token) {
  if (slash_ < token[1] && !check_escapes(token)) [[unlikely]]
    return false;
  ++token;
  return true;
}

/// Returns the size of the number or word; 0 if it is none.
DP_INLINE std::size_t TokenReader::pass_scalar(const std::uint32_t*& token) {
  const char* const at = text_ + token[0];
  const char* const end = text_ + token[1];
  const auto size = size_of_scalar(at, end);
  if (size == 0 || (at + size != end && !is_blank(at[size]))) [[unlikely]] {
    fail(*token, kExpectedValue);
    return 0;
  }
  ++token;
  return size;
}

DP_INLINE bool TokenReader::pass_colon(const std::uint32_t*& token) {
  if (text_[*token] != ':') return fail(*token, "':'");
  ++token;
  return true;
}

DP_INLINE bool TokenReader::string(const std::uint32_t*& token, Value& out) {
  const auto close = close_of_string(token);
  out = {*token + 1, close, Kind::text, slash_ < close};
  return pass_string(token);
}

/// Read an object's name and the colon.
DP_INLINE bool TokenReader::pass_name(const std::uint32_t*& token) {
  if (text_[*token] != '"') return fail(*token, kExpectedName);
  return pass_string(token) && pass_colon(token);
}

DP_INLINE bool TokenReader::name(const std::uint32_t*& token, Value& name) {
  if (text_[*token] != '"') return fail(*token, kExpectedName);
  return string(token, name) && pass_colon(token);
}

DP_INLINE bool TokenReader::pass(const std::uint32_t*& token) {
  const char first = text_[*token];
  if (first == '"') return pass_string(token);
  if (first != '{' && first != '[') return pass_scalar(token) != 0;
  token_ = token;
  if (!container(depth_, false)) return false;
  token = token_;
  return true;
}

}  // namespace dp::json
