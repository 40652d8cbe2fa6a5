// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What libvips loads, as viewers show it.

#include <dp/result.hpp>
#include <string_view>

#include "thumbnail/format.hpp"
#include "thumbnail/vips_image.hpp"

namespace dp::thumbnail {

/// The image that was loaded from `file`, as it is shown.
///
/// Law: a sample of a TIFF is alpha only if the file says so. Floats and integers that are not 8 or
///   16 bits without a sign reach from black, the smallest value that there is, to white, the
///   largest; floats that are within 0 and 1 from 0 to 1. A GIF is transparent outside its first
///   frame.
/// Errors: task_failed, with libvips' reason.
Result<Image> as_shown(Image loaded, std::string_view file, Format format);

}  // namespace dp::thumbnail
