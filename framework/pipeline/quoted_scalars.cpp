// SPDX-License-Identifier: Apache-2.0
#include "pipeline/quoted_scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace dp::pipeline {

namespace {

constexpr std::size_t kEscape = 6;  // bytes of "\ud83d"

bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

/// The number that `count` hex digits at the front of `text` are; nullopt if they are not.
std::optional<std::uint32_t> hex(std::string_view text, std::size_t count) noexcept {
  std::uint32_t value = 0;
  const auto digits = text.substr(0, count);
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  if (digits.size() != count || error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// The code of the "\uXXXX" at the front of `text`, if it is a surrogate.
std::optional<std::uint32_t> surrogate(std::string_view text) noexcept {
  if (!text.starts_with("\\u")) return std::nullopt;
  const auto code = hex(text.substr(2), 4);
  return code && *code >= 0xd800 && *code <= 0xdfff ? code : std::nullopt;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto rest = [&](int shift) { put(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | (code >> 6));
  } else if (code < 0x10000) {
    put(0xe0 | (code >> 12));
    rest(6);
  } else {
    put(0xf0 | (code >> 18));
    rest(12);
    rest(6);
  }
  rest(0);
}

struct Escape {
  char letter;
  std::uint32_t code;
};
constexpr Escape kEscapes[] = {{'0', 0},    {'a', 7},      {'b', 8},     {'t', 9},  {'n', 10},
                               {'v', 11},   {'f', 12},     {'r', 13},    {'e', 27}, {'N', 0x85},
                               {'_', 0xa0}, {'L', 0x2028}, {'P', 0x2029}};

class Reader {
 public:
  explicit Reader(std::string_view raw) : raw_(raw), quote_(raw.front()) {}

  QuotedText read() {
    while (at_ < raw_.size()) {
      const char c = raw_[at_];
      if (c == '\n' || c == '\r') {
        fold();
      } else if (quote_ == '"' && c == '\\') {
        escape();
      } else if (c != quote_) {
        out_.text += c;
        ++at_;
        if (!is_blank(c)) kept_ = out_.text.size();
      } else if (quote_ == '\'' && raw_.substr(at_ + 1).starts_with(quote_)) {
        keep(static_cast<unsigned char>(quote_));
        at_ += 2;
      } else {
        break;
      }
    }
    return std::move(out_);
  }

 private:
  /// Append what no line break may take away.
  void keep(std::uint32_t code) {
    append_utf8(out_.text, code);
    kept_ = out_.text.size();
  }

  /// Step over line breaks and the blanks around them. Returns how many breaks there were.
  std::size_t take_breaks() {
    std::size_t breaks = 0;
    for (; at_ < raw_.size(); ++at_) {
      if (raw_[at_] == '\n')
        ++breaks;
      else if (raw_[at_] != '\r' && !is_blank(raw_[at_]))
        break;
    }
    return breaks;
  }

  void fold() {
    out_.text.resize(kept_);
    const std::size_t breaks = take_breaks();
    out_.text.append(breaks == 1 ? 1 : breaks - 1, breaks == 1 ? ' ' : '\n');
    kept_ = out_.text.size();
  }

  void escape() {
    const auto rest = raw_.substr(at_);
    const char letter = rest.size() > 1 ? rest[1] : '\\';
    if (letter == '\n' || letter == '\r') {
      ++at_;
      out_.text.append(take_breaks() - 1, '\n');
      kept_ = out_.text.size();
    } else if (letter == 'x' || letter == 'u' || letter == 'U') {
      code(rest, letter == 'x' ? 2 : letter == 'u' ? 4 : 8);
    } else {
      const auto* found =
          std::find_if(std::begin(kEscapes), std::end(kEscapes),
                       [&](const Escape& each) { return each.letter == letter; });
      keep(found != std::end(kEscapes) ? found->code : static_cast<unsigned char>(letter));
      at_ += 2;
    }
  }

  void code(std::string_view rest, std::size_t digits) {
    const auto high = surrogate(rest);
    if (!high) {
      keep(hex(rest.substr(2), digits).value_or('?'));
      at_ += 2 + digits;
      return;
    }
    const auto low = rest.size() > kEscape ? surrogate(rest.substr(kEscape)) : std::nullopt;
    if (*high < 0xdc00 && low && *low >= 0xdc00) {
      keep(0x10000 + ((*high - 0xd800) << 10) + (*low - 0xdc00));
      at_ += 2 * kEscape;
      return;
    }
    if (out_.half_length == 0) {
      out_.half_at = at_;
      out_.half_length = kEscape;
    }
    at_ += kEscape;
  }

  std::string_view raw_;
  char quote_;
  std::size_t at_ = 1;
  std::size_t kept_ = 0;  ///< bytes of the text that a line break leaves
  QuotedText out_;
};

}  // namespace

QuotedText read_quoted(std::string_view raw) { return Reader(raw).read(); }

std::string hide_surrogates(std::string_view raw) {
  std::string hidden(raw);
  for (auto at = raw.find("\\u"); at != std::string_view::npos; at = raw.find("\\u", at + 2))
    if (surrogate(raw.substr(at))) hidden[at + 2] = 'e';
  return hidden;
}

void restore_surrogates(std::string& text, std::string_view raw) {
  std::size_t from = 0;
  for (auto at = text.find("\\u"); at != std::string::npos; at = text.find("\\u", at + 2)) {
    from = raw.find("\\u", from);
    if (from == std::string_view::npos) return;
    if (at + 2 < text.size() && surrogate(raw.substr(from))) text[at + 2] = raw[from + 2];
    from += 2;
  }
}

}  // namespace dp::pipeline
