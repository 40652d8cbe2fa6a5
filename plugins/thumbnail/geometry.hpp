// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dp::thumbnail {

/// In pixels.
struct Size {
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  [[nodiscard]] std::uint64_t pixels() const noexcept { return std::uint64_t{width} * height; }
  [[nodiscard]] Size turned() const noexcept { return {height, width}; }
  bool operator==(const Size&) const = default;
};

/// The largest width and height that the formats can hold.
inline constexpr std::uint32_t kLargestSide = 65'535;

/// Read "128" (128 x 128) or "128x96". Returns nullopt if a side is not 1 to kLargestSide.
std::optional<Size> parse_size(std::string_view text) noexcept;

enum class Fit : std::uint8_t {
  inside,  ///< all of the picture within the box, never enlarged
  cover,   ///< the box filled, and what stands over cut off on both sides
};

/// How a picture becomes a thumbnail: scaled to `scaled`, of which the part of size `result` at
/// (left, top) is kept.
struct Scaling {
  Size scaled;
  Size result;
  std::uint32_t left = 0;
  std::uint32_t top = 0;

  /// The same for a picture that is stored on its side. The part that is kept is in the middle,
  /// so it does not matter which way round.
  [[nodiscard]] Scaling turned() const noexcept {
    return {scaled.turned(), result.turned(), top, left};
  }
};

/// Law: sides are rounded to the nearest pixel, and are at least 1.
/// Precondition: no side is 0.
Scaling scale_into(Size picture, Size box, Fit fit) noexcept;

/// Orientations 5 to 8 of EXIF lie on their side.
constexpr bool is_turned(int orientation) noexcept { return orientation >= 5; }

}  // namespace dp::thumbnail
