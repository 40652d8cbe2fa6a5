// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dp::thumbnail {

/// The formats that are read; jpeg, png and webp are written too.
enum class Format : std::uint8_t { jpeg, png, webp, gif, tiff };

constexpr std::string_view name_of(Format format) noexcept {
  constexpr std::string_view kNames[] = {"jpeg", "png", "webp", "gif", "tiff"};
  return kNames[static_cast<std::size_t>(format)];
}

/// The format of a file that begins with these bytes, whatever its name says.
inline constexpr std::size_t kSniffedBytes = 12;
std::optional<Format> format_of_content(std::string_view head) noexcept;

/// The format that a file's extension ("jpg", "JPEG", "tif") stands for.
std::optional<Format> format_of_extension(std::string_view extension) noexcept;

/// What a thumbnail of a picture with this extension is written as: a gif's as png, which can be
/// transparent too, and all that nothing better is known of as jpeg.
Format thumbnail_format(std::string_view extension) noexcept;

/// The extension that stands for a format.
constexpr std::string_view extension_of(Format format) noexcept {
  return format == Format::jpeg ? "jpg" : name_of(format);
}

}  // namespace dp::thumbnail
