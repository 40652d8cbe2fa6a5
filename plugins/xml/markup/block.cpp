// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/block.hpp"

#include <immintrin.h>

namespace dp::xml {

Block load_block(const char* at) noexcept {
  Block block{at};
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16 * part));
    const auto is_byte = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
    const auto bits = [&](__m128i found) {
      return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found)))
             << 16 * part;
    };
    const __m128i tags = _mm_or_si128(is_byte('<'), is_byte('>'));
    const __m128i quotes = _mm_or_si128(is_byte('"'), is_byte('\''));
    // Signed: bytes from 0x80 up are below 0x20 too.
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    const __m128i space =
        _mm_or_si128(is_byte('\n'), _mm_or_si128(is_byte('\t'), is_byte('\r')));
    const __m128i special = _mm_or_si128(is_byte('&'), is_byte(']'));
    block.marks |= bits(_mm_or_si128(tags, quotes));
    block.odd |= bits(_mm_or_si128(_mm_andnot_si128(space, low), special));
  }
  return block;
}

namespace {

#define DP_AVX2 __attribute__((target("avx2")))

/// No entry of kNone is any byte.
constexpr char kNone = '\x80';

/// Which of `bytes` stand in `table` at their low four bits.
DP_AVX2 inline __m256i listed(__m256i bytes, __m256i table) noexcept {
  return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, bytes), bytes);
}

DP_AVX2 Block load_block_avx2(const char* at) noexcept {
  const __m256i marks = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(kNone, kNone, '"', kNone, kNone, kNone, kNone, '\'', kNone, kNone, kNone,
                    kNone, '<', kNone, '>', kNone));
  const __m256i spaces = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, '\t', '\n',
                    kNone, kNone, '\r', kNone, kNone));
  const __m256i special = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(kNone, kNone, kNone, kNone, kNone, kNone, '&', kNone, kNone, kNone, kNone,
                    kNone, kNone, ']', kNone, kNone));
  Block block{at};
  for (int part = 0; part < 2; ++part) {
    const __m256i bytes =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + std::ptrdiff_t{32} * part));
    const __m256i low = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), bytes);
    const __m256i odd = _mm256_or_si256(_mm256_andnot_si256(listed(bytes, spaces), low),
                                        listed(bytes, special));
    const auto marked = static_cast<unsigned>(_mm256_movemask_epi8(listed(bytes, marks)));
    block.marks |= std::uint64_t{marked} << 32 * part;
    block.odd |= std::uint64_t{static_cast<unsigned>(_mm256_movemask_epi8(odd))} << 32 * part;
  }
  return block;
}

#undef DP_AVX2

}  // namespace

LoadBlock best_load_block() noexcept {
  return __builtin_cpu_supports("avx2") ? &load_block_avx2 : &load_block;
}

}  // namespace dp::xml
