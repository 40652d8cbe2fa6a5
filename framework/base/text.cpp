// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <dp/escape.hpp>
#include <vector>

namespace dp {

namespace {

constexpr char kHex[] = "0123456789ABCDEF";

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

/// Edits from `a` to `b`, or more than `limit` if there are more than `limit`.
std::size_t edits(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

/// Controls, and the marks that make a terminal show text in another order than it has.
bool is_unsafe(std::uint32_t code) noexcept {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c ||
         (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

void append_escaped(std::string& out, std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.append({'\\', 'x', kHex[byte >> 4], kHex[byte & 15]});
  }
}

}  // namespace

std::optional<std::string> nearest(std::string_view word,
                                   std::span<const std::string> candidates) {
  if (word.size() < 2 || word.size() > 256) return std::nullopt;
  const std::string wanted = lower_case(word);
  std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::optional<std::string> best;
  for (const auto& candidate : candidates) {
    const std::size_t count = edits(wanted, lower_case(candidate), limit);
    if (count > limit || (best && count == limit)) continue;
    best = candidate;
    limit = count;
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const auto found = nearest(word, candidates);
  return found ? ", did you mean '" + *found + "'?" : std::string();
}

std::size_t utf8_size(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto character = format::decode_utf8(text.data(), text.data() + text.size());
  return character.valid ? character.size : 0;
}

void append_json(std::string& out, std::string_view text) { format::append_json(out, text); }

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto character = format::decode_utf8(text.data(), text.data() + text.size());
    // Of what is no character each byte is shown: the rest is looked at again.
    const auto bytes = text.substr(0, character.valid ? character.size : 1);
    if (!character.valid || is_unsafe(character.code))
      append_escaped(out, bytes);
    else
      out.append(bytes);
    text.remove_prefix(bytes.size());
  }
  return out;
}

}  // namespace dp
