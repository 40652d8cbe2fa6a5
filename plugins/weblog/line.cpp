// SPDX-License-Identifier: Apache-2.0
#include "weblog/line.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>

namespace dp::weblog {
namespace {

constexpr std::size_t kShown = 40;
constexpr std::string_view kMark = "\xef\xbb\xbf";

/// What begins a line and is not of it: NULs, as where a log was cut short under its writer; the
/// mark of UTF-8; spaces.
std::size_t size_of_nothing(std::string_view line) noexcept {
  std::size_t at = 0;
  for (;;) {
    const auto rest = line.substr(at);
    if (rest.starts_with(kMark)) {
      at += kMark.size();
    } else if (!rest.empty() && (rest.front() == ' ' || rest.front() == '\0')) {
      ++at;
    } else {
      return at;
    }
  }
}

/// Whether [begin, end), which follows the last field of a line, has a stamp and a quote in it, as a
/// second line has.
bool holds_line(const char* begin, const char* end) noexcept {
  constexpr std::ptrdiff_t kAll = Clock::kSize + 4;  // from "[" to the request's quote
  while (end - begin >= kAll) {
    const auto size = static_cast<std::size_t>(end - begin);
    const auto* at = static_cast<const char*>(std::memchr(begin, '[', size));
    if (at == nullptr || end - at < kAll) return false;
    if (at[3] == '/' && at[7] == '/' && at[12] == ':' && at[kAll - 3] == ']' &&
        at[kAll - 1] == '"')
      return true;
    begin = at + 1;
  }
  return false;
}

/// Walk over one line. Each step moves past a field, or leaves a fault.
class Walk {
 public:
  Walk(const char* text, Range line) noexcept
      : text_(text), at_(text + line.begin), end_(text + line.end) {
    if (at_ != end_ && end_[-1] == '\r') --end_;
    at_ += size_of_nothing({at_, static_cast<std::size_t>(end_ - at_)});
  }

  [[nodiscard]] const std::optional<Fault>& fault() const noexcept { return fault_; }

  /// One or more bytes that are not spaces, and spaces.
  bool word(const char* field, Range& out) {
    const char* space = find(' ');
    if (space == at_ || space == end_) return fail(field, "a word and a space after it");
    if (std::memchr(at_, '\0', static_cast<std::size_t>(space - at_)) != nullptr)
      return fail(field, "no NUL in it");
    out = range(at_, space);
    at_ = space;
    skip_spaces();
    return true;
  }

  bool stamp(Clock& clock, Stamp& out) {
    constexpr std::ptrdiff_t kAll = Clock::kSize + 3;
    if (end_ - at_ < kAll || at_[0] != '[' || at_[kAll - 2] != ']' || at_[kAll - 1] != ' ' ||
        !clock.read(at_ + 1, out))
      return fail("time", "[dd/Mon/yyyy:hh:mm:ss +hhmm] of a day and time that exist",
                  at_ != end_ && *at_ == '[' ? find(']') + 1 : nullptr);
    at_ += kAll;
    skip_spaces();
    return true;
  }

  /// A quote, anything, and a quote that no backslash escapes.
  bool quoted(const char* field, Range& out) {
    if (at_ == end_ || *at_ != '"') return fail(field, "a field in quotes");
    for (const char* from = at_ + 1;;) {
      const auto* quote = static_cast<const char*>(
          std::memchr(from, '"', static_cast<std::size_t>(end_ - from)));
      if (quote == nullptr) return fail(field, "a closing quote", end_);
      const char* run = quote;
      while (run[-1] == '\\') --run;  // ends at the opening quote at the latest
      if ((quote - run) % 2 == 0) {
        out = range(at_ + 1, quote);
        at_ = quote + 1;
        return true;
      }
      from = quote + 1;
    }
  }

  bool status(std::int32_t& out) {
    if (!space("status")) return false;
    if (end_ - at_ < 4 || at_[3] != ' ' || !std::all_of(at_, at_ + 3, is_digit))
      return fail("status", "3 digits and a space after them");
    out = (at_[0] - '0') * 100 + (at_[1] - '0') * 10 + (at_[2] - '0');
    at_ += 4;
    skip_spaces();
    return true;
  }

  bool bytes(std::int64_t& out) {
    const char* after = find(' ');
    if (after - at_ == 1 && *at_ == '-') {
      out = Line::kNoBytes;
    } else {
      const auto [stop, error] = std::from_chars(at_, after, out);
      if (stop != after || error != std::errc() || after == at_ || *at_ == '-')
        return fail("bytes", "digits that fit 64 bits, or -");
    }
    at_ = after;
    return true;
  }

