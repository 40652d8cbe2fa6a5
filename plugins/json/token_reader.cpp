// SPDX-License-Identifier: Apache-2.0
#include "json/token_reader.hpp"

#include <dp/abi.h>

#include <cstdio>
#include <cstring>

#include "values/text.hpp"

namespace dp::json {
namespace {

constexpr const char* kExpectedEnd = "the end of the string";
constexpr const char* kExpectedUtf8 = "UTF-8";

/// A byte that no token may hold.
struct Flaw {
  std::size_t at;
  const char* expected;
};

/// Where the first control character in a string is, or the end of the text if a string does not
/// end, or else the first byte that is not UTF-8.
Flaw find_flaw(std::string_view text) noexcept {
  bool string = false;
  bool escaped = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    if (string && static_cast<unsigned char>(byte) < 0x20)
      return {at, byte == '\n' ? kExpectedEnd : "no control character in a string"};
    if (byte == '"' && !escaped) string = !string;
    escaped = byte == '\\' && !escaped;
  }
  if (string) return {text.size(), kExpectedEnd};
  return {values::bad_utf8(text), kExpectedUtf8};
}

}  // namespace

/// Begin at the first token of a text. False if it has none, or a flaw.
bool TokenReader::find_tokens(std::string_view text) {
  text_ = text.data();
  size_ = text.size();
  depth_ = 0;
  state_ = tokens_.find(text);
  token_ = tokens_.begin();
  end_ = tokens_.end();
  if (state_ == Tokens::State::found) [[likely]] {
    slash_ = find_slash(text_, 0, size_);
    return true;
  }
  if (state_ == Tokens::State::wrong) {
    const auto flaw = find_flaw(text);
    fault_at_ = flaw.at;
    fault_expected_ = flaw.expected;
    return false;
  }
  return fail(size_, kExpectedMore);
}

/// The same, with a NUL after the text: it is no token's, so reading ends there at the latest.
void TokenReader::copy(std::string_view text) {
  copy_.assign(text);
  copy_.append(DP_PADDING, '\0');
  text_ = copy_.data();
}

/// Begin to read a text, in place if it cannot end too early.
bool TokenReader::start(std::string_view text) {
  if (!find_tokens(text)) return false;
  // Where the last token closes a bracket, the end is met there or nowhere: see pop().
  const char last = text[end_[-1]];
  if (last != '}' && last != ']') copy(text);
  return true;
}

bool TokenReader::fail(std::size_t at, const char* expected) {
  fault_at_ = std::min(at, size_);
  fault_expected_ = at < size_ ? expected : kExpectedMore;
  return false;
}

std::size_t TokenReader::find_slash(const char* text, std::size_t at,
                                    std::size_t size) noexcept {
  const auto* slash = static_cast<const char*>(std::memchr(text + at, '\\', size - at));
  return slash == nullptr ? size : static_cast<std::size_t>(slash - text);
}

/// Check the escapes of the string that begins here, which has a backslash.
bool TokenReader::check_escapes(const std::uint32_t* token) {
  const std::size_t begin = *token + 1;
  const std::size_t close = close_of_string(token);
  const auto bad = bad_escape({text_ + begin, close - begin});
  if (bad != close - begin) return fail(begin + bad, "an escape of JSON, surrogates in pairs");
  slash_ = find_slash(text_, close, size_);
  return true;
}

/// Read on until the depth is `base` and a value is read: from a value on, or from `after` one.
bool TokenReader::container(std::size_t base, bool after) {
  // In registers: this is most of the work.
  const std::uint32_t* token = token_;
  std::size_t depth = depth_;
  while (true) {
    if (!after) {
      const char first = text_[*token];
      if (first == '{' || first == '[') {
        if (!push(token, depth)) return false;
        // After the bracket as if after a value: that of an empty container closes it.
        if (text_[*token] != (first == '{' ? '}' : ']')) {
          if (first == '{' && !pass_name(token)) return false;
          continue;
        }
      } else if (first == '"' ? !pass_string(token) : pass_scalar(token) == 0) {
        return false;
      }
    }
    after = false;
    while (depth != base) {
      const bool object = in_object(depth);
      const char byte = text_[*token];
      if (byte == ',') {
        ++token;
        if (object && !pass_name(token)) return false;
        break;
      }
      if (byte != (object ? '}' : ']'))
        return fail(*token, object ? "',' or '}'" : "',' or ']'");
      if (!pop(token, depth)) return false;
    }
    if (depth == base) break;
  }
  token_ = token;
  depth_ = depth;
  return true;
}

bool TokenReader::at_end() { return token_ == end_ || fail(*token_, "the end"); }

std::string TokenReader::explain(std::size_t before) const {
  if (state_ == Tokens::State::memory)
    return "got " + std::to_string(size_) + " bytes, expected what memory holds";
  const char* const at = text_ + fault_at_;
  std::string got = fault_at_ == size_ ? "the end" : values::shown({at, 1});
  if (fault_expected_ == kExpectedUtf8) {
    char byte[8];
    std::snprintf(byte, sizeof byte, "0x%02x", static_cast<unsigned char>(*at));
    got = byte;
  }
  return "byte " + std::to_string(before + fault_at_ + 1) + ": got " + got + ", expected " +
         fault_expected_;
}

}  // namespace dp::json
