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

/// Controls, the marks that make a terminal show text in another order than it has, and those that
/// it shows as nothing though they tell two texts apart.
bool is_unsafe(std::uint32_t code) noexcept {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c ||
         (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
         (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe007f);
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

std::vector<std::string> lines_of(std::string_view text, std::size_t most) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < most) {
    const auto size = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return lines;
}

std::size_t utf8_size(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto character = format::decode_utf8(text.data(), text.data() + text.size());
  return character.valid ? character.size : 0;
}

std::string_view whole_characters(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  auto end = most;
  const auto goes_on = [&] { return (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; };
  while (end > 0 && end + 3 > most && goes_on()) --end;
  return text.substr(0, goes_on() ? most : end);
}

void append_json(std::string& out, std::string_view text) { format::append_json(out, text); }

namespace {

/// `text` with escape(out, bytes, character) for what is unsafe; keep(rest) says how many bytes at the
/// front of a text stay though they are.
template <class Keep, class Escape>
std::string escaped(std::string_view text, Keep keep, Escape escape) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto character = format::decode_utf8(text.data(), text.data() + text.size());
    // Of what is no character each byte is shown: the rest is looked at again.
    std::size_t size = character.valid ? character.size : 1;
    const bool safe = character.valid && !is_unsafe(character.code);
    const std::size_t kept = safe ? size : keep(text);
    if (kept == 0)
      escape(out, text.substr(0, size), character);
    else
      out.append(text.substr(0, size = kept));
    text.remove_prefix(size);
  }
  return out;
}

void escape_bytes(std::string& out, std::string_view bytes, const format::Decoded& /*which*/) {
  append_escaped(out, bytes);
}

void append_unit(std::string& out, std::uint32_t unit) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[unit >> shift & 15];
}

void escape_in_json(std::string& out, std::string_view /*bytes*/,
                    const format::Decoded& which) {
  const auto code = static_cast<std::uint32_t>(which.code);
  if (code < 0x10000) return append_unit(out, code);
  append_unit(out, 0xd800 + ((code - 0x10000) >> 10));
  append_unit(out, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

std::size_t keep_nothing(std::string_view /*text*/) { return 0; }
std::size_t keep_newline(std::string_view text) { return text.front() == '\n' ? 1 : 0; }
std::size_t keep_layout(std::string_view text) {
  if (text.starts_with("\r\n")) return 2;
  return text.front() == '\n' || text.front() == '\t' ? 1 : 0;
}

}  // namespace

std::string printable(std::string_view text) {
  return escaped(text, &keep_nothing, &escape_bytes);
}

std::string printable_lines(std::string_view text) {
  return escaped(text, &keep_newline, &escape_bytes);
}

std::string printable_records(std::string_view text) {
  return escaped(text, &keep_layout, &escape_bytes);
}

std::string printable_json(std::string_view json) {
  return escaped(json, &keep_newline, &escape_in_json);
}

}  // namespace dp
