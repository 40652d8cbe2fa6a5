// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// The identity of an open file.
Result<protocol::FileStamp> stamp_of(int descriptor);

/// Bytes of an item from some place on, unpacked.
///
/// Threads: one. Errors of read: io; corrupt (the file shrank); out_of_memory (to unpack it).
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Read up to `size` bytes; fewer only at the end, or where compressed data is damaged.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
  /// What is wrong with the compressed data that ended before its end, and where (see
  /// place_of_damage). Empty: nothing that was found so far.
  [[nodiscard]] virtual const std::string& damage() const noexcept {
    static const std::string kNone;
    return kNone;
  }
};

/// Open `path` for reading from `offset` (plain files only) up to the planned size.
/// Errors: not_found, io; invalid_argument if the compression is one that is not read (zip, lz4);
///   corrupt when the file is no longer the one that was planned: it
///   shrank, or another took its name.
Result<std::unique_ptr<Source>> open_source(const std::string& path,
                                            const protocol::FileStamp& planned,
                                            protocol::Compression compression,
                                            std::uint64_t offset);

/// How the text is encoded that a source begins with (see encoding_of). What is read for that comes
/// again. Errors: as Source::read.
Result<protocol::TextEncoding> look_into(std::unique_ptr<Source>& source,
                                         const protocol::TextEncoding& asked);

/// Unpack a file to its end. `alive` is called now and then.
/// Errors: as open_source and Source::read; corrupt, saying where, if its data is damaged.
Status check_undamaged(const std::string& path, const protocol::FileStamp& planned,
                       protocol::Compression compression, const std::function<void()>& alive);

}  // namespace dp::input
