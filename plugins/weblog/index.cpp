// SPDX-License-Identifier: Apache-2.0
#include "weblog/index.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dp::weblog {

std::size_t find_marks_portable(const char* text, std::size_t size, std::uint32_t* marks,
                                std::uint64_t* spaces) {
  const std::uint32_t* const first = marks;
  auto* bytes = reinterpret_cast<unsigned char*>(spaces);
  spaces[size / 64] = ~std::uint64_t{0};
  for (std::size_t at = 0; at < size; at += 8) {
    const std::uint64_t inside = low_bytes(size - at);
    const std::uint64_t word = load8(text + at);
    std::uint64_t found =
        (zero_bytes(word ^ repeat('"')) | zero_bytes(word ^ repeat('\n'))) & inside;
    for (; found != 0; found &= found - 1)
      *marks++ = static_cast<std::uint32_t>(at) +
                 static_cast<std::uint32_t>(std::countr_zero(found)) / 8;
    const std::uint64_t blanks = zero_bytes(word ^ repeat(' ')) | ~inside;
    // The product gathers the top bit of each byte into the highest byte.
    bytes[at / 8] = static_cast<unsigned char>(
        (blanks >> 7 & repeat(1)) * UINT64_C(0x0102040810204080) >> 56);
  }
  return static_cast<std::size_t>(marks - first);
}

#if defined(__x86_64__)
namespace {

#define DP_AVX2 __attribute__((target("avx2,bmi,popcnt")))

/// 64 bytes of the text.
struct Block {
  __m256i low, high;
};

DP_AVX2 inline Block load_block(const char* at) noexcept {
  return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)),
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32))};
}

DP_AVX2 inline std::uint64_t bits_of(__m256i low, __m256i high) noexcept {
  const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
  const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
  return low_bits | static_cast<std::uint64_t>(high_bits) << 32;
}

/// A bit for each byte of the block that is `byte`.
DP_AVX2 inline std::uint64_t equal(const Block& block, char byte) noexcept {
  const auto wanted = _mm256_set1_epi8(byte);
  return bits_of(_mm256_cmpeq_epi8(block.low, wanted), _mm256_cmpeq_epi8(block.high, wanted));
}

DP_AVX2 inline std::uint64_t equal_either(const Block& block, char one, char other) noexcept {
  const auto a = _mm256_set1_epi8(one);
  const auto b = _mm256_set1_epi8(other);
  return bits_of(
      _mm256_or_si256(_mm256_cmpeq_epi8(block.low, a), _mm256_cmpeq_epi8(block.low, b)),
      _mm256_or_si256(_mm256_cmpeq_epi8(block.high, a), _mm256_cmpeq_epi8(block.high, b)));
}

/// Write the positions of `marks`. Four are written however few there are: a branch on their
/// number would be guessed wrong more often than not.
DP_AVX2 inline std::uint32_t* flatten(std::uint64_t marks, std::uint32_t base,
                                      std::uint32_t* out) noexcept {
  const auto count = static_cast<unsigned>(_mm_popcnt_u64(marks));
  for (unsigned done = 0;;) {
    for (unsigned i = 0; i < 4; ++i) {
      out[done + i] = base + static_cast<std::uint32_t>(_tzcnt_u64(marks));
      marks = _blsr_u64(marks);
    }
    done += 4;
    if (done >= count) [[likely]]
      return out + count;
  }
}

DP_AVX2 std::size_t find_marks_avx2(const char* text, std::size_t size, std::uint32_t* marks,
                                    std::uint64_t* spaces) {
  const std::uint32_t* const first = marks;
  std::size_t at = 0;
  for (; at + 64 <= size; at += 64) {
    const auto block = load_block(text + at);
    spaces[at / 64] = equal(block, ' ');
    marks = flatten(equal_either(block, '"', '\n'), static_cast<std::uint32_t>(at), marks);
  }
  const auto block = load_block(text + at);
  const std::uint64_t behind = ~std::uint64_t{0} << (size - at);
  spaces[at / 64] = equal(block, ' ') | behind;
  marks =
      flatten(equal_either(block, '"', '\n') & ~behind, static_cast<std::uint32_t>(at), marks);
  return static_cast<std::size_t>(marks - first);
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
