// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "thumbnail/geometry.hpp"

namespace dp::thumbnail {

/// Pixels of 8 bits a band, row by row without gaps.
///
/// Shape: 1 band is grey, 3 are RGB, 4 are RGBA, or CMYK until its colours are converted.
struct Picture {
  Size size;
  std::uint32_t bands = 3;
  std::vector<std::uint8_t> bytes;

  [[nodiscard]] std::size_t stride() const noexcept { return std::size_t{size.width} * bands; }
};

/// The picture as it is to be seen, stored with this EXIF orientation (1 to 8).
Picture upright(Picture stored, int orientation);

/// Lay pictures with alpha on white.
Picture without_alpha(Picture picture);

}  // namespace dp::thumbnail
