// SPDX-License-Identifier: Apache-2.0
#include "base/compressed_name.hpp"

namespace dp {

namespace {

constexpr std::string_view kGzip = ".gz";
constexpr std::string_view kZstd = ".zst";

}  // namespace

FileCompression compression_by_name(std::string_view path) noexcept {
  if (path.ends_with(kGzip)) return FileCompression::gzip;
  return path.ends_with(kZstd) ? FileCompression::zstd : FileCompression::none;
}

std::string_view uncompressed_name(std::string_view path) noexcept {
  switch (compression_by_name(path)) {
    case FileCompression::gzip:
      return path.substr(0, path.size() - kGzip.size());
    case FileCompression::zstd:
      return path.substr(0, path.size() - kZstd.size());
    case FileCompression::none:
      break;
  }
  return path;
}

int most_level(FileCompression compression) noexcept {
  constexpr int kMostGzip = 9, kMostZstd = 19;
  return compression == FileCompression::gzip ? kMostGzip : kMostZstd;
}

}  // namespace dp
