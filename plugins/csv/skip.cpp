// SPDX-License-Identifier: Apache-2.0
#include "csv/skip.hpp"

#include <bit>

#include "csv/blocks.hpp"
#include "csv/record.hpp"

namespace dp::csv {

namespace {

/// Passes over records by the parity of quotes, and over those with an odd quote by read_record.
template <class Masks>
class Skipper {
 public:
  Skipper(const SkipText& text, std::size_t begin, std::size_t stop,
          const Dialect& dialect) noexcept
      : text_(text), start_(begin), stop_(stop), dialect_(dialect) {}

  DP_INLINE std::size_t run() {
    while (start_ < stop_) {
      if (!by_parity()) return start_ < stop_ && text_.final ? text_.size : start_;
      if (!by_reading()) return start_;
    }
    return start_;
  }

 private:
  /// Move start_ on to the first record at stop_ or later, or the last that begins in the text.
  /// True if that one begins before stop_, and a quote in it is odd or unterminated.
  DP_INLINE bool by_parity() {
    Quotes<Masks> quotes(text_.data, text_.size, dialect_);
    for (std::size_t at = start_; at < text_.size; at += 64) {
      auto masks = Masks::of(text_.data + at, dialect_);
      if (text_.size - at < 64) masks.keep(text_.size - at);
      const auto found = quotes.step(masks, at);
      if (found.ends != 0 && move(at, found.ends)) return false;
      if (found.odd) return true;
    }
    return quotes.inside() && text_.final;
  }

  /// Go by the newlines of a block. True once a record begins at stop_ or later.
  DP_INLINE bool move(std::size_t at, std::uint64_t ends) noexcept {
    const auto last = at + static_cast<std::size_t>(std::bit_width(ends));
    if (last < stop_) {
      start_ = last;
      return false;
    }
    for (; start_ < stop_; ends &= ends - 1)
      start_ = at + static_cast<std::size_t>(std::countr_zero(ends)) + 1;
    return true;
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
  Record record_;
};

}  // namespace

std::size_t skip_records_portable(const SkipText& text, std::size_t begin, std::size_t stop,
                                  const Dialect& dialect) {
  return Skipper<PortableMasks>(text, begin, stop, dialect).run();
}

std::size_t skip_records_by_reading(const SkipText& text, std::size_t begin, std::size_t stop,
                                    const Dialect& dialect) {
  Record record;
  auto at = begin;
  while (at < stop) {
    if (read_record(text.data, at, text.size, text.final, dialect, record) == Outcome::cut)
      break;
    at = record.next;
  }
  return at;
}

#if DP_HAS_AVX2
namespace {

DP_AVX2 std::size_t skip_records_avx2(const SkipText& text, std::size_t begin, std::size_t stop,
                                      const Dialect& dialect) {
  return Skipper<Avx2Masks>(text, begin, stop, dialect).run();
}

}  // namespace

SkipRecords best_skip_records() noexcept {
  return scan::best(&skip_records_avx2, &skip_records_portable);
}
#else
SkipRecords best_skip_records() noexcept { return &skip_records_portable; }
#endif

}  // namespace dp::csv
