// SPDX-License-Identifier: Apache-2.0
#include "weblog/index.hpp"

#include "scan/block.hpp"
#include "scan/positions.hpp"

namespace dp::weblog {
namespace {

/// The spaces of 64 bytes, and their quotes and newlines.
struct ByteMasks {
  std::uint64_t spaces, marks;
};

struct PortableMasks {
  static ByteMasks of(const char* at) noexcept {
    const auto block = scan::Block::load(at);
    return {block.equal(' '), block.any_of('"', '\n')};
  }
};

#if DP_HAS_AVX2
struct Avx2Masks {
  DP_AVX2 static inline ByteMasks of(const char* at) noexcept {
    const auto block = scan::Avx2Block::load(at);
    return {block.equal(' '), block.any_of('"', '\n')};
  }
};
#endif

template <class Masks>
DP_INLINE std::size_t find_marks(const char* text, std::size_t size, std::uint32_t* marks,
                                 std::uint64_t* spaces) noexcept {
  const std::uint32_t* const first = marks;
  std::size_t at = 0;
  for (; at + 64 <= size; at += 64) {
    const auto masks = Masks::of(text + at);
    spaces[at / 64] = masks.spaces;
    marks = scan::put_positions<4>(masks.marks, at, marks);
  }
  const auto masks = Masks::of(text + at);
  const std::uint64_t outside = ~std::uint64_t{0} << (size - at);
  spaces[at / 64] = masks.spaces | outside;
  marks = scan::put_positions<4>(masks.marks & ~outside, at, marks);
  return static_cast<std::size_t>(marks - first);
}

}  // namespace

std::size_t find_marks_portable(const char* text, std::size_t size, std::uint32_t* marks,
                                std::uint64_t* spaces) {
  return find_marks<PortableMasks>(text, size, marks, spaces);
}

#if DP_HAS_AVX2
namespace {

DP_AVX2 std::size_t find_marks_avx2(const char* text, std::size_t size, std::uint32_t* marks,
                                    std::uint64_t* spaces) {
  return find_marks<Avx2Masks>(text, size, marks, spaces);
}

}  // namespace

FindMarks best_find_marks() noexcept {
  return scan::best(&find_marks_avx2, &find_marks_portable);
}
#else
FindMarks best_find_marks() noexcept { return &find_marks_portable; }
#endif

// Two words more than the text takes: one that ends every search, one for loads across it.
Index::Index(std::size_t capacity, FindMarks find)
    : find_(find),
      marks_(std::make_unique<std::uint32_t[]>(capacity + 8)),
      spaces_(std::make_unique<std::uint64_t[]>(capacity / 64 + 3)) {}

void Index::build(const char* text, std::size_t size) {
  count_ = find_(text, size, marks_.get(), spaces_.get());
  spaces_[size / 64 + 1] = ~std::uint64_t{0};
}

std::uint32_t Index::far_space(std::uint32_t at) const noexcept {
  std::size_t word = at / 64;
  std::uint64_t bits = spaces_[word] & ~std::uint64_t{0} << (at % 64);
  while (bits == 0) bits = spaces_[++word];
  return static_cast<std::uint32_t>(word * 64) +
         static_cast<std::uint32_t>(std::countr_zero(bits));
}

}  // namespace dp::weblog
