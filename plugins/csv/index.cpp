// SPDX-License-Identifier: Apache-2.0
#include "csv/index.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dp::csv {

Found find_marks_portable(const char* text, std::size_t begin, std::size_t end,
                          const Dialect& dialect, std::uint32_t* marks) {
  // Without quoting, quotes are looked for as one more delimiter.
  const char quote = dialect.quoting ? dialect.quote : dialect.delimiter;
  const std::uint32_t* const first = marks;
  unsigned char all = 0;
  bool bare = true;
  for (std::size_t at = begin; at < end; ++at) {
    const char byte = text[at];
    // Written always, kept if it is one: no branch to guess wrong.
    *marks = static_cast<std::uint32_t>(at);
    marks += static_cast<int>(byte == dialect.delimiter) | static_cast<int>(byte == quote) |
             static_cast<int>(byte == '\n');
    all |= static_cast<unsigned char>(byte);
    bare = bare && byte != quote;
  }
  return {static_cast<std::size_t>(marks - first), all < 0x80, bare || !dialect.quoting};
}

#if defined(__x86_64__)
namespace {

#define DP_AVX2 __attribute__((target("avx2,bmi,popcnt")))

/// What is looked for, 32 times each.
struct Wanted {
  __m256i delimiter, quote, feed;
};

/// 64 bytes of the text.
struct Block {
  __m256i low, high;
};

/// The top bits of 64 bytes.
DP_AVX2 inline std::uint64_t bits_of(__m256i low, __m256i high) noexcept {
  const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
  const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
  return low_bits | static_cast<std::uint64_t>(high_bits) << 32;
}

DP_AVX2 inline std::uint64_t quotes_of(const Block& block, const Wanted& wanted) noexcept {
  return bits_of(_mm256_cmpeq_epi8(block.low, wanted.quote),
                 _mm256_cmpeq_epi8(block.high, wanted.quote));
}

/// The delimiters and newlines.
DP_AVX2 inline std::uint64_t ends_of(const Block& block, const Wanted& wanted) noexcept {
  return bits_of(_mm256_or_si256(_mm256_cmpeq_epi8(block.low, wanted.delimiter),
                                 _mm256_cmpeq_epi8(block.low, wanted.feed)),
                 _mm256_or_si256(_mm256_cmpeq_epi8(block.high, wanted.delimiter),
                                 _mm256_cmpeq_epi8(block.high, wanted.feed)));
}

/// Write the positions of `marks`, eight at a time: a branch on their number would be guessed
/// wrong more often than not.
DP_AVX2 inline std::uint32_t* put_marks(std::uint64_t marks, std::size_t base,
                                        std::uint32_t* out) noexcept {
  const auto count = static_cast<std::size_t>(_mm_popcnt_u64(marks));
  const auto from = static_cast<std::uint32_t>(base);
  std::size_t done = 0;
  do {
    for (std::size_t i = 0; i < 8; ++i) {
      out[done + i] = from + static_cast<std::uint32_t>(_tzcnt_u64(marks));
      marks = _blsr_u64(marks);
    }
    done += 8;
  } while (done < count);
  return out + count;
}

DP_AVX2 Found find_marks_avx2(const char* text, std::size_t begin, std::size_t end,
                              const Dialect& dialect, std::uint32_t* marks) {
  const char quote = dialect.quoting ? dialect.quote : dialect.delimiter;
  const Wanted wanted{_mm256_set1_epi8(dialect.delimiter), _mm256_set1_epi8(quote),
                      _mm256_set1_epi8('\n')};
  const std::uint32_t* const first = marks;
  std::uint64_t high = 0;
  std::uint64_t quoted = 0;
  for (std::size_t at = begin; at < end; at += 64) {
    const auto* from = reinterpret_cast<const __m256i*>(text + at);
    const Block block{_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1)};
    const std::size_t left = end - at;
    const std::uint64_t inside =
        left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    const std::uint64_t quotes = inside & quotes_of(block, wanted);
    high |= inside & bits_of(block.low, block.high);
    quoted |= quotes;
    marks = put_marks(quotes | (inside & ends_of(block, wanted)), at, marks);
  }
  return {static_cast<std::size_t>(marks - first), high == 0, quoted == 0 || !dialect.quoting};
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

}  // namespace dp::csv