  /// A space and a quoted field.
  bool next_quoted(const char* field, Range& out) { return space(field) && quoted(field, out); }

  /// What follows the last field: a space or a NUL and whatever, but no line of its own.
  bool rest(const char* field) {
    if (at_ != end_ && *at_ != ' ' && *at_ != '\0')
      return fail(field, "a space or the line's end after it");
    return !holds_line(at_, end_) || fail("line", "one request on a line", end_);
  }

  /// Whether nothing but spaces follows.
  [[nodiscard]] bool at_blank() const noexcept {
    return std::all_of(at_, end_, [](char byte) { return byte == ' ' || byte == '\t'; });
  }

 private:
  static bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

  bool space(const char* field) {
    if (at_ == end_ || *at_ != ' ') return fail(field, "a space before it");
    skip_spaces();
    return true;
  }
  void skip_spaces() noexcept {
    while (at_ != end_ && *at_ == ' ') ++at_;
  }
  /// Where the next `byte` is, or the line's end.
  [[nodiscard]] const char* find(char byte) const noexcept {
    const void* found = std::memchr(at_, byte, static_cast<std::size_t>(end_ - at_));
    return found == nullptr ? end_ : static_cast<const char*>(found);
  }
  [[nodiscard]] Range range(const char* begin, const char* end) const noexcept {
    return {static_cast<std::uint32_t>(begin - text_), static_cast<std::uint32_t>(end - text_)};
  }
  bool fail(const char* field, const char* expected, const char* until = nullptr) {
    if (until == nullptr) until = find(' ');
    until = std::min(until, end_);
    fault_ = Fault{field, {at_, static_cast<std::size_t>(until - at_)}, expected};
    return false;
  }

  const char* text_;
  const char* at_;
  const char* end_;
  std::optional<Fault> fault_;
};

/// What common lines have.
bool walk_common(Walk& walk, Clock& clock, Line& out) {
  return walk.word("host", out.host) && walk.word("ident", out.ident) &&
         walk.word("user", out.user) && walk.stamp(clock, out.stamp) &&
         walk.quoted("request", out.request) && walk.status(out.status) &&
         walk.bytes(out.bytes);
}

std::uint32_t find_space(const char* text, Range range) noexcept {
  const void* found = std::memchr(text + range.begin, ' ', range.size());
  return found == nullptr ? range.end
                          : static_cast<std::uint32_t>(static_cast<const char*>(found) - text);
}

void find_words(const char* text, Line& out) noexcept {
  out.method = out.target = {};
  split_request(text, out.request, find_space(text, out.request), out.method, out.target);
}

}  // namespace

std::optional<Fault> parse_line(const char* text, Range line, Format format, Clock& clock,
                                Line& out) {
  Walk walk(text, line);
  out.begin = line.begin;
  out.referrer = out.agent = {};
  if (!walk_common(walk, clock, out)) return walk.fault();
  find_words(text, out);
  if (format == Format::any && walk.at_blank()) return std::nullopt;
  if (format == Format::common) return walk.rest("bytes") ? std::nullopt : walk.fault();
  const bool combined = walk.next_quoted("referrer", out.referrer) &&
                        walk.next_quoted("agent", out.agent) && walk.rest("agent");
  return combined ? std::nullopt : walk.fault();
}

std::string Fault::reason() const {
  std::string text = std::string(field) + ": got '";
  for (const char byte : got.substr(0, kShown)) {
    if (byte >= ' ' && byte <= '~') {
      text += byte;
      continue;
    }
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\x%02x",
                  static_cast<unsigned>(static_cast<unsigned char>(byte)));
    text += escaped;
  }
  return text + (got.size() > kShown ? "...', expected " : "', expected ") + expected;
}

