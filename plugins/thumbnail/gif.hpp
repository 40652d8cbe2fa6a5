// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "thumbnail/geometry.hpp"

namespace dp::thumbnail {

/// Where a frame stands on the canvas of its GIF.
struct Frame {
  std::uint32_t left = 0;
  std::uint32_t top = 0;
  Size size;
};

/// The first frame of a GIF; nullopt if the file ends before it.
/// Source: GIF89a specification, sections 18 to 26.
std::optional<Frame> first_frame_of_gif(std::string_view file) noexcept;

}  // namespace dp::thumbnail
