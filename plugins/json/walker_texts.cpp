// SPDX-License-Identifier: Apache-2.0
// Texts: where reading one begins, and what is said of one that is wrong.
#include <dp/abi.h>

#include <algorithm>
#include <cstdio>

#include "json/walker.hpp"
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
bool Walker::find_tokens(std::string_view text) {
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
void Walker::copy(std::string_view text) {
  copy_.assign(text);
  copy_.append(DP_PADDING, '\0');
  text_ = copy_.data();
}

/// Begin to read a text, in place if it cannot end too early.
bool Walker::start(std::string_view text) {
  std::fill(slots_.begin(), slots_.end(), Value{});
  if (!find_tokens(text)) return false;
  // Where the last token closes a bracket, the end is met there or nowhere: see pop().
  const char last = text[end_[-1]];
  if (last != '}' && last != ']') copy(text);
  return true;
}

/// Begin to read a text that is cut: without the token that the end may have cut.
bool Walker::start_cut(std::string_view text) {
  std::fill(slots_.begin(), slots_.end(), Value{});
  const auto bad = values::bad_utf8(text);
  if (bad + 4 > text.size()) text = text.substr(0, bad);
  std::string whole(text);
  if (find_flaw(whole).expected == kExpectedEnd) {
    while (whole.ends_with('\\')) whole.pop_back();
    whole += '"';
  }
  if (!find_tokens(whole)) return false;
  size_ = *--end_;
  copy(std::string_view(whole).substr(0, size_));
  return true;
}

bool Walker::open(std::string_view text, bool cut) {
  if (cut) return start_cut(text);
  if (!find_tokens(text)) return false;
  copy(text);
  return true;
}

bool Walker::read(std::string_view text, Value& value) {
  if (!start(text) || !this->value(tree_->root(), value) || !at_end()) return false;
  const auto slot = tree_->root().slot;
  if (slot != Tree::kNone) slots_[slot] = value;
  return true;
}

bool Walker::begin_lines(std::string_view lines) {
  if (tokens_of_lines_.find(lines) != Tokens::State::found) return false;
  const auto* const end = tokens_of_lines_.end();
  // What is not closed reads on into the next line, and ends at this bracket: see pop().
  const char last = lines[end[-1]];
  if (last != '}' && last != ']') return false;
  lines_ = {lines.data(), lines.size(), tokens_of_lines_.begin(), end,
            find_slash(lines.data(), 0, lines.size())};
  return true;
}

bool Walker::read_line(std::size_t at, std::size_t end, Value& value) {
  while (lines_.token != lines_.end && *lines_.token < at) ++lines_.token;
  if (lines_.slash < at) lines_.slash = find_slash(lines_.text, at, lines_.size);
  text_ = lines_.text;
  size_ = lines_.size;
  token_ = lines_.token;
  end_ = lines_.end;
  slash_ = lines_.slash;
  depth_ = 0;
  if (token_ == end_ || *token_ >= end || (byte() != '{' && byte() != '[')) return false;
  std::fill(slots_.begin(), slots_.end(), Value{});
  if (!this->value(tree_->root(), value) || value.end > end) return false;
  if (token_ != end_ && *token_ < end) return false;
  lines_.token = token_;
  lines_.slash = slash_;
  const auto slot = tree_->root().slot;
  if (slot != Tree::kNone) slots_[slot] = value;
  return true;
}

void Walker::read_cut(std::string_view text) {
  Value value;
  if (start_cut(text)) static_cast<void>(this->value(tree_->root(), value));
}

bool Walker::read_open(std::string_view text) {
  return open(text, false) && !container(0, false) && fault_at_ == size_;
}

bool Walker::read_rest(std::string_view text, const std::vector<bool>& objects) {
  const bool any = open(text, false);
  if (!any) return blank() && objects.empty();
  for (const bool object : objects) set_object(++depth_, object);
  return container(0, true) && at_end();
}

bool Walker::at_end() { return token_ == end_ || fail(*token_, "the end"); }

std::string Walker::explain(std::size_t before) const {
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
