// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What libvips does for us: the formats other than JPEG, and colour profiles.
///
/// Processes: workers only. Threads: one; libvips is told to have no more, and no caches.
/// Errors: task_failed, with libvips' reason. What libvips warns of while it decodes is an error
///   too: it goes on with grey pixels where a file is cut off.

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "thumbnail/format.hpp"
#include "thumbnail/picture.hpp"

namespace dp::thumbnail {

/// What is known of a picture before it is decoded.
struct PictureHeader {
  Size size;  ///< as stored
  int orientation = 1;
  std::uint64_t decode_bytes = 0;  ///< held at once to decode it, at most; 0: a few rows
};

Result<PictureHeader> read_header(std::string_view file, Format format);

/// Decode the first picture of a file and scale it, in sRGB.
/// Shape: 1, 3 or 4 bands; as stored, not yet upright. `scaling` is of the stored picture.
/// `damage`: where to note what is wrong with a file of which only part is there, whose rest is
///   black; nullptr: that is an error.
Result<Picture> decode(std::string_view file, Format format, const Scaling& scaling,
                       std::string* damage = nullptr);

/// Convert pixels of 1, 3 or 4 (CMYK) bands that mean what `profile` (ICC) says into sRGB. A
/// profile that is damaged or of another kind of picture counts as none.
Result<Picture> to_srgb(const Picture& picture, std::string_view profile);

/// Write a picture as png or webp. `quality` is for webp.
Result<std::string> encode(const Picture& picture, Format format, int quality);

}  // namespace dp::thumbnail
