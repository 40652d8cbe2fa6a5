// SPDX-License-Identifier: Apache-2.0
#include "planner/sniff_encoding.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"
#include "input/converter.hpp"
#include "input/encoding.hpp"

namespace dp::planner {
namespace {

/// Where the first byte is that is not UTF-8; the size if none is. A character that is cut off is none.
std::size_t first_bad(std::string_view text) noexcept {
  constexpr std::size_t kMostCut = 3;
  for (std::size_t at = 0; at < text.size();) {
    const auto size = utf8_size(text.substr(at));
    const bool is_cut =
        at != 0 && text.size() - at <= kMostCut && static_cast<unsigned char>(text[at]) >= 0xc2;
    if (size == 0) return is_cut ? text.size() : at;
    at += size;
  }
  return text.size();
}

bool is_high(char byte) noexcept { return static_cast<unsigned char>(byte) >= 0x80; }

/// "utf-16le" if nearly each other byte is 0 and hardly any of those between is; empty: neither way.
std::string wide(std::string_view head) {
  std::size_t zeros[2] = {0, 0};
  const auto pairs = head.size() / 2;
  for (std::size_t i = 0; i < 2 * pairs; ++i) zeros[i % 2] += head[i] == '\0' ? 1 : 0;
  const auto many = [&](std::size_t count) { return count * 2 > pairs; };
  const auto few = [&](std::size_t count) { return count * 20 < pairs; };
  if (pairs < 2) return {};
  if (many(zeros[1]) && few(zeros[0])) return "utf-16le";
  return many(zeros[0]) && few(zeros[1]) ? "utf-16be" : "";
}

/// Whether a text has no control characters but those of lines and tabs.
bool is_printed(std::string_view text) noexcept {
  return std::none_of(text.begin(), text.end(), [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value == 0xff || value == 0x7f ||
           (value < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f');
  });
}

std::string hex(char byte) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  return {'0', 'x', kDigits[value >> 4], kDigits[value & 15]};
}

/// Letters beyond ASCII stand mostly beside others: so it is in Cyrillic, Greek, Chinese, Japanese.
bool has_words_of_high(std::string_view head) noexcept {
  std::size_t high = 0;
  std::size_t beside = 0;
  for (std::size_t i = 1; i < head.size(); ++i) {
    high += is_high(head[i]) ? 1 : 0;
    beside += is_high(head[i]) && is_high(head[i - 1]) ? 1 : 0;
  }
  return beside * 2 > high;
}

}  // namespace

std::optional<GuessedEncoding> guess_encoding(std::string_view head) {
  if (auto name = wide(head); !name.empty())
    return GuessedEncoding{name, "it has no byte order mark, and looks like " + name};
  const auto bad = first_bad(head);
  if (bad == head.size() || head.find('\0') != std::string_view::npos) return std::nullopt;
  auto remark =
      "byte " + std::to_string(bad) + " (" + hex(head[bad]) + ") is not UTF-8, so it is ";
  const bool is_western = !has_words_of_high(head) &&
                          decoded(head, "windows-1252").find('\xff') == std::string::npos;
  remark += is_western
                ? "taken for windows-1252; if letters look wrong, say what it is (iso-8859-2, "
                  "windows-1250, cp850, ...)"
                : "read as windows-1252, but hardly is: say what it is (windows-1251, gb18030, "
                  "shift_jis, euc-kr, ...)";
  return GuessedEncoding{"windows-1252", std::move(remark)};
}

std::string plain_utf16(std::string_view head) {
  constexpr std::size_t kLooked = 4096;
  head = head.substr(0, kLooked);
  auto name = wide(head);
  return !name.empty() && is_printed(decoded(head, name)) ? name : "";
}

std::string decoded(std::string_view bytes, const std::string& encoding) {
  const auto found = input::find_encoding(encoding);
  const auto converter =
      found ? input::make_converter(*found, protocol::BadBytes::reject) : fail(found.error());
  if (!converter) return std::string(bytes);
  std::string text(input::kMostMade * bytes.size(), '\0');
  text.resize((*converter)->convert(bytes, false, text.data(), text.size()).made);
  return text;
}

}  // namespace dp::planner
