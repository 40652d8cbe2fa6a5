// SPDX-License-Identifier: Apache-2.0
#include "weblog/request.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace dp::weblog {
namespace {

/// Whether the first `size` (1 to 8) bytes of `word` are ASCII letters.
bool all_letters(std::uint64_t word, std::size_t size) noexcept {
  const std::uint64_t inside = scan::low_bytes(size);
  // Letters become 1 to 26, whatever their case, and nothing else does.
  const std::uint64_t letters = (((word | scan::repeat(0x20)) ^ scan::repeat(0x60)) & inside) |
                                (scan::repeat(1) & ~inside);
  return scan::at_most(letters, scan::repeat(26)) && scan::zero_bytes(letters) == 0;
}

bool is_method(const char* text, Range word) noexcept {
  if (word.size() == 0) return false;
  if (word.size() <= 8 && all_letters(scan::load8(text + word.begin), word.size())) return true;
  return std::all_of(text + word.begin, text + word.end, [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' ||
           byte == '_';
  });
}

bool is_protocol(std::string_view word) noexcept {
  constexpr std::string_view kHttp = "HTTP/";
  if (!word.starts_with(kHttp) || word.size() == kHttp.size()) return false;
  word.remove_prefix(kHttp.size());
  return word.find_first_not_of("0123456789.") == std::string_view::npos &&
         word.front() != '.' && word.back() != '.' &&
         std::count(word.begin(), word.end(), '.') < 2;
}

std::uint32_t question_mark(const char* text, Range target) noexcept {
  const auto* found =
      static_cast<const char*>(std::memchr(text + target.begin, '?', target.size()));
  return found == nullptr ? target.end : static_cast<std::uint32_t>(found - text);
}

}  // namespace

bool split_request(const char* text, Range request, std::uint32_t first_space,
                   std::uint32_t second_space, Range& method, Range& target) noexcept {
  second_space = std::min(second_space, request.end);
  if (first_space >= request.end || second_space <= first_space + 1) return false;
  if (!is_method(text, {request.begin, first_space})) return false;
  method = {request.begin, first_space};
  target = {first_space + 1, second_space};
  return true;
}

Range path_of(const char* text, Range target) noexcept {
  return {target.begin, question_mark(text, target)};
}

Range query_of(const char* text, Range target) noexcept {
  const std::uint32_t mark = question_mark(text, target);
  return mark == target.end ? Range{} : Range{mark + 1, target.end};
}

Range protocol_of(const char* text, Range request, Range target) noexcept {
  if (target.begin == 0) return {};
  const std::string_view tail(text + target.end, request.end - target.end);
  const auto space = tail.rfind(' ');
  if (space == std::string_view::npos || !is_protocol(tail.substr(space + 1))) return {};
  return {target.end + static_cast<std::uint32_t>(space) + 1, request.end};
}

}  // namespace dp::weblog
