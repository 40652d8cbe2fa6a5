// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Pictures made by the tests, and what can be seen in them.

#include <cstdint>
#include <dp/result.hpp>
#include <ostream>
#include <string>
#include <string_view>

#include "thumbnail/picture.hpp"

namespace dp::thumbnail {
inline std::ostream& operator<<(std::ostream& out, const Size& size) {
  return out << size.width << "x" << size.height;
}
}  // namespace dp::thumbnail

namespace dp::test {

/// Four quarters: red, green / blue, white; `bands` 3, or 4 with the white quarter transparent.
thumbnail::Picture quarters(thumbnail::Size size, std::uint32_t bands = 3);

/// The quarters of a file's picture, as "RG/BW", in its order of storage; a letter that is none
/// of the colours is '?', and '.' is transparent.
Result<std::string> quarters_of(std::string_view file);

/// quarters() as a file, with this orientation in its Exif data (0: it has none).
std::string jpeg_of(thumbnail::Size size, int orientation = 0);
std::string png_of(thumbnail::Size size, std::uint32_t bands = 3);
std::string webp_of(thumbnail::Size size);
/// An uncompressed grey picture with a TIFF header of its own orientation.
std::string tiff_of(thumbnail::Size size, int orientation);
/// A GIF of one colour.
std::string gif_of(thumbnail::Size size);
/// The file with another size in its JPEG header.
std::string claiming(std::string jpeg, thumbnail::Size size);

/// A picture that stands upright as RG/BW, stored with this orientation.
thumbnail::Picture stored_with(int orientation, thumbnail::Size upright);

}  // namespace dp::test
