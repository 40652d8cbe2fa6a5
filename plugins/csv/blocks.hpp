// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "csv/dialect.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// The structure of CSV, 64 bytes at a time: which newlines and delimiters stand outside of
/// quotes. A mask has a bit a byte, the first byte's the lowest.
namespace dp::csv {

/// What 64 bytes are. Without quoting there are no quotes.
struct ByteMasks {
  std::uint64_t quotes = 0;
  std::uint64_t newlines = 0;
  std::uint64_t delimiters = 0;
  std::uint64_t high = 0;  ///< 0x80 or more

  /// Forget all but the first `count` < 64.
  void keep(std::size_t count) noexcept {
    const auto kept = (std::uint64_t{1} << count) - 1;
    quotes &= kept;
    newlines &= kept;
    delimiters &= kept;
    high &= kept;
  }
};

/// A byte at a time, on any processor.
struct PortableMasks {
  static ByteMasks of(const char* text, const Dialect& dialect) noexcept {
    ByteMasks masks;
    for (unsigned i = 0; i < 64; ++i) {
      masks.quotes |= std::uint64_t{dialect.opens(text[i])} << i;
      masks.newlines |= std::uint64_t{text[i] == '\n'} << i;
      masks.delimiters |= std::uint64_t{text[i] == dialect.delimiter} << i;
      masks.high |= std::uint64_t{static_cast<unsigned char>(text[i]) >= 0x80} << i;
    }
    return masks;
  }
  /// Each bit becomes the parity of itself and all below: set from an opening quote on, up to
  /// the closing one, if `bits` are quotes.
  static std::uint64_t parity_of(std::uint64_t bits) noexcept {
    for (const int shift : {1, 2, 4, 8, 16, 32}) bits ^= bits << shift;
    return bits;
  }
};

#if defined(__x86_64__)
#define DP_AVX2 __attribute__((target("avx2,bmi,popcnt,pclmul")))

struct Avx2Masks {
  DP_AVX2 static inline ByteMasks of(const char* text, const Dialect& dialect) noexcept {
    const auto* from = reinterpret_cast<const __m256i*>(text);
    const __m256i low = _mm256_loadu_si256(from);
    const __m256i high = _mm256_loadu_si256(from + 1);
    return {dialect.quoting ? equal(low, high, dialect.quote) : 0, equal(low, high, '\n'),
            equal(low, high, dialect.delimiter), bits(low, high)};
  }
  /// As PortableMasks: the product by all ones, without carries, is the parity of the bits below.
  DP_AVX2 static inline std::uint64_t parity_of(std::uint64_t bits) noexcept {
    const auto product = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(bits)),
                                              _mm_set1_epi8(-1), 0);
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
  }

 private:
  /// The top bits of 64 bytes.
  DP_AVX2 static inline std::uint64_t bits(__m256i low, __m256i high) noexcept {
    const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
    const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
    return low_bits | static_cast<std::uint64_t>(high_bits) << 32;
  }
  DP_AVX2 static inline std::uint64_t equal(__m256i low, __m256i high, char byte) noexcept {
    const __m256i wanted = _mm256_set1_epi8(byte);
    return bits(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
  }
};

/// Whether this processor runs what is marked DP_AVX2.
inline bool has_avx2() noexcept {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}
#endif

/// Code of which there is a copy for each kind of masks, in functions for their processors.
#define DP_COPIED [[gnu::always_inline]] inline

/// The bits below the lowest of `bits`; all if there is none.
DP_COPIED std::uint64_t below_lowest(std::uint64_t bits) noexcept { return (bits - 1) & ~bits; }

/// What stands outside of quotes in 64 bytes.
struct Structure {
  std::uint64_t ends = 0;   ///< newlines, which end records
  std::uint64_t marks = 0;  ///< these, and delimiters
  bool odd = false;         ///< a quote stands in the wrong place: masks end before it
};

/// Follows quotes by their parity, from the beginning of a record on.
///
/// Parity is right as long as every quote that opens stands where a field begins, and every one
/// that closes where a field ends. The first that does not is odd: what it means, read_record
/// knows.
template <class Masks>
class Quotes {
 public:
  /// `size`: of the whole text, in which the blocks lie.
  Quotes(const char* text, std::size_t size, const Dialect& dialect) noexcept
      : text_(text), size_(size), dialect_(&dialect) {}

  /// The next block, at text[at].
  DP_COPIED Structure step(const ByteMasks& masks, std::size_t at) noexcept {
    const auto parting = masks.newlines | masks.delimiters;
    if ((masks.quotes | inside_) == 0) {
      may_open_ = parting >> 63;
      return {masks.newlines, parting, false};
    }
    const auto inside = Masks::parity_of(masks.quotes) ^ inside_;
    const auto closing = masks.quotes & ~inside;
    const auto marks = parting & ~inside;
    // Behind a closing quote, an opening one is the second of a doubled quote.
    auto odd = masks.quotes & inside & ~((marks | closing) << 1 | may_open_);
    for (auto open = closing & ~((parting | masks.quotes) >> 1); open != 0; open &= open - 1)
      if (!ends_field(at + static_cast<std::size_t>(__builtin_ctzll(open))))
        odd |= open & (~open + 1);
    may_open_ = (marks | closing) >> 63;
    inside_ = ~(inside >> 63) + 1;
    const auto known = below_lowest(odd);
    return {masks.newlines & marks & known, marks & known, odd != 0};
  }
  /// The text behind the last block is in quotes.
  [[nodiscard]] bool inside() const noexcept { return inside_ != 0; }

 private:
  /// Whether a field ends behind the quote, as far as the text tells.
  [[nodiscard]] bool ends_field(std::size_t quote) const noexcept {
    const char* next = text_ + quote + 1;
    const char* end = text_ + size_;
    if (next == end || *next == dialect_->delimiter || *next == '\n' || dialect_->opens(*next))
      return true;
    return *next == '\r' && (next + 1 == end || next[1] == '\n');
  }

  const char* text_;
  std::size_t size_;
  const Dialect* dialect_;
  std::uint64_t inside_ = 0;    ///< all ones: the next byte is in quotes
  std::uint64_t may_open_ = 1;  ///< 1: a field may begin with the next byte
};

}  // namespace dp::csv
