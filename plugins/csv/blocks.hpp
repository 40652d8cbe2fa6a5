// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "csv/dialect.hpp"
#include "scan/block.hpp"

/// The structure of CSV, 64 bytes at a time: which newlines and delimiters stand outside of
/// quotes. A mask has a bit for each byte, the first byte's the lowest.
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

/// On any processor.
struct PortableMasks {
  static ByteMasks of(const char* text, const Dialect& dialect) noexcept {
    const auto block = scan::Block::load(text);
    return {dialect.quoting ? block.equal(dialect.quote) : 0, block.equal('\n'),
            block.equal(dialect.delimiter), block.high()};
  }
  static std::uint64_t parity_of(std::uint64_t bits) noexcept { return scan::parity(bits); }
};

#if DP_HAS_AVX2
struct Avx2Masks {
  DP_AVX2 static inline ByteMasks of(const char* text, const Dialect& dialect) noexcept {
    const auto block = scan::Avx2Block::load(text);
    return {dialect.quoting ? block.equal(dialect.quote) : 0, block.equal('\n'),
            block.equal(dialect.delimiter), block.high()};
  }
  DP_AVX2 static inline std::uint64_t parity_of(std::uint64_t bits) noexcept {
    return scan::parity_avx2(bits);
  }
};
#endif

/// The bits below the lowest of `bits`; all if there is none.
DP_INLINE std::uint64_t below_lowest(std::uint64_t bits) noexcept { return (bits - 1) & ~bits; }

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
  DP_INLINE Structure step(const ByteMasks& masks, std::size_t at) noexcept {
    const auto parting = masks.newlines | masks.delimiters;
    if ((masks.quotes | inside_) == 0) {
      may_open_ = parting >> 63;
      return {masks.newlines, parting, false};
    }
    const auto inside = Masks::parity_of(masks.quotes) ^ inside_;
    const auto closing = masks.quotes & ~inside;
    const auto marks = parting & ~inside;
    // After a closing quote, an opening one is the second of a doubled quote.
    auto odd = masks.quotes & inside & ~((marks | closing) << 1 | may_open_);
    for (auto open = closing & ~((parting | masks.quotes) >> 1); open != 0; open &= open - 1)
      if (!ends_field(at + static_cast<std::size_t>(__builtin_ctzll(open))))
        odd |= open & (~open + 1);
    may_open_ = (marks | closing) >> 63;
    inside_ = ~(inside >> 63) + 1;
    const auto known = below_lowest(odd);
    return {masks.newlines & marks & known, marks & known, odd != 0};
  }
  /// The text after the last block is in quotes.
  [[nodiscard]] bool inside() const noexcept { return inside_ != 0; }

 private:
  /// Whether a field ends after the quote, as far as the text tells.
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
