// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/geometry.hpp"

#include <algorithm>
#include <charconv>

namespace dp::thumbnail {

namespace {

std::optional<std::uint32_t> parse_side(std::string_view text) noexcept {
  std::uint32_t side = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, side);
  if (error != std::errc() || stop != end || side == 0 || side > kLargestSide)
    return std::nullopt;
  return side;
}

/// `side` * `to` / `from`, to the nearest.
std::uint32_t scaled_side(std::uint32_t side, std::uint32_t to, std::uint32_t from) noexcept {
  const auto twice = 2 * std::uint64_t{side} * to + from;
  return static_cast<std::uint32_t>(
      std::max<std::uint64_t>(1, twice / (2 * std::uint64_t{from})));
}

/// `picture` scaled so that its width is that of the box.
Size to_width(Size picture, Size box) noexcept {
  return {box.width, scaled_side(picture.height, box.width, picture.width)};
}

Size to_height(Size picture, Size box) noexcept {
  return {scaled_side(picture.width, box.height, picture.height), box.height};
}

}  // namespace

std::optional<Size> parse_size(std::string_view text) noexcept {
  const auto cross = text.find('x');
  const auto width = parse_side(text.substr(0, cross));
  const auto height =
      cross == std::string_view::npos ? width : parse_side(text.substr(cross + 1));
  if (!width || !height) return std::nullopt;
  return Size{*width, *height};
}

Scaling scale_into(Size picture, Size box, Fit fit) noexcept {
  // Whether the box is wider than the picture, in its own shape.
  const bool box_is_wider =
      std::uint64_t{box.width} * picture.height > std::uint64_t{picture.width} * box.height;
  if (fit == Fit::inside) {
    if (picture.width <= box.width && picture.height <= box.height) return {picture, picture};
    const auto scaled = box_is_wider ? to_height(picture, box) : to_width(picture, box);
    return {scaled, scaled};
  }
  auto scaled = box_is_wider ? to_width(picture, box) : to_height(picture, box);
  // Rounded down, a side could be one pixel short of the box.
  scaled = {std::max(scaled.width, box.width), std::max(scaled.height, box.height)};
  return {scaled, box, (scaled.width - box.width) / 2, (scaled.height - box.height) / 2};
}

}  // namespace dp::thumbnail
