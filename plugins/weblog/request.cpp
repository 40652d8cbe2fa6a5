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

bool is_capital(char byte) noexcept { return byte >= 'A' && byte <= 'Z'; }

/// Whether a word says a protocol: "HTTP/" and whatever ("HTTP/1.1", "HTTP/V1.0"), or capitals, '/'
/// and a number, as "RTSP/1.0".
bool is_protocol(std::string_view word) noexcept {
  const auto slash = word.find('/');
  if (slash == std::string_view::npos || slash == 0) return false;
  const auto name = word.substr(0, slash);
  const auto version = word.substr(slash + 1);
  if (name == "HTTP" || name == "http") return true;
  return std::all_of(name.begin(), name.end(), is_capital) && !version.empty() &&
         version.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// Whether 9 bytes are a space and "HTTP/1.1", with whatever digits.
bool is_usual_end(const char* at) noexcept {
  constexpr std::uint64_t kZeros = UINT64_C(0x30'2e'30'2f'50'54'54'48);  // "HTTP/0.0"
  return *at == ' ' &&
         scan::at_most(scan::load8(at + 1) ^ kZeros, UINT64_C(0x09'00'09'00'00'00'00'00));
}

std::uint32_t question_mark(const char* text, Range target) noexcept {
  const auto* found =
      static_cast<const char*>(std::memchr(text + target.begin, '?', target.size()));
  return found == nullptr ? target.end : static_cast<std::uint32_t>(found - text);
}

}  // namespace

bool split_request(const char* text, Range request, std::uint32_t first_space, Range& method,
                   Range& target) noexcept {
  constexpr std::uint32_t kEnd = 9;  // " HTTP/1.1"
  std::uint32_t begin = first_space + 1;
  std::uint32_t end = request.end;
  if (first_space >= end) return false;
  const bool usual = begin + kEnd < end && is_usual_end(text + end - kEnd) &&
                     text[begin] != ' ' && text[end - kEnd - 1] != ' ';
  if (usual) {
    end -= kEnd;
  } else {
    while (begin < end && text[begin] == ' ') ++begin;
    while (end > begin && text[end - 1] == ' ') --end;
    const std::string_view rest(text + begin, end - begin);
    const auto last = rest.rfind(' ');
    if (last != std::string_view::npos && is_protocol(rest.substr(last + 1)))
      end = begin + static_cast<std::uint32_t>(rest.find_last_not_of(' ', last)) + 1;
    else if (is_protocol(rest))
      end = begin;
  }
  if (begin == end || !is_method(text, {request.begin, first_space})) return false;
  method = {request.begin, first_space};
  target = {begin, end};
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
  std::uint32_t begin = target.end;
  std::uint32_t end = request.end;
  while (begin < end && text[begin] == ' ') ++begin;
  while (end > begin && text[end - 1] == ' ') --end;
  return begin == end ? Range{} : Range{begin, end};
}

}  // namespace dp::weblog
