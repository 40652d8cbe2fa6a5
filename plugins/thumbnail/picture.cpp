// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/picture.hpp"

#include <cstring>

namespace dp::thumbnail {

namespace {

/// Where the pixel that is seen at (x, y) is stored, if what is seen has size `seen`.
struct Pixel {
  std::uint32_t x;
  std::uint32_t y;
};

Pixel stored_place(Pixel at, Size seen, int orientation) noexcept {
  const auto right = seen.width - 1 - at.x;
  const auto below = seen.height - 1 - at.y;
  switch (orientation) {
    case 2:
      return {right, at.y};
    case 3:
      return {right, below};
    case 4:
      return {at.x, below};
    case 5:
      return {at.y, at.x};
    case 6:
      return {at.y, right};
    case 7:
      return {below, right};
    case 8:
      return {below, at.x};
    default:
      return at;
  }
}

}  // namespace

Picture upright(Picture stored, int orientation) {
  if (orientation < 2 || orientation > 8) return stored;
  Picture seen;
  seen.size = is_turned(orientation) ? stored.size.turned() : stored.size;
  seen.bands = stored.bands;
  seen.bytes.resize(stored.bytes.size());
  auto* out = seen.bytes.data();
  for (std::uint32_t y = 0; y < seen.size.height; ++y)
    for (std::uint32_t x = 0; x < seen.size.width; ++x) {
      const auto from = stored_place({x, y}, seen.size, orientation);
      std::memcpy(out, &stored.bytes[from.y * stored.stride() + from.x * stored.bands],
                  stored.bands);
      out += stored.bands;
    }
  return seen;
}

Picture without_alpha(Picture picture) {
  if (picture.bands != 4) return picture;
  Picture flat{picture.size, 3, std::vector<std::uint8_t>(picture.size.pixels() * 3)};
  auto* out = flat.bytes.data();
  for (std::size_t i = 0; i < picture.bytes.size(); i += 4) {
    const unsigned alpha = picture.bytes[i + 3];
    for (std::size_t band = 0; band < 3; ++band) {
      const unsigned over_white = picture.bytes[i + band] * alpha + 255 * (255 - alpha);
      *out++ = static_cast<std::uint8_t>((over_white + 127) / 255);
    }
  }
  return flat;
}

}  // namespace dp::thumbnail
