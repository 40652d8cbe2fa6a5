// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp::thumbnail {

/// Check the checksums of a PNG file's chunks, up to IEND or a chunk that is cut off: whether rows
/// are missing then, the decoder knows.
///
/// Decoders differ in which of them they look at: libspng leaves the last one of the picture's data
/// out where the rows are complete without it.
/// Those of chunks that a picture can do without (a time, texts) do not count, save tRNS, which holds
/// what is transparent.
/// Errors: task_failed, naming the first chunk whose checksum is wrong.
/// Source: PNG (third edition), 5.3 "Chunk layout".
Status check_png(std::string_view file);

/// Take out of a PNG file all chunks that do not say what its pixels look like, and of the others that
/// a picture can do without those with a wrong checksum: decoders fail or warn over them.
void drop_extras(std::string& file);

}  // namespace dp::thumbnail
