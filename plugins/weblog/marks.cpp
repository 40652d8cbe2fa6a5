// SPDX-License-Identifier: Apache-2.0
#include "weblog/marks.hpp"

#include <bit>

#include "weblog/words.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dp::weblog {

std::size_t find_marks_portable(const char* text, std::size_t size, std::uint32_t* out) {
  const std::uint32_t* const first = out;
  for (std::size_t at = 0; at < size; at += 8) {
    const std::uint64_t word = load8(text + at);
    std::uint64_t marks = zero_bytes(word ^ repeat('"')) | zero_bytes(word ^ repeat('\n'));
    if (size - at < 8) marks &= low_bytes(size - at);
    for (; marks != 0; marks &= marks - 1)
      *out++ =
          static_cast<std::uint32_t>(at + static_cast<unsigned>(std::countr_zero(marks)) / 8);
  }
  return static_cast<std::size_t>(out - first);
}

#if defined(__x86_64__)
namespace {

#define DP_AVX2 __attribute__((target("avx2,bmi,popcnt")))

/// A bit for each of the 64 bytes at `at` that is a mark.
DP_AVX2 inline std::uint64_t marks_of_64(const char* at) noexcept {
  const auto low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const auto high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32));
  const auto quote = _mm256_set1_epi8('"');
  const auto newline = _mm256_set1_epi8('\n');
  const auto in_low =
      _mm256_or_si256(_mm256_cmpeq_epi8(low, quote), _mm256_cmpeq_epi8(low, newline));
  const auto in_high =
      _mm256_or_si256(_mm256_cmpeq_epi8(high, quote), _mm256_cmpeq_epi8(high, newline));
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(in_low)) |
         static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(in_high)))
             << 32;
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

DP_AVX2 std::size_t find_marks_avx2(const char* text, std::size_t size, std::uint32_t* out) {
  const std::uint32_t* const first = out;
  std::size_t at = 0;
  for (; at + 64 <= size; at += 64)
    out = flatten(marks_of_64(text + at), static_cast<std::uint32_t>(at), out);
  if (at < size) {
    const std::uint64_t inside = (std::uint64_t{1} << (size - at)) - 1;
    out = flatten(marks_of_64(text + at) & inside, static_cast<std::uint32_t>(at), out);
  }
  return static_cast<std::size_t>(out - first);
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

}  // namespace dp::weblog
