// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dp::thumbnail {

/// The first number of a tag in the first directory of a TIFF file, of any integer type; nullopt if
/// there is none.
std::optional<std::uint32_t> number_of_tiff(std::string_view tiff, std::uint16_t tag) noexcept;

/// The orientation (1 to 8) that Exif data tells, beginning with its TIFF header; 1 if it tells
/// none, or one that does not exist.
/// Source: Exif 2.3, 4.6.4 (tag 274), and TIFF 6.0, section 2.
int orientation_of_exif(std::string_view tiff) noexcept;

}  // namespace dp::thumbnail
