// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// So many of a file's first bytes say how it is compressed.
inline constexpr std::size_t kHeadBytes = 10;

/// Tell the compression from the first kHeadBytes bytes (or fewer) of a file.
protocol::Compression compression_of(std::string_view head) noexcept;

/// The identity of an open file.
Result<protocol::FileStamp> stamp_of(int descriptor);

/// Bytes of an item from some place on, unpacked.
///
/// Threads: one. Errors of read: io, corrupt (a damaged compressed stream).
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Read up to `size` bytes; fewer only at the end.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
};

/// Open `path` for reading from `offset` (plain files only) up to the planned size.
/// Errors: not_found, io; invalid_argument if the compression is one that is not read (zip, lz4);
///   corrupt when the file is no longer the one that was planned: it
///   shrank, or another took its name.
Result<std::unique_ptr<Source>> open_source(const std::string& path,
                                            const protocol::FileStamp& planned,
                                            protocol::Compression compression,
                                            std::uint64_t offset);

}  // namespace dp::input
