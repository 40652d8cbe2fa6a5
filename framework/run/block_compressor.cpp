// SPDX-License-Identifier: Apache-2.0
#include "run/block_compressor.hpp"

#include <libdeflate.h>
#include <zstd.h>

namespace dp::run {

namespace {

constexpr int kUsualGzip = 6;
constexpr int kUsualZstd = 3;

tl::unexpected<Error> no_memory() {
  return fail(Errc::out_of_memory, "no memory to compress an output");
}

}  // namespace

void BlockCompressor::FreeGzip::operator()(libdeflate_compressor* compressor) const noexcept {
  ::libdeflate_free_compressor(compressor);
}

void BlockCompressor::FreeZstd::operator()(ZSTD_CCtx_s* context) const noexcept {
  ::ZSTD_freeCCtx(context);
}

Result<BlockCompressor> BlockCompressor::make(FileCompression how, int level) {
  BlockCompressor made;
  if (how == FileCompression::gzip) {
    made.gzip_.reset(::libdeflate_alloc_compressor(level == 0 ? kUsualGzip : level));
    if (!made.gzip_) return no_memory();
    return made;
  }
  made.zstd_.reset(::ZSTD_createCCtx());
  if (!made.zstd_) return no_memory();
  const int used = level == 0 ? kUsualZstd : level;
  for (const auto& [parameter, value] :
       {std::pair(ZSTD_c_compressionLevel, used), std::pair(ZSTD_c_checksumFlag, 1)})
    if (::ZSTD_isError(::ZSTD_CCtx_setParameter(made.zstd_.get(), parameter, value)) != 0)
      return fail(Errc::bug, "a parameter that zstd does not take");
  return made;
}

Status BlockCompressor::compress(std::string_view plain, std::string& out) {
  return gzip_ ? compress_gzip(plain, out) : compress_zstd(plain, out);
}

Status BlockCompressor::compress_gzip(std::string_view plain, std::string& out) {
  out.resize(::libdeflate_gzip_compress_bound(gzip_.get(), plain.size()));
  out.resize(::libdeflate_gzip_compress(gzip_.get(), plain.data(), plain.size(), out.data(),
                                        out.size()));
  if (out.empty()) return fail(Errc::bug, "a gzip member is longer than its bound");
  return {};
}

Status BlockCompressor::compress_zstd(std::string_view plain, std::string& out) {
  out.resize(::ZSTD_compressBound(plain.size()));
  const auto size =
      ::ZSTD_compress2(zstd_.get(), out.data(), out.size(), plain.data(), plain.size());
  // The bound is kept to: what is left to fail is memory.
  if (::ZSTD_isError(size) != 0) return no_memory();
  out.resize(size);
  return {};
}

}  // namespace dp::run
