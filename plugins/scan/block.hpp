// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <dp/detail/bytes16.hpp>

#include "scan/inline.hpp"

/// Sixty-four bytes of a text at once, as masks of 64 bits: bit k tells of byte k. All code of
/// plugins that looks at texts in blocks does so through this header; whether there is more than
/// a portable kind of block is decided here alone.
///
/// A search is written once, as a template over the masks that it needs, and marked DP_INLINE. It
/// is called from one function for any processor, and, if DP_HAS_AVX2, from another that is marked
/// DP_AVX2; scan::best chooses between the two.

#if defined(__x86_64__) && !defined(DP_PORTABLE)
#define DP_HAS_AVX2 1
#include <immintrin.h>
#else
#define DP_HAS_AVX2 0
#endif

namespace dp::scan {

/// Bit k: whether an odd number of bits up to k is set. Of quotes: set from one that opens on, up
/// to the one that closes.
DP_INLINE std::uint64_t parity(std::uint64_t bits) noexcept {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/// On any processor.
class Block {
 public:
  static Block load(const char* at) noexcept { return Block(at); }

  [[nodiscard]] std::uint64_t equal(char byte) const noexcept {
    return each([byte](Bytes16 bytes) { return bytes.equal(byte); });
  }
  /// The bytes that are one of these.
  [[nodiscard]] std::uint64_t any_of(char one, char other) const noexcept {
    return each([=](Bytes16 bytes) { return bytes.equal(one) | bytes.equal(other); });
  }
  [[nodiscard]] std::uint64_t any_of(char a, char b, char c, char d) const noexcept {
    return each([=](Bytes16 bytes) {
      return bytes.equal(a) | bytes.equal(b) | bytes.equal(c) | bytes.equal(d);
    });
  }
  /// Those from 0x80 up: all that is not ASCII.
  [[nodiscard]] std::uint64_t high() const noexcept {
    return each([](Bytes16 bytes) { return bytes.high(); });
  }
  /// Control characters (below 0x20), and all that is not ASCII.
  [[nodiscard]] std::uint64_t control_or_high() const noexcept {
    return each([](Bytes16 bytes) { return bytes.control_or_high(); });
  }
  /// Control characters: below 0x20.
  [[nodiscard]] std::uint64_t control() const noexcept {
    return each([](Bytes16 bytes) { return bytes.control_or_high().without(bytes.high()); });
  }
  /// The same with bit 5 of all bytes set.
  [[nodiscard]] Block with_bit5() const noexcept {
    Block block(*this);
    for (auto& bytes : block.parts_) bytes = bytes.with_bit5();
    return block;
  }

 private:
  using Bytes16 = detail::Bytes16;
  explicit Block(const char* at) noexcept
      : parts_{Bytes16::load(at), Bytes16::load(at + 16), Bytes16::load(at + 32),
               Bytes16::load(at + 48)} {}

  template <class Test>
  [[nodiscard]] std::uint64_t each(Test test) const noexcept {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 4; ++i) bits |= std::uint64_t{test(parts_[i]).bits()} << 16 * i;
    return bits;
  }

  std::array<Bytes16, 4> parts_;
};

#if DP_HAS_AVX2

#define DP_AVX2 __attribute__((target("avx2,bmi,popcnt,pclmul")))

/// Whether this processor runs what is marked DP_AVX2.
inline bool has_avx2() noexcept {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

/// Bytes to be looked for all at once, each at the place of its low four bits.
struct ByteTable {
  /// No byte is this one at any place of its own.
  static constexpr char kNone = '\x80';
  alignas(16) std::array<char, 16> at;

  /// Precondition: the low four bits of all `bytes` differ, and none is 0x80 or more.
  template <std::size_t kSize>
  explicit constexpr ByteTable(const char (&bytes)[kSize]) noexcept : at() {
    at.fill(kNone);
    for (std::size_t i = 0; i + 1 < kSize; ++i)
      at[static_cast<std::size_t>(bytes[i]) & 15] = bytes[i];
  }
};

/// As Block, for functions that are marked DP_AVX2.
class Avx2Block {
 public:
  DP_AVX2 static inline Avx2Block load(const char* at) noexcept {
    const auto* from = reinterpret_cast<const __m256i*>(at);
    return {_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1)};
  }

  [[nodiscard]] DP_AVX2 inline std::uint64_t equal(char byte) const noexcept {
    const __m256i wanted = _mm256_set1_epi8(byte);
    return bits(_mm256_cmpeq_epi8(low_, wanted), _mm256_cmpeq_epi8(high_, wanted));
  }
  [[nodiscard]] DP_AVX2 inline std::uint64_t any_of(char one, char other) const noexcept {
    const __m256i a = _mm256_set1_epi8(one);
    const __m256i b = _mm256_set1_epi8(other);
    return bits(_mm256_or_si256(_mm256_cmpeq_epi8(low_, a), _mm256_cmpeq_epi8(low_, b)),
                _mm256_or_si256(_mm256_cmpeq_epi8(high_, a), _mm256_cmpeq_epi8(high_, b)));
  }
  [[nodiscard]] DP_AVX2 inline std::uint64_t any_of(const ByteTable& table) const noexcept {
    const __m256i bytes = _mm256_broadcastsi128_si256(
        _mm_load_si128(reinterpret_cast<const __m128i*>(table.at.data())));
    return bits(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(bytes, low_), low_),
                _mm256_cmpeq_epi8(_mm256_shuffle_epi8(bytes, high_), high_));
  }
  [[nodiscard]] DP_AVX2 inline std::uint64_t high() const noexcept { return bits(low_, high_); }
  [[nodiscard]] DP_AVX2 inline std::uint64_t control_or_high() const noexcept {
    // Signed: bytes from 0x80 up are below 0x20 too.
    const __m256i space = _mm256_set1_epi8(0x20);
    return bits(_mm256_cmpgt_epi8(space, low_), _mm256_cmpgt_epi8(space, high_));
  }
  [[nodiscard]] DP_AVX2 inline std::uint64_t control() const noexcept {
    const __m256i last = _mm256_set1_epi8(0x1f);
    return bits(_mm256_cmpeq_epi8(_mm256_min_epu8(low_, last), low_),
                _mm256_cmpeq_epi8(_mm256_min_epu8(high_, last), high_));
  }
  [[nodiscard]] DP_AVX2 inline Avx2Block with_bit5() const noexcept {
    const __m256i bit5 = _mm256_set1_epi8(0x20);
    return {_mm256_or_si256(low_, bit5), _mm256_or_si256(high_, bit5)};
  }

 private:
  DP_AVX2 inline Avx2Block(__m256i low, __m256i high) noexcept : low_(low), high_(high) {}
  /// The top bits of 64 bytes.
  DP_AVX2 static inline std::uint64_t bits(__m256i low, __m256i high) noexcept {
    const auto low_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
    const auto high_bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
    return low_bits | static_cast<std::uint64_t>(high_bits) << 32;
  }

  __m256i low_;
  __m256i high_;
};

/// As parity: the product by all ones, without carries, is the parity of the bits below.
DP_AVX2 inline std::uint64_t parity_avx2(std::uint64_t bits) noexcept {
  const auto product = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(bits)),
                                            _mm_set1_epi8(-1), 0);
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
}

/// Of two functions that do the same, the one for this processor.
template <class Function>
Function best(Function avx2, Function portable) noexcept {
  return has_avx2() ? avx2 : portable;
}

#endif

}  // namespace dp::scan
