// SPDX-License-Identifier: Apache-2.0
#include "json/index.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Source: the bit logic is that of G. Langdale and D. Lemire, "Parsing Gigabytes of JSON per
// Second", VLDB Journal 28, 2019, section 3.1.

#define DP_INLINE __attribute__((always_inline)) inline

namespace dp::json {
namespace {

/// What each of 64 bytes is: a bit a byte.
struct Block {
  std::uint64_t quote = 0, slash = 0, structural = 0, space = 0, control = 0, high = 0;
};

enum Class : std::uint8_t {
  kQuote = 1,
  kSlash = 2,
  kStructural = 4,
  kSpace = 8,
  kControl = 16
};

constexpr auto kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t i = 0; i < 0x20; ++i) classes[i] = kControl;
  const auto set = [&](std::string_view bytes, unsigned kind) {
    for (const char byte : bytes) {
      auto& entry = classes[static_cast<unsigned char>(byte)];
      entry = static_cast<std::uint8_t>(entry | kind);
    }
  };
  set(" \t\n\r", kSpace);
  set("{}[]:,", kStructural);
  // These two are taken for structural: see classify_avx2.
  set("\x0c\x1a", kStructural);
  classes['"'] = kQuote;
  classes['\\'] = kSlash;
  return classes;
}();

Block classify_portable(const char* at) noexcept {
  Block block;
  for (unsigned i = 0; i < 64; ++i) {
    const auto byte = static_cast<unsigned char>(at[i]);
    const std::uint64_t kind = kClasses[byte];
    block.quote |= (kind & 1) << i;
    block.slash |= (kind >> 1 & 1) << i;
    block.structural |= (kind >> 2 & 1) << i;
    block.space |= (kind >> 3 & 1) << i;
    block.control |= (kind >> 4) << i;
    block.high |= static_cast<std::uint64_t>(byte >> 7) << i;
  }
  return block;
}

/// The bytes that follow a backslash which is not itself escaped.
DP_INLINE std::uint64_t escaped_by(std::uint64_t slash, Carry& carry) noexcept {
  std::uint64_t escaped = carry.escaped ? 1 : 0;
  carry.escaped = false;
  slash &= ~escaped;
  while (slash != 0) {
    const auto next = static_cast<unsigned>(std::countr_zero(slash)) + 1;
    if (next == 64) {
      carry.escaped = true;
      break;
    }
    const std::uint64_t bit = std::uint64_t{1} << next;
    escaped |= bit;
    slash &= ~(bit | bit >> 1);
  }
  return escaped;
}

/// Bit k: an odd number of bits up to k is set.
DP_INLINE std::uint64_t parity(std::uint64_t bits) noexcept {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

struct Marked {
  std::uint64_t marks;
  std::uint64_t wrong;  ///< control characters in strings
};

DP_INLINE Marked mark(const Block& block, Carry& carry) noexcept {
  const bool plain = block.slash == 0 && !carry.escaped;
  const std::uint64_t escaped = plain ? 0 : escaped_by(block.slash, carry);
  const std::uint64_t quote = block.quote & ~escaped;
  const std::uint64_t string = parity(quote) ^ (carry.string ? ~std::uint64_t{0} : 0);
  const std::uint64_t scalar = ~(string | quote | block.structural | block.space);
  const std::uint64_t first = scalar & ~(scalar << 1 | (carry.scalar ? 1 : 0));
  carry.string = (string >> 63) != 0;
  carry.scalar = (scalar >> 63) != 0;
  return {quote | (block.structural & ~string) | first, block.control & string};
}

DP_INLINE std::uint32_t* put_marks(std::uint64_t marks, std::size_t base,
                                   std::uint32_t* out) noexcept {
  const auto count = static_cast<std::size_t>(std::popcount(marks));
  const auto from = static_cast<std::uint32_t>(base);
  // Eight at a time: a branch on their number would be guessed wrong more often than not.
  for (std::size_t done = 0; done < count; done += 8) {
    for (std::size_t i = 0; i < 8; ++i) {
      out[done + i] = from + static_cast<std::uint32_t>(std::countr_zero(marks));
      marks &= marks - 1;
    }
  }
  return out + count;
}

template <class Classify>
DP_INLINE Found find_marks(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                           std::uint32_t* marks, std::uint64_t* slashes, Classify classify) {
  const std::uint32_t* const first = marks;
  std::uint64_t high = 0;
  for (std::size_t at = begin; at < end; at += 64) {
    Block block = classify(text + at);
    const std::size_t left = end - at;
    const std::uint64_t inside = left < 64 ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
    *slashes++ = block.slash;
    high |= block.high & inside;
    const auto found = mark(block, carry);
    if ((found.wrong & inside) != 0) [[unlikely]] {
      const auto wrong = static_cast<unsigned>(std::countr_zero(found.wrong));
      marks = put_marks(found.marks & ((std::uint64_t{1} << wrong) - 1), at, marks);
      return {static_cast<std::size_t>(marks - first), at + wrong, true, high == 0};
    }
    marks = put_marks(found.marks & inside, at, marks);
  }
  return {static_cast<std::size_t>(marks - first), end, false, high == 0};
}

}  // namespace

Found find_marks_portable(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                          std::uint32_t* marks, std::uint64_t* slashes) {
  return find_marks(text, begin, end, carry, marks, slashes, classify_portable);
}

