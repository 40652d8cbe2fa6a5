// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace dp {

/// How a file that dp writes is compressed.
enum class FileCompression { none, gzip, zstd };

/// What the name of a file to be written says: `.gz` is gzip, `.zst` is zstd.
[[nodiscard]] FileCompression compression_by_name(std::string_view path) noexcept;

/// The name of what is in the file: `path` without `.gz` or `.zst`.
[[nodiscard]] std::string_view uncompressed_name(std::string_view path) noexcept;

/// Levels go from 1, the fastest, to this one. Precondition: not `none`.
[[nodiscard]] int most_level(FileCompression compression) noexcept;

}  // namespace dp
