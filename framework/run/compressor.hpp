// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <string_view>

#include "base/compressed_name.hpp"

namespace dp::run {

/// Compresses the bytes of an output, block by block, on threads of its own.
///
/// Shape: a gzip member or a zstd frame for every block of bytes and one for the rest; of no bytes,
///   an empty one. What reads gzip or zstd reads them as one text.
/// Law: what comes out depends on the bytes and the level alone, not on how they were cut into
///   calls, nor on the number of threads.
/// Cost: memory for twice as many blocks as there are threads, plain and compressed; a write waits where
///   more would be needed. What fits into a block takes no thread.
/// Threads: of the calls, one. The others take no signals.
class Compressor {
 public:
  /// Takes compressed bytes, in order, during write and finish.
  using Take = std::function<Status(std::string_view)>;

  /// Bytes of a block, before they are compressed: so many that larger ones would gain little.
  static constexpr std::size_t block_bytes(FileCompression how) noexcept {
    return how == FileCompression::gzip ? std::size_t{1} << 20 : std::size_t{4} << 20;
  }
  /// More would be faster than one thread can hand blocks out.
  static constexpr unsigned kMostThreads = 16;

  /// `level`: as of BlockCompressor. `threads`: the most of them, at least 1 and at most
  /// kMostThreads.
  Compressor(FileCompression how, int level, unsigned threads);
  Compressor(Compressor&&) noexcept;
  Compressor& operator=(Compressor&&) = delete;
  /// What was not taken yet is dropped.
  ~Compressor();

  /// The next bytes of the output. Errors: those of BlockCompressor and of `take`.
  Status write(std::string_view bytes, const Take& take);
  /// The output is whole: nothing is left in here. Once. Errors: as of write.
  Status finish(const Take& take);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dp::run