#if defined(__x86_64__)
namespace {

#define DP_AVX2 __attribute__((target("avx2,bmi,popcnt")))

/// The top bits of 64 bytes.
DP_AVX2 DP_INLINE std::uint64_t bits_of(__m256i low, __m256i high) noexcept {
  const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
  const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
  return low_bits | static_cast<std::uint64_t>(high_bits) << 32;
}

DP_AVX2 DP_INLINE std::uint64_t equal(__m256i low, __m256i high, char byte) noexcept {
  const __m256i wanted = _mm256_set1_epi8(byte);
  return bits_of(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
}

/// The bytes that stand in `table` at their low four bits. No entry of kNone is any byte.
constexpr char kNone = '\x80';

DP_AVX2 DP_INLINE std::uint64_t listed(__m256i low, __m256i high, __m256i table) noexcept {
  return bits_of(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, low), low),
                 _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, high), high));
}

DP_AVX2 DP_INLINE Block classify_avx2(const char* at) noexcept {
  const auto* from = reinterpret_cast<const __m256i*>(at);
  const __m256i low = _mm256_loadu_si256(from);
  const __m256i high = _mm256_loadu_si256(from + 1);
  const __m256i spaces = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(' ', kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, '\t', '\n',
                    kNone, kNone, '\r', kNone, kNone));
  // With bit 5 set, [ is { and ] is }; so 0x0c and 0x1a pass for comma and colon: such a mark
  // is refused by who reads it.
  const __m256i structurals = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, ':',
                    '{', ',', '}', kNone, kNone));
  const __m256i bit5 = _mm256_set1_epi8(0x20);
  const __m256i last_control = _mm256_set1_epi8(0x1f);
  Block block;
  block.quote = equal(low, high, '"');
  block.slash = equal(low, high, '\\');
  block.space = listed(low, high, spaces);
  block.structural =
      listed(_mm256_or_si256(low, bit5), _mm256_or_si256(high, bit5), structurals);
  block.control = bits_of(_mm256_cmpeq_epi8(_mm256_min_epu8(low, last_control), low),
                          _mm256_cmpeq_epi8(_mm256_min_epu8(high, last_control), high));
  block.high = bits_of(low, high);
  return block;
}

DP_AVX2 Found find_marks_avx2(const char* text, std::size_t begin, std::size_t end,
                              Carry& carry, std::uint32_t* marks, std::uint64_t* slashes) {
  return find_marks(text, begin, end, carry, marks, slashes,
                    [](const char* at) DP_AVX2 { return classify_avx2(at); });
}

#undef DP_AVX2

}  // namespace

FindMarks best_find_marks() noexcept {
  const bool fit = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                   __builtin_cpu_supports("popcnt");
  return fit ? &find_marks_avx2 : &find_marks_portable;
}
#else
FindMarks best_find_marks() noexcept { return &find_marks_portable; }
#endif

#undef DP_INLINE

Marks::Marks(FindMarks find)
    : find_(find),
      marks_(std::make_unique<std::uint32_t[]>(kWindow + 16)),
      slashes_(std::make_unique<std::uint64_t[]>(kWindow / 64)) {
  cursor_ = last_ = marks_.get();
}

void Marks::start(const char* text, std::size_t at, std::size_t end) noexcept {
  text_ = text;
  end_ = limit_ = end;
  window_ = at;
  cursor_ = last_ = marks_.get();
  found_ = {};
  found_.end = at;
  carry_ = {};
  ascii_ = true;
  size_ = kFirstWindow;
}

void Marks::move_to(std::size_t at) noexcept {
  if (at < window_ || at > found_.end || (at == found_.end && found_.broken)) {
    const std::size_t limit = limit_;
    start(text_, at, end_);
    limit_ = limit;
    return;
  }
  while (cursor_ < last_ && *cursor_ < at) ++cursor_;
  while (cursor_ > marks_.get() && cursor_[-1] >= at) --cursor_;
}

bool Marks::fill() noexcept {
  while (!found_.broken && found_.end < std::min(limit_, end_)) {
    window_ = found_.end;
    found_ = find_(text_, window_, std::min(window_ + size_, end_), carry_, marks_.get(),
                   slashes_.get());
    cursor_ = marks_.get();
    last_ = cursor_ + found_.count;
    size_ = std::min(2 * size_, kWindow);
    ascii_ = ascii_ && found_.ascii;
    if (found_.count != 0) return true;
  }
  return false;
}

bool Marks::has_slash_in(std::size_t begin, std::size_t end) const noexcept {
  if (begin < window_) return std::memchr(text_ + begin, '\\', end - begin) != nullptr;
  const std::size_t first = (begin - window_) >> 6;
  const std::size_t last = (end - window_) >> 6;
  const std::uint64_t from = ~std::uint64_t{0} << ((begin - window_) & 63);
  const std::uint64_t to = (std::uint64_t{1} << ((end - window_) & 63)) - 1;
  if (first == last) return (slashes_[first] & from & to) != 0;
  std::uint64_t any = slashes_[first] & from;
  for (std::size_t i = first + 1; i < last; ++i) any |= slashes_[i];
  return (any | (slashes_[last] & to)) != 0;
}

}  // namespace dp::json
