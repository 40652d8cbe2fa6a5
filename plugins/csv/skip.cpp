// SPDX-License-Identifier: Apache-2.0
#include "csv/skip.hpp"

#include <algorithm>
#include <bit>

#include "csv/record.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dp::csv {

namespace {

/// Each bit becomes the parity of itself and all below: between an opening quote and the closing
/// one, if `bits` are quotes.
std::uint64_t parity_of(std::uint64_t bits) noexcept {
  for (const int shift : {1, 2, 4, 8, 16, 32}) bits ^= bits << shift;
  return bits;
}

/// Pass over records by the parity of quotes, 64 bytes at a time.
///
/// Parity is right as long as every quote that opens stands where a field begins, and every one
/// that closes where a field ends. The record with the first that does not is left to
/// read_record.
class Skipper {
 public:
  Skipper(const SkipText& text, std::size_t begin, std::size_t stop, const Dialect& dialect,
          FindMasks find)
      : text_(text), start_(begin), stop_(stop), dialect_(dialect), find_(find) {}

  std::size_t run() {
    while (start_ < stop_) {
      const auto odd = by_parity();
      if (!odd) break;
      if (!by_reading()) return start_;
    }
    if (start_ < stop_ && text_.final) return text_.size;
    return start_;
  }

 private:
  /// The bits of quotes that are what they should not be.
  struct Block {
    std::uint64_t starts = 0;  ///< newlines that end a record
    std::uint64_t odd = 0;     ///< quotes in the wrong place
  };

  /// Move start_ on to the first record at stop_ or behind, or the last that begins in the text.
  /// True if a quote in that record, which begins before stop_, is in the wrong place, or is
  /// never closed.
  bool by_parity() {
    inside_ = 0;
    may_open_ = 1;
    for (std::size_t at = start_; at < text_.size; at += 64) {
      const auto block = look(at);
      // What follows an odd quote means nothing.
      const auto known =
          block.odd == 0 ? ~std::uint64_t{0} : (block.odd & (~block.odd + 1)) - 1;
      if (move(at, block.starts & known)) return false;
      if (block.odd != 0) return true;
    }
    return inside_ != 0 && text_.final;
  }

  /// Take the newlines of a block. True once a record begins at stop_ or behind.
  bool move(std::size_t at, std::uint64_t starts) {
    if (starts == 0) return false;
    const auto last = at + static_cast<std::size_t>(std::bit_width(starts));
    if (last < stop_) {
      start_ = last;
      return false;
    }
    while (start_ < stop_) {
      start_ = at + static_cast<std::size_t>(std::countr_zero(starts)) + 1;
      starts &= starts - 1;
    }
    return true;
  }

  Block look(std::size_t at) {
    auto masks = find_(text_.data + at, dialect_);
    const auto left = text_.size - at;
    if (left < 64) {
      const auto here = (std::uint64_t{1} << left) - 1;
      masks.quotes &= here;
      masks.newlines &= here;
      masks.delimiters &= here;
    }
    if (masks.quotes == 0 && inside_ == 0) {
      may_open_ = (masks.newlines | masks.delimiters) >> 63;
      return {masks.newlines, 0};
    }
    const auto inside = parity_of(masks.quotes) ^ inside_;
    const auto opening = masks.quotes & inside;
    const auto closing = masks.quotes & ~inside;
    const auto parting = masks.newlines | masks.delimiters;
    // Behind a closing quote an opening one is the second of a doubled quote.
    const auto may_open = ((parting & ~inside) | closing) << 1 | may_open_;
    const auto may_close = (parting | masks.quotes) >> 1;
    Block block{masks.newlines & ~inside, opening & ~may_open};
    for (auto rest = closing & ~may_close; rest != 0; rest &= rest - 1)
      if (!closes(at + static_cast<std::size_t>(std::countr_zero(rest))))
        block.odd |= rest & (~rest + 1);
    may_open_ = ((parting & ~inside) | closing) >> 63;
    inside_ = ~(inside >> 63) + 1;
    return block;
  }

  /// Whether a field ends behind the quote, as far as the text tells.
  [[nodiscard]] bool closes(std::size_t quote) const noexcept {
    const char* next = text_.data + quote + 1;
    const char* end = text_.data + text_.size;
    if (next == end || *next == dialect_.delimiter || *next == '\n' || dialect_.opens(*next))
      return true;
    return *next == '\r' && (next + 1 == end || next[1] == '\n');
  }

  /// Pass over the record at start_. False if the text ends in it.
  bool by_reading() {
    if (read_record(text_.data, start_, text_.size, text_.final, dialect_, record_) ==
        Outcome::cut)
      return false;
    start_ = record_.next;
    return true;
  }

  SkipText text_;
  std::size_t start_;  ///< a record begins here
  std::size_t stop_;
  const Dialect& dialect_;
  FindMasks find_;
  Record record_;
  std::uint64_t inside_ = 0;    ///< all ones: the next byte is in quotes
  std::uint64_t may_open_ = 1;  ///< 1: a field may begin with the next byte
};

}  // namespace

ByteMasks find_masks_portable(const char* text, const Dialect& dialect) {
  ByteMasks masks;
  for (unsigned i = 0; i < 64; ++i) {
    masks.quotes |= std::uint64_t{dialect.opens(text[i])} << i;
    masks.newlines |= std::uint64_t{text[i] == '\n'} << i;
    masks.delimiters |= std::uint64_t{text[i] == dialect.delimiter} << i;
  }
  return masks;
}

#if defined(__x86_64__)
namespace {

__attribute__((target("avx2"))) inline std::uint64_t equal_to(__m256i low, __m256i high,
                                                              char byte) noexcept {
  const __m256i wanted = _mm256_set1_epi8(byte);
  const auto low_bits =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto high_bits =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return low_bits | static_cast<std::uint64_t>(high_bits) << 32;
}

__attribute__((target("avx2"))) ByteMasks find_masks_avx2(const char* text,
                                                          const Dialect& dialect) {
  const auto* from = reinterpret_cast<const __m256i*>(text);
  const __m256i low = _mm256_loadu_si256(from);
  const __m256i high = _mm256_loadu_si256(from + 1);
  return {dialect.quoting ? equal_to(low, high, dialect.quote) : 0, equal_to(low, high, '\n'),
          equal_to(low, high, dialect.delimiter)};
}

}  // namespace

FindMasks best_find_masks() noexcept {
  return __builtin_cpu_supports("avx2") ? &find_masks_avx2 : &find_masks_portable;
}
#else
FindMasks best_find_masks() noexcept { return &find_masks_portable; }
#endif

std::size_t skip_records(const SkipText& text, std::size_t begin, std::size_t stop,
                         const Dialect& dialect, FindMasks find) {
  return Skipper(text, begin, stop, dialect, find).run();
}

}  // namespace dp::csv
