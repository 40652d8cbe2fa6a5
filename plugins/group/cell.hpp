// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <cstring>
#include <dp/hash.hpp>
#include <string_view>

namespace dp::group {

/// A key or value in 16 bytes.
///
/// Shape: the top byte of `high` tells: 0 to 15, as many bytes stand inline, zero-padded;
///   kNull; or kLong, more than 15 bytes elsewhere: `low` is their address, or in a table their
///   offset in its arena, and the low half of `high` their size. A number is 8 inline bytes.
/// Law: equal values that are not long have equal words.
struct Cell {
  static constexpr std::uint32_t kInline = 15;
  static constexpr std::uint64_t kNull = std::uint64_t{0x40} << 56;
  static constexpr std::uint64_t kLong = std::uint64_t{0x80} << 56;

  std::uint64_t low = 0;
  std::uint64_t high = 0;

  static Cell null() noexcept { return {0, kNull}; }
  static Cell word(std::uint64_t value) noexcept { return {value, std::uint64_t{8} << 56}; }
  static Cell text(std::string_view text) noexcept {
    Cell cell;
    if (text.size() > kInline)
      return {reinterpret_cast<std::uintptr_t>(text.data()), kLong | text.size()};
    if (!text.empty()) std::memcpy(&cell, text.data(), text.size());
    cell.high |= static_cast<std::uint64_t>(text.size()) << 56;
    return cell;
  }

  [[nodiscard]] bool is_long() const noexcept { return high >> 63 != 0; }
  [[nodiscard]] bool is_null() const noexcept { return high == kNull; }
  [[nodiscard]] std::uint32_t size() const noexcept {
    return is_long() ? static_cast<std::uint32_t>(high)
                     : static_cast<std::uint32_t>(high >> 56) & 0xf;
  }
  /// The bytes; `base` is the arena's start, or nullptr for an address. Lifetime: an inline
  /// cell's bytes are in the cell itself.
  [[nodiscard]] std::string_view view(const char* base) const noexcept {
    if (!is_long()) return {reinterpret_cast<const char*>(this), size()};
    return {base + low, size()};
  }
  [[nodiscard]] std::string_view view() const noexcept {
    if (!is_long()) return {reinterpret_cast<const char*>(this), size()};
    return {reinterpret_cast<const char*>(static_cast<std::uintptr_t>(low)), size()};
  }
  [[nodiscard]] std::uint64_t hash(const Hasher& hasher) const noexcept {
    return is_long() ? hasher.bytes(view()) : hasher.words(low, high);
  }
};
static_assert(sizeof(Cell) == 16);

}  // namespace dp::group
