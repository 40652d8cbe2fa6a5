// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Sixteen bytes compared at once: with SSE2, which every x86-64 has, or in two words on any other
/// processor. All other code of dp that looks at 16 bytes does so through this header.
///
/// DP_PORTABLE: define it to get the words on x86-64 too. Everything that is linked into one
/// library must agree about it.

#if defined(__SSE2__) && !defined(DP_PORTABLE)
#define DP_SSE2 1
#include <emmintrin.h>
#else
#define DP_SSE2 0
#endif

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace dp::detail {

static_assert(std::endian::native == std::endian::little, "words are read as little-endian");

/// A word of 8 times the byte `value`.
constexpr std::uint64_t repeat(std::uint8_t value) noexcept {
  return value * UINT64_C(0x0101010101010101);
}

/// 0x80 in each byte of `word` that is 0, and nothing else.
constexpr std::uint64_t zero_bytes(std::uint64_t word) noexcept {
  constexpr std::uint64_t kLow = repeat(0x7f);
  return ~(((word & kLow) + kLow) | word | kLow);
}

/// Bit k: the top bit of byte k of `word`. Precondition: no other bits are set.
constexpr unsigned gather_tops(std::uint64_t word) noexcept {
  // The product moves the top bit of each byte into the highest byte.
  return static_cast<unsigned>((word >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

/// Two words of 8 bytes, the first byte in the lowest.
struct Words16 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  /// The `size` < 16 bytes at `at` and zeros after them, reading nothing else.
  static Words16 load_short(const char* at, std::size_t size) noexcept {
    Words16 words;
    if (size >= 8) {
      std::memcpy(&words.low, at, 8);
      if (size > 8) {
        std::memcpy(&words.high, at + size - 8, 8);
        words.high >>= 8 * (16 - size);
      }
    } else if (size >= 4) {
      std::uint32_t head;
      std::uint32_t tail;
      std::memcpy(&head, at, 4);
      std::memcpy(&tail, at + size - 4, 4);
      words.low = head | static_cast<std::uint64_t>(tail) << (8 * (size - 4));
    } else if (size > 0) {
      const auto byte = [at](std::size_t i) {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
      };
      words.low = byte(0) | byte(size / 2) | byte(size - 1);
    }
    return words;
  }
};

#if DP_SSE2

/// Which of 16 bytes something holds for: the top bit of each says it.
class Mask16 {
 public:
  explicit Mask16(__m128i bytes) noexcept : bytes_(bytes) {}
  friend Mask16 operator|(Mask16 one, Mask16 other) noexcept {
    return Mask16(_mm_or_si128(one.bytes_, other.bytes_));
  }
  friend Mask16 operator&(Mask16 one, Mask16 other) noexcept {
    return Mask16(_mm_and_si128(one.bytes_, other.bytes_));
  }
  /// Those that are not in `other`.
  [[nodiscard]] Mask16 without(Mask16 other) const noexcept {
    return Mask16(_mm_andnot_si128(other.bytes_, bytes_));
  }
  /// Bit k is byte k's; the upper 16 are 0.
  [[nodiscard]] unsigned bits() const noexcept {
    return static_cast<unsigned>(_mm_movemask_epi8(bytes_));
  }

 private:
  __m128i bytes_;
};

/// Sixteen bytes of a text.
class Bytes16 {
 public:
  static Bytes16 load(const char* at) noexcept {
    return Bytes16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
  }
  /// The `size` < 16 bytes at `at` and zeros after them, reading nothing else.
  static Bytes16 load_short(const char* at, std::size_t size) noexcept {
    const auto words = Words16::load_short(at, size);
    return Bytes16(_mm_set_epi64x(static_cast<std::int64_t>(words.high),
                                  static_cast<std::int64_t>(words.low)));
  }
  void store(char* at) const noexcept {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(at), bytes_);
  }

  [[nodiscard]] Mask16 equal(char byte) const noexcept {
    return Mask16(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(byte)));
  }
  [[nodiscard]] Mask16 equal(Bytes16 other) const noexcept {
    return Mask16(_mm_cmpeq_epi8(bytes_, other.bytes_));
  }
  /// Those from 0x80 up: all that is not ASCII.
  [[nodiscard]] Mask16 high() const noexcept { return Mask16(bytes_); }
  /// Control characters (below 0x20), and all that is not ASCII.
  [[nodiscard]] Mask16 control_or_high() const noexcept {
    // Signed: bytes from 0x80 up are below 0x20 too.
    return Mask16(_mm_cmplt_epi8(bytes_, _mm_set1_epi8(0x20)));
  }
  /// Those from `first` to `last`, both ASCII.
  [[nodiscard]] Mask16 within(char first, char last) const noexcept {
    const __m128i from = _mm_sub_epi8(bytes_, _mm_set1_epi8(first));
    const __m128i size = _mm_set1_epi8(static_cast<char>(last - first));
    return Mask16(_mm_cmpeq_epi8(_mm_min_epu8(from, size), from));
  }
  /// The same with bit 5 set, which makes letters small.
  [[nodiscard]] Bytes16 with_bit5() const noexcept {
    return Bytes16(_mm_or_si128(bytes_, _mm_set1_epi8(0x20)));
  }

 private:
  explicit Bytes16(__m128i bytes) noexcept : bytes_(bytes) {}
  __m128i bytes_;
};

/// The nearest int, halves to the even one. Precondition: it is within 64 bits.
inline std::int64_t nearest_int(double value) noexcept {
  return _mm_cvtsd_si64(_mm_set_sd(value));
}

#else

/// Which of 16 bytes something holds for.
class Mask16 {
 public:
  /// `tops`: 0x80 in the bytes it holds for.
  explicit Mask16(Words16 tops) noexcept : tops_(tops) {}
  friend Mask16 operator|(Mask16 one, Mask16 other) noexcept {
    return Mask16({one.tops_.low | other.tops_.low, one.tops_.high | other.tops_.high});
  }
  friend Mask16 operator&(Mask16 one, Mask16 other) noexcept {
    return Mask16({one.tops_.low & other.tops_.low, one.tops_.high & other.tops_.high});
  }
  /// Those that are not in `other`.
  [[nodiscard]] Mask16 without(Mask16 other) const noexcept {
    return Mask16({tops_.low & ~other.tops_.low, tops_.high & ~other.tops_.high});
  }
  /// Bit k is byte k's; the upper 16 are 0.
  [[nodiscard]] unsigned bits() const noexcept {
    return gather_tops(tops_.low) | gather_tops(tops_.high) << 8;
  }

 private:
  Words16 tops_;
};

/// Sixteen bytes of a text.
class Bytes16 {
 public:
  static Bytes16 load(const char* at) noexcept {
    Words16 words;
    std::memcpy(&words.low, at, 8);
    std::memcpy(&words.high, at + 8, 8);
    return Bytes16(words);
  }
  /// The `size` < 16 bytes at `at` and zeros after them, reading nothing else.
  static Bytes16 load_short(const char* at, std::size_t size) noexcept {
    return Bytes16(Words16::load_short(at, size));
  }
  void store(char* at) const noexcept {
    std::memcpy(at, &words_.low, 8);
    std::memcpy(at + 8, &words_.high, 8);
  }

  [[nodiscard]] Mask16 equal(char byte) const noexcept {
    const auto wanted = repeat(static_cast<std::uint8_t>(byte));
    return equal(Bytes16({wanted, wanted}));
  }
  [[nodiscard]] Mask16 equal(Bytes16 other) const noexcept {
    return Mask16({zero_bytes(words_.low ^ other.words_.low),
                   zero_bytes(words_.high ^ other.words_.high)});
  }
  /// Those from 0x80 up: all that is not ASCII.
  [[nodiscard]] Mask16 high() const noexcept {
    return each([](std::uint64_t word) { return word & repeat(0x80); });
  }
  /// Control characters (below 0x20), and all that is not ASCII.
  [[nodiscard]] Mask16 control_or_high() const noexcept {
    return each([](std::uint64_t word) {
      return zero_bytes(word & repeat(0xe0)) | (word & repeat(0x80));
    });
  }
  /// Those from `first` to `last`, both ASCII.
  [[nodiscard]] Mask16 within(char first, char last) const noexcept {
    const auto from = repeat(static_cast<std::uint8_t>(0x80 - first));
    const auto above = repeat(static_cast<std::uint8_t>(0x7f - last));
    return each([from, above](std::uint64_t word) {
      const auto ascii = word & repeat(0x7f);  // sums of it stay within their bytes
      return (ascii + from) & ~(ascii + above) & ~word & repeat(0x80);
    });
  }
  /// The same with bit 5 set, which makes letters small.
  [[nodiscard]] Bytes16 with_bit5() const noexcept {
    return Bytes16({words_.low | repeat(0x20), words_.high | repeat(0x20)});
  }

 private:
  explicit Bytes16(Words16 words) noexcept : words_(words) {}
  template <class Tops>
  [[nodiscard]] Mask16 each(Tops tops) const noexcept {
    return Mask16({tops(words_.low), tops(words_.high)});
  }
  Words16 words_;
};

/// The nearest int, halves to the even one. Precondition: it is within 64 bits.
inline std::int64_t nearest_int(double value) noexcept { return std::llrint(value); }

#endif

}  // namespace dp::detail
