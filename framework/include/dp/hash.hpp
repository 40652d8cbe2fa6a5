// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace dp {

/// Hash keys that come from data, so that whoever writes the data cannot make them collide.
///
/// Shape: 64 bits, all of equal quality: take any of them for slots, tags and partitions.
/// Law: the same seed and bytes give the same hash in every process and build. bytes() of 16
///   bytes or fewer is not words() of those bytes.
/// Security: without the seed (dp_context.hash_seed) collisions cannot be aimed at, save by
///   watching timings. Not for signatures.
/// Cost: 2 to 3 ns up to 16 bytes, then about 10 bytes a ns.
/// Source: the product of two keyed 64-bit words, high half folded into the low one, as in
///   multiply-fold hashes since "folded multiply" (umash, wyhash).
class Hasher {
 public:
  explicit Hasher(std::uint64_t seed) noexcept {
    for (auto& key : keys_) key = next(seed) | 1;
  }

  /// Hash two words.
  [[nodiscard]] std::uint64_t words(std::uint64_t a, std::uint64_t b) const noexcept {
    return mix(a, b, 0);
  }
  /// Hash one word.
  [[nodiscard]] std::uint64_t word(std::uint64_t a) const noexcept { return mix(a, 0, 0); }

  /// Hash bytes of any length. Reads none past their end.
  [[nodiscard]] std::uint64_t bytes(std::string_view text) const noexcept {
    const char* at = text.data();
    const std::size_t size = text.size();
    if (size <= 16) return mix(low_of(at, size), high_of(at, size), size);
    const char* end = at + size;
    std::uint64_t s = keys_[2];
    std::uint64_t t = keys_[3];
    for (; at + 32 < end; at += 32) {
      s = fold(load8(at) ^ s, load8(at + 8) ^ keys_[0]);
      t = fold(load8(at + 16) ^ t, load8(at + 24) ^ keys_[1]);
    }
    // What is left has 1 to 32 bytes; the bytes before it may be read again.
    if (size >= 32) {
      s = fold(load8(end - 32) ^ s, load8(end - 24) ^ keys_[1]);
    } else {
      s = fold(load8(at) ^ s, load8(at + 8) ^ keys_[1]);
    }
    t = fold(load8(end - 16) ^ t, load8(end - 8) ^ keys_[0]);
    return mix(s, t, size);
  }

 private:
  /// SplitMix64 (Steele, Lea, Flood 2014): spreads one seed over many words.
  static std::uint64_t next(std::uint64_t& state) noexcept {
    state += 0x9e3779b97f4a7c15;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  __extension__ using Wide = unsigned __int128;

  static std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  }
  /// Two rounds; the size joins in the second, so that no pair of words can undo it.
  [[nodiscard]] std::uint64_t mix(std::uint64_t a, std::uint64_t b,
                                  std::uint64_t size) const noexcept {
    const Wide product = static_cast<Wide>(a ^ keys_[0]) * (b ^ keys_[1]);
    return fold(static_cast<std::uint64_t>(product) ^ keys_[2],
                static_cast<std::uint64_t>(product >> 64) ^ keys_[3] ^ size);
  }
  static std::uint64_t load8(const char* at) noexcept {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    return word;
  }
  static std::uint64_t load4(const char* at) noexcept {
    std::uint32_t word;
    std::memcpy(&word, at, 4);
    return word;
  }
  /// Up to 16 bytes as two words, which overlap where there are fewer.
  static std::uint64_t low_of(const char* at, std::size_t size) noexcept {
    if (size >= 8) return load8(at);
    if (size >= 4) return load4(at);
    if (size == 0) return 0;
    const auto byte = [at](std::size_t i) {
      return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i]));
    };
    return byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
  }
  static std::uint64_t high_of(const char* at, std::size_t size) noexcept {
    if (size >= 8) return load8(at + size - 8);
    if (size >= 4) return load4(at + size - 4);
    return 0;
  }

  std::uint64_t keys_[4];
};

}  // namespace dp