bool is_blank(std::string_view line) noexcept {
  line.remove_prefix(size_of_nothing(line));
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

namespace {

/// Whether a host of [begin, end) begins as most do, and has no NUL in it.
bool quick_host(const char* begin, const char* end) noexcept {
  const auto size = static_cast<std::size_t>(end - begin);
  if (static_cast<unsigned char>(*begin - '!') > '~' - '!') return false;
  if (size > 16) return std::memchr(begin, '\0', size) == nullptr;
  const auto first = scan::load8(begin) | ~scan::low_bytes(size);
  const auto last = size > 8 ? scan::load8(end - 8) : first;
  return (scan::zero_bytes(first) | scan::zero_bytes(last)) == 0;
}

/// Read "host ident user " that ends where the stamp's bracket is.
bool quick_words(const char* text, const Index& index, Range line, std::uint32_t bracket,
                 Line& out) noexcept {
  constexpr std::uint64_t kNobody = 0x20'2d'20'2d'20;  // " - - "
  const std::uint32_t host_end = index.first_space(line.begin);
  std::uint32_t ident_end = host_end + 2;
  std::uint32_t user_end = host_end + 4;
  if (host_end != bracket - 5 ||
      (scan::load8(text + host_end) & scan::low_bytes(5)) != kNobody) {
    if (host_end >= bracket) return false;
    ident_end = index.first_space(host_end + 1);
    if (ident_end >= bracket) return false;
    user_end = index.first_space(ident_end + 1);
    if (user_end != bracket - 1 || ident_end == host_end + 1 || user_end == ident_end + 1)
      return false;
  }
  if (host_end == line.begin || !quick_host(text + line.begin, text + host_end)) return false;
  out.host = {line.begin, host_end};
  out.ident = {host_end + 1, ident_end};
  out.user = {ident_end + 1, user_end};
  return true;
}

bool quick_bytes(const char* at, std::uint32_t size, std::int64_t& out) noexcept {
  if (size - 1 > 7) return false;
  const std::uint64_t word = scan::load8(at);
  if (size == 1 && *at == '-') {
    out = Line::kNoBytes;
    return true;
  }
  // Moved up, so that zeros stand before the digits.
  const std::uint64_t digits = (word ^ scan::repeat('0')) << (8 * (8 - size));
  if (!scan::at_most(digits, scan::repeat(9))) return false;
  out = static_cast<std::int64_t>(scan::spell8(digits));
  return true;
}

/// Read what follows the status.
bool quick_rest(const char* text, Range line, std::span<const std::uint32_t> quotes,
                Format format, Line& out) noexcept {
  const std::uint32_t size = quotes[1] + 6;
  out.referrer = out.agent = {};
  if (quotes.size() < 6) {
    if (format == Format::combined) return false;
    const std::uint32_t end = line.end - (text[line.end - 1] == '\r' ? 1 : 0);
    return quick_bytes(text + size, end - size, out.bytes);
  }
  if (text[quotes[2] - 1] != ' ' || !quick_bytes(text + size, quotes[2] - 1 - size, out.bytes))
    return false;
  const char* const end = text + line.end;
  if (format == Format::common) return !holds_line(text + quotes[2], end);
  if (text[quotes[3] - 1] == '\\' || text[quotes[5] - 1] == '\\') return false;
  if (quotes[4] - quotes[3] != 2 || text[quotes[3] + 1] != ' ') return false;
  out.referrer = {quotes[2] + 1, quotes[3]};
  out.agent = {quotes[4] + 1, quotes[5]};
  const char* const rest = text + quotes[5] + 1;
  if (rest == end) [[likely]]
    return true;
  return (*rest == ' ' || (*rest == '\r' && rest + 1 == end)) && !holds_line(rest, end);
}

/// Read ` 200 ` after the request.
bool quick_status(const char* at, std::int32_t& out) noexcept {
  constexpr std::uint64_t kZeros = 0x20'30'30'30'20;  // " 000 "
  const std::uint64_t digits = (scan::load8(at) ^ kZeros) & scan::low_bytes(5);
  if (!scan::at_most(digits, UINT64_C(0x00'09'09'09'00))) return false;
  out = static_cast<std::int32_t>((digits >> 8 & 0xff) * 100 + (digits >> 16 & 0xff) * 10 +
                                  (digits >> 24 & 0xff));
  return true;
}

}  // namespace

bool parse_quick(const char* text, const Index& index, Range line,
                 std::span<const std::uint32_t> quotes, Format format, Clock& clock,
                 Line& out) noexcept {
  constexpr std::uint32_t kBracket = Clock::kSize + 3;  // from "[" to the request's quote
  if (quotes.size() != 2 && quotes.size() < 6) return false;
  const std::uint32_t open = quotes[0];
  const std::uint32_t close = quotes[1];
  if (open - line.begin < kBracket + 6) return false;
  const std::uint32_t bracket = open - kBracket;
  if (text[bracket] != '[' || text[open - 2] != ']' || text[open - 1] != ' ') return false;
  if (!quick_words(text, index, line, bracket, out)) return false;
  if (!clock.read(text + bracket + 1, out.stamp)) return false;
  if (text[close - 1] == '\\' || !quick_status(text + close + 1, out.status)) return false;
  out.request = {open + 1, close};
  out.method = out.target = {};
  const std::uint32_t space = std::min(index.first_space(open + 1), close);
  split_request(text, out.request, space, out.method, out.target);
  out.begin = line.begin;
  return quick_rest(text, line, quotes, format, out);
}

}  // namespace dp::weblog
