// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace dp::input {

/// What a text probably is, by its first bytes (some KiB of them): "CSV, separated by ';'", "a JSON
/// array", "a PNG image". Empty: nothing in particular.
///
/// For messages only: no result ever depends on it.
std::string_view looks_like(std::string_view head) noexcept;

/// Which reader that may be for.
enum class Format : std::uint8_t {
  text,  ///< nothing in particular
  csv,
  json,           ///< lines, or an array
  json_document,  ///< one value
  xml,
  access_log,
  other  ///< no text that any reader takes: an image, UTF-16, HTML
};

/// What looks_like says, in short. For suggestions only, too.
Format format_of(std::string_view head) noexcept;

}  // namespace dp::input
