// SPDX-License-Identifier: Apache-2.0
#include "csv/index.hpp"

#include "csv/blocks.hpp"

namespace dp::csv {
namespace {

/// Write the positions of `bits`, eight at a time: a branch on their number would be guessed
/// wrong more often than not.
DP_COPIED std::uint32_t* put_positions(std::uint64_t bits, std::size_t base,
                                       std::uint32_t* out) noexcept {
  const auto count = static_cast<std::size_t>(__builtin_popcountll(bits));
  const auto from = static_cast<std::uint32_t>(base);
  for (std::size_t done = 0; done < count; done += 8) {
    for (std::size_t i = 0; i < 8; ++i) {
      // Of no bits any position will do.
      out[done + i] = from + static_cast<std::uint32_t>(__builtin_ctzll(bits | 1ull << 63));
      bits &= bits - 1;
    }
  }
  return out + count;
}

template <class Masks>
DP_COPIED Found find_marks(const Window& window, const Dialect& dialect, std::uint32_t* marks,
                           std::uint32_t* ends) noexcept {
  const std::uint32_t* const first_mark = marks;
  const std::uint32_t* const first_end = ends;
  Quotes quotes(window.text, window.size, dialect);
  std::uint64_t high = 0;
  std::uint64_t inner = 0;
  for (std::size_t at = window.begin; at < window.end; at += 64) {
    auto masks = Masks::of(window.text + at, dialect);
    if (window.end - at < 64) masks.keep(window.end - at);
    high |= masks.high;
    const auto found = quotes.step(masks, at);
    inner |= masks.newlines & ~found.ends;
    const auto before = static_cast<std::uint32_t>(marks - first_mark);
    for (auto rest = found.ends; rest != 0; rest &= rest - 1)
      *ends++ = before + static_cast<std::uint32_t>(
                             __builtin_popcountll(found.marks & below_lowest(rest)));
    marks = put_positions(found.marks, at, marks);
    if (found.odd) break;
  }
  return {static_cast<std::size_t>(marks - first_mark),
          static_cast<std::size_t>(ends - first_end), high == 0, inner == 0};
}

}  // namespace

Found find_marks_portable(const Window& window, const Dialect& dialect, std::uint32_t* marks,
                          std::uint32_t* ends) {
  return find_marks<PortableMasks>(window, dialect, marks, ends);
}

#if defined(__x86_64__)
namespace {

DP_AVX2 Found find_marks_avx2(const Window& window, const Dialect& dialect,
                              std::uint32_t* marks, std::uint32_t* ends) {
  return find_marks<Avx2Masks>(window, dialect, marks, ends);
}

}  // namespace

FindMarks best_find_marks() noexcept {
  return has_avx2() ? &find_marks_avx2 : &find_marks_portable;
}
#else
FindMarks best_find_marks() noexcept { return &find_marks_portable; }
#endif

}  // namespace dp::csv
