// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Pictures made by the tests, and what can be seen in them.

#include <cstdint>
#include <cstring>
#include <dp/result.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

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
/// Little-endian numbers as an uncompressed TIFF, 8 wide.
std::string tiff_of_bytes(const std::string& bytes, std::uint32_t kind, std::uint32_t bits);
/// An uncompressed grey picture with a TIFF header of its own orientation.
std::string tiff_of(thumbnail::Size size, int orientation);
/// An uncompressed TIFF of one band of such numbers, 8 wide: `kind` is 1 for integers without a sign,
/// 2 for those with one, 3 for floats.
template <class T>
std::string tiff_of(const std::vector<T>& values, std::uint32_t kind) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return tiff_of_bytes(bytes, kind, 8 * sizeof(T));
}
/// A GIF of one colour, red.
std::string gif_of(thumbnail::Size size);
/// A GIF whose frame does not fill its canvas.
std::string gif_with_frame(thumbnail::Size canvas, thumbnail::Size place,
                           thumbnail::Size frame);
/// The file with another size in its JPEG header.
std::string claiming(std::string jpeg, thumbnail::Size size);

/// A picture that stands upright as RG/BW, stored with this orientation.
thumbnail::Picture stored_with(int orientation, thumbnail::Size upright);

}  // namespace dp::test
