// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp::thumbnail {

/// Read a whole file into `bytes`, which keeps its storage.
/// Errors: io with the system's reason; refused if it is larger than `limit`, and
///   whatever `check` says of its first bytes, before the rest is read.
Status read_file(const std::string& path, std::uint64_t limit, std::string& bytes,
                 Status (*check)(std::string_view head));

/// Write a file that appears under its name whole or not at all, with the folders before it.
///
/// Law: writing the same once more changes nothing.
/// Errors: io; refused if `replace` is false and a file with other bytes is there; exhausted if
///   there is no space.
Status write_file(const std::string& path, std::string_view bytes, bool replace);

}  // namespace dp::thumbnail
