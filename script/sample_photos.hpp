// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace dp::samples {

/// One photo of a made-up journey, as a JPEG file: hills below a sky, with a sun or a moon.
///
/// Shape: 0.4 to 3 megapixels. Of each eight photos, four were taken with the camera held on a
///   side or upside down, which the Exif data tell; the others are stored as they are seen.
/// Law: the pixels depend on seed and number alone.
std::string photo(std::uint64_t seed, std::uint32_t number);

}  // namespace dp::samples
