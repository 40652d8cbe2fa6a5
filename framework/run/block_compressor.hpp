// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/compressed_name.hpp"

struct libdeflate_compressor;
struct ZSTD_CCtx_s;

namespace dp::run {

/// Compresses one block of bytes after the other, each by itself.
///
/// Law: what a block becomes depends on its bytes and the level alone.
/// Threads: one.
class BlockCompressor {
 public:
  /// `level`: 1 to most_level(how); 0 is the usual one. Precondition: `how` is not none.
  /// Errors: out_of_memory.
  static Result<BlockCompressor> make(FileCompression how, int level);

  /// `plain` as a whole gzip member, or a whole zstd frame with a checksum, in place of what `out`
  /// held. Errors: out_of_memory.
  Status compress(std::string_view plain, std::string& out);

 private:
  struct FreeGzip {
    void operator()(libdeflate_compressor* compressor) const noexcept;
  };
  struct FreeZstd {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
  };
  Status compress_gzip(std::string_view plain, std::string& out);
  Status compress_zstd(std::string_view plain, std::string& out);

  std::unique_ptr<libdeflate_compressor, FreeGzip> gzip_;
  std::unique_ptr<ZSTD_CCtx_s, FreeZstd> zstd_;  ///< one of the two
};

}  // namespace dp::run
