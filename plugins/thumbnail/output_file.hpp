// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "thumbnail/owner.hpp"

namespace dp::thumbnail {

/// Read a whole file into `bytes`, which keeps its storage.
/// Errors: io with the system's reason; refused if it is larger than `limit`, and
///   whatever `check` says of its first bytes, before the rest is read.
Status read_file(const std::string& path, std::uint64_t limit, std::string& bytes,
                 Status (*check)(std::string_view head));

/// Write a file that appears under its name whole or not at all, with the folders before it.
///
/// `fixed`: so many bytes of the path name a folder that may be anywhere; from there on no link to a
/// folder is followed, whoever put it there. A link of the file's own name is replaced.
/// Law: writing the same once more changes nothing. Of two records of one run that would write a
///   file, in whatever processes, the second is refused.
/// Errors: io; refused if a link or no folder is in the way, if the file is another record's, or if
///   `replace` is false and a file with other bytes is there; exhausted if there is no space.
Status write_file(const std::string& path, std::size_t fixed, std::string_view bytes,
                  bool replace, const Owner& owner);

/// Whether files can be written in a folder, which need not be there yet. Makes nothing.
/// Errors: refused, with what is in the way.
Status check_folder(const std::string& folder);

/// Let a file that is there be this record's, as if it had been written.
/// Errors: as write_file.
Status keep_file(const std::string& path, std::size_t fixed, const Owner& owner);

}  // namespace dp::thumbnail
