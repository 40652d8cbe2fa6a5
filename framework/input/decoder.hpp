// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "protocol/slice.hpp"

namespace dp::input {

/// So many of a file's first bytes say how it is compressed.
inline constexpr std::size_t kHeadBytes = 10;

/// So many say that it is a tar archive.
inline constexpr std::size_t kTarBytes = 262;

/// Whether bytes begin as a tar archive does.
bool is_tar(std::string_view head) noexcept;

/// Tell the compression from the first kHeadBytes bytes (or fewer) of a file, an archive from the
/// first kTarBytes.
protocol::Compression compression_of(std::string_view head) noexcept;

/// More bytes than these first ones, fewer than kHeadBytes, could show that they are compressed.
bool may_be_compressed(std::string_view head) noexcept;

/// Unpacks compressed bytes as they come: members, frames or streams one after another.
///
/// Law: what comes out before damage is found depends on the bytes alone, not on how they are cut
///   into calls.
/// Threads: one.
class Decoder {
 public:
  struct Step {
    std::size_t consumed = 0;
    std::size_t made = 0;
    Status status;  ///< corrupt, out_of_memory; what was made before is right
  };
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  /// Decode some of `compressed` to `out`, which has room for `size` bytes. After a failure: no
  /// more. Once no more bytes come it may be empty, if inside(): then what is held comes out.
  virtual Step decode(std::string_view compressed, char* out, std::size_t size) = 0;
  /// In the middle of a member or frame: what ends here is cut short.
  [[nodiscard]] bool inside() const noexcept { return inside_; }

 protected:
  bool inside_ = false;
};

/// nullptr if nothing is to be decoded. Errors: invalid_argument if the compression is one that is
///   not read (zip, lz4, tar).
Result<std::unique_ptr<Decoder>> make_decoder(protocol::Compression compression);

/// What is wrong with compressed data that is cut short.
inline constexpr std::string_view kCutShort = "the compressed data is cut short";

/// `what`, and where it was found: so many bytes of the file, and so many unpacked, came before.
std::string place_of_damage(std::string_view what, std::uint64_t compressed,
                            std::uint64_t unpacked);

}  // namespace dp::input
