// SPDX-License-Identifier: Apache-2.0
#pragma once

/// libvips' images with an owner, and its failures and warnings as ours.
///
/// Processes: workers only. Threads: one; libvips is told to have no more, and no caches.

#include <vips/vips.h>

#include <dp/result.hpp>
#include <memory>
#include <string>

#include "thumbnail/geometry.hpp"

namespace dp::thumbnail {

struct Unref {
  void operator()(VipsImage* image) const noexcept { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// Start libvips, and forget what failed before.
Status start_call();

/// A failure: libvips' account of it, and what it warned of before.
tl::unexpected<Error> vips_failed();

/// The first warning since start_call() that is of pixels; empty if there was none.
std::string first_warning();

/// Make an image by call(&out), which returns 0 if it could.
template <class Call>
Result<Image> make_image(Call&& call) {
  VipsImage* out = nullptr;
  if (call(&out) != 0) return vips_failed();
  return Image(out);
}

inline Size size_of(VipsImage* image) noexcept {
  return {static_cast<std::uint32_t>(vips_image_get_width(image)),
          static_cast<std::uint32_t>(vips_image_get_height(image))};
}

}  // namespace dp::thumbnail
