// SPDX-License-Identifier: Apache-2.0
#include "sample_photos.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "sample_random.hpp"
#include "thumbnail/jpeg.hpp"
#include "thumbnail/picture.hpp"

namespace dp::samples {

namespace {

using thumbnail::Picture;
using thumbnail::Size;

struct Colour {
  std::uint32_t red, green, blue;
};

constexpr Colour kHigh[] = {{70, 120, 200}, {40, 60, 120}, {10, 15, 50}, {120, 150, 190}};
constexpr Colour kLow[] = {{220, 230, 245}, {250, 170, 100}, {60, 60, 110}, {235, 225, 215}};
constexpr Colour kGround[] = {{60, 110, 60}, {90, 80, 50}, {30, 60, 50}, {150, 130, 90}};

/// From `a` to `b`, at `part` of `whole`.
Colour between(const Colour& a, const Colour& b, std::uint32_t part, std::uint32_t whole) {
  const auto mix = [&](std::uint32_t from, std::uint32_t to) {
    return (from * (whole - part) + to * part) / whole;
  };
  return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

void put(Picture& picture, std::uint32_t x, std::uint32_t y, const Colour& colour,
         std::uint32_t grain) {
  auto* pixel = &picture.bytes[y * picture.stride() + std::size_t{x} * 3];
  for (const auto value : {colour.red, colour.green, colour.blue})
    *pixel++ = static_cast<std::uint8_t>(std::min(255U, value + grain));
}

/// The height of a ridge at each x: points at random, and straight lines between them, finer
/// and finer.
std::vector<std::uint32_t> ridge(std::uint32_t width, std::uint32_t height, Random& random) {
  std::vector<std::uint32_t> line(width, height / 2);
  std::uint32_t rise = height / 3;
  for (std::uint32_t step = width / 2; step > 3 && rise > 0; step /= 2, rise /= 2) {
    std::uint32_t from = random.below(rise);
    for (std::uint32_t left = 0; left < width; left += step) {
      const auto to = random.below(rise);
      for (std::uint32_t x = left; x < std::min(width, left + step); ++x)
        line[x] += (from * (step - (x - left)) + to * (x - left)) / step;
      from = to;
    }
  }
  return line;
}

Picture scene(Size size, Random& random) {
  Picture picture{size, 3, std::vector<std::uint8_t>(size.pixels() * 3)};
  const auto hour = random.below(4);
  const auto& ground = random.pick(kGround);
  const auto far = ridge(size.width, size.height, random);
  const auto near = ridge(size.width, size.height * 3 / 2, random);
  const auto radius = size.height / 16 + 1;
  const auto sun_x = std::int64_t{random.below(size.width)};
  const auto sun_y = std::int64_t{size.height / 8 + random.below(size.height / 4)};
  for (std::uint32_t y = 0; y < size.height; ++y)
    for (std::uint32_t x = 0; x < size.width; ++x) {
      const auto across = std::int64_t{x} - sun_x;
      const auto down = std::int64_t{y} - sun_y;
      auto colour = between(kHigh[hour], kLow[hour], y, size.height);
      if (across * across + down * down < std::int64_t{radius} * radius)
        colour = {250, 245, 220};
      if (y > far[x]) colour = between(kLow[hour], ground, 1, 2);
      if (y > near[x]) colour = between(ground, {15, 20, 15}, y, size.height);
      put(picture, x, y, colour, random.below(6));
    }
  return picture;
}

/// Exif data of one field: the orientation.
std::string exif(std::uint32_t orientation) {
  using std::string_view_literals::operator""sv;
  std::string block(
      "\xff\xe1\0\x22"
      "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"sv);
  block += static_cast<char>(orientation);
  return block.append(6, '\0');
}

}  // namespace

std::string photo(std::uint64_t seed, std::uint32_t number) {
  // Held upright, on either side, and upside down; and one of those that mirror, as some phones
  // store pictures of their owner.
  constexpr std::array<int, 8> kHeld = {1, 6, 0, 8, 0, 3, 2, 0};
  constexpr Size kSizes[] = {{800, 600}, {1024, 768}, {1600, 1200}, {1920, 1080}, {2000, 1500}};
  Random random(seed * 1'000'003 + number);
  const auto orientation = kHeld[number % kHeld.size()];
  auto size = random.pick(kSizes);
  if (thumbnail::is_turned(orientation) || random.chance(1, 5)) size = size.turned();
  const auto seen = scene(size, random);
  // What turns it upright is undone by its opposite; of quarter turns that is the other one.
  const int opposite = orientation == 6 ? 8 : orientation == 8 ? 6 : orientation;
  auto file = thumbnail::encode_jpeg(upright(seen, opposite), 85);
  if (!file) return {};
  if (orientation != 0) file->insert(2, exif(static_cast<std::uint32_t>(orientation)));
  return std::move(*file);
}

}  // namespace dp::samples
