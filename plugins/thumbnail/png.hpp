// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string_view>

namespace dp::thumbnail {

/// Check the checksums of a PNG file's chunks, up to IEND or a chunk that is cut off: whether rows
/// are missing then, the decoder knows.
///
/// Decoders differ in which of them they look at: libspng leaves the last one of the picture's data
/// out where the rows are complete without it.
/// Errors: task_failed, naming the first chunk whose checksum is wrong.
/// Source: PNG (third edition), 5.3 "Chunk layout".
Status check_png(std::string_view file);

}  // namespace dp::thumbnail
