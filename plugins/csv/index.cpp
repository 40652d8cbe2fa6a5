// SPDX-License-Identifier: Apache-2.0
#include "csv/index.hpp"

#include "csv/blocks.hpp"
#include "scan/positions.hpp"

namespace dp::csv {
namespace {

template <class Masks>
DP_INLINE Found find_marks(const Window& window, const Dialect& dialect,
                           std::uint32_t* marks) noexcept {
  const std::uint32_t* const first_mark = marks;
  Quotes<Masks> quotes(window.text, window.size, dialect);
  std::uint64_t high = 0;
  std::uint64_t inner = 0;
  std::size_t ends = 0;
  for (std::size_t at = window.begin; at < window.end; at += 64) {
    auto masks = Masks::of(window.text + at, dialect);
    if (window.end - at < 64) masks.keep(window.end - at);
    high |= masks.high;
    const auto found = quotes.step(masks, at);
    inner |= masks.newlines & ~found.ends;
    ends += static_cast<std::size_t>(__builtin_popcountll(found.ends));
    marks = scan::put_positions<8>(found.marks, at, marks);
    if (found.odd) break;
  }
  return {static_cast<std::size_t>(marks - first_mark), ends, high == 0, inner == 0};
}

}  // namespace

void Index::build(const Window& window, const Dialect& dialect, std::size_t fields) {
  marks_[0] = static_cast<std::uint32_t>(window.begin) - 1;
  found_ = find_(window, dialect, marks_.get() + 1);
  fields_ = fields;
  regular_ = is_regular(window.text);
  if (!regular_) list_ends(window.text);
}

bool Index::is_regular(const char* text) const noexcept {
  if (fields_ == 0 || found_.ends * fields_ > found_.marks) return false;
  const auto* end = marks_.get();
  for (std::size_t i = 0; i < found_.ends; ++i) {
    end += fields_;
    if (text[*end] != '\n') return false;
  }
  return true;
}

void Index::list_ends(const char* text) noexcept {
  auto* end = ends_.get();
  for (std::size_t mark = 0; mark < found_.marks; ++mark)
    if (text[marks_[mark + 1]] == '\n') *end++ = static_cast<std::uint32_t>(mark);
}

Found find_marks_portable(const Window& window, const Dialect& dialect, std::uint32_t* marks) {
  return find_marks<PortableMasks>(window, dialect, marks);
}

#if DP_HAS_AVX2
namespace {

DP_AVX2 Found find_marks_avx2(const Window& window, const Dialect& dialect,
                              std::uint32_t* marks) {
  return find_marks<Avx2Masks>(window, dialect, marks);
}

}  // namespace

FindMarks best_find_marks() noexcept {
  return scan::best(&find_marks_avx2, &find_marks_portable);
}
#else
FindMarks best_find_marks() noexcept { return &find_marks_portable; }
#endif

}  // namespace dp::csv
