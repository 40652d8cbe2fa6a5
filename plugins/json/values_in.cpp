// SPDX-License-Identifier: Apache-2.0
#include "json/values_in.hpp"

#include <algorithm>

#include "json/scalar.hpp"

namespace dp::json {
namespace {

constexpr std::string_view kSeparators = " \t\r\n\x1e";

bool is_open(char byte) noexcept { return byte == '{' || byte == '['; }
bool is_close(char byte) noexcept { return byte == '}' || byte == ']'; }

/// After the string that begins at text[at]; npos if it does not end.
std::size_t end_of_string(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

}  // namespace

std::size_t after_separators(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(kSeparators, at), text.size());
}

bool is_sequence(std::string_view head) noexcept {
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && head[first] == kRecordMark;
}

std::size_t end_of_value(std::string_view text, std::size_t at) noexcept {
  if (text[at] == '"') return end_of_string(text, at);
  if (!is_open(text[at])) return std::min(text.find_first_of(kSeparators, at), text.size());
  for (std::size_t depth = 0; at < text.size();) {
    const char byte = text[at];
    if (byte == '"') {
      at = end_of_string(text, at);
      continue;
    }
    ++at;
    if (is_open(byte)) ++depth;
    if (is_close(byte) && --depth == 0) return at;
  }
  return std::string_view::npos;
}

std::size_t end_of_element(std::string_view text, std::size_t at) noexcept {
  if (is_open(text[at]) || text[at] == '"') return end_of_value(text, at);
  return std::min(text.find_first_of(" \t\r\n,]", at), text.size());
}

std::string border_of_values(std::string_view text) {
  const auto first = after_separators(text, 0);
  if (first == text.size()) return {};
  const auto end = end_of_value(text, first);
  if (end >= text.size()) return {};
  const auto next = after_separators(text, end);
  if (next == text.size()) return {};
  auto to = next + 1;
  const auto quote = text.find_first_not_of(" \t\r\n", to);
  if (text[next] == '{' && quote < text.size() && text[quote] == '"')
    to = std::min(text.find('"', quote + 1), text.size() - 1) + 1;
  return std::string(text.substr(end - 1, to - end + 1));
}

std::size_t ValueEnds::of(std::size_t at) noexcept {
  if (sequence_) {
    const auto next = text_.find(kRecordMark, at);
    return next == text_.npos ? (last_ ? text_.size() : kNone) : next;
  }
  if (is_open(text_[at])) return of_container(at);
  if (text_[at] == '"') return of_broken(at);
  return of_scalar(at);
}

/// Take the mark of the bracket at text[at], with which the next marks are those of its value.
bool ValueEnds::take_bracket(std::size_t at) noexcept {
  // Marks of earlier values are passed over. Where these are wrong the bracket may be none.
  while (started_ && marks_->next(mark_))
    if (mark_ >= at) break;
  if (started_ && mark_ == at) return true;
  marks_->start(text_.data(), at, text_.size());
  started_ = marks_->next(mark_);
  return started_;
}

std::size_t ValueEnds::of_container(std::size_t at) noexcept {
  std::size_t depth = 1;
  if (!take_bracket(at)) return kNone;
  while (marks_->next(mark_)) {
    const char byte = text_[mark_];
    if (is_open(byte)) ++depth;
    if (is_close(byte) && --depth == 0) return std::size_t{mark_} + 1;
  }
  started_ = false;
  return marks_->broken() ? of_broken(at) : kNone;
}

/// The end of a value that may have a control character in a string; a string by itself.
std::size_t ValueEnds::of_broken(std::size_t at) noexcept {
  std::size_t depth = 0;
  bool string = false;
  for (; at < text_.size(); ++at) {
    const char byte = text_[at];
    if (string && byte == '\n') return at;
    if (string && byte == '\\') ++at;
    if (byte == '"') string = !string;
    if (string) continue;
    if (is_open(byte)) ++depth;
    if (is_close(byte)) --depth;
    if (depth == 0) return at + 1;
  }
  return kNone;
}

/// The end of a number, a word, or of what is no value at all.
std::size_t ValueEnds::of_scalar(std::size_t at) const noexcept {
  if (is_close(text_[at])) return at + 1;
  const auto end = text_.find_first_of(" \t\r\n\x1e{[\"}]", at + 1);
  if (end != text_.npos) return end;
  return last_ ? text_.size() : kNone;
}

}  // namespace dp::json
