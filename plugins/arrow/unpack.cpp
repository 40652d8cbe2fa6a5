// SPDX-License-Identifier: Apache-2.0
#include "arrow/unpack.hpp"

#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

#ifdef DP_ARROW_LZ4
#include <lz4frame.h>
#endif

namespace dp::arrow {
namespace {

constexpr std::size_t kPiece = 1 << 18;

tl::unexpected<Error> no_frame() {
  return fail(Errc::invalid_argument, "it is damaged: a compressed buffer cannot be unpacked");
}

/// Take `size` bytes out of a frame. `next`(in, out) takes bytes off the front of `in`, and returns how
/// many it wrote to `out`, of kPiece bytes; nothing for what is no frame.
template <class Next>
Result<std::string> unpacked(std::string_view in, std::uint64_t size, Next next) {
  std::string all;
  std::string piece(kPiece, '\0');
  while (all.size() < size) {
    const auto before = in.size();
    const auto got = next(in, piece);
    if (!got || *got > size - all.size() || (*got == 0 && in.size() == before))
      return no_frame();
    all.append(piece, 0, *got);
  }
  return all;
}

Result<std::string> unzstd(std::string_view in, std::uint64_t size) {
  struct Free {
    void operator()(ZSTD_DStream* stream) const noexcept { ::ZSTD_freeDStream(stream); }
  };
  const std::unique_ptr<ZSTD_DStream, Free> stream(::ZSTD_createDStream());
  if (!stream) return fail(Errc::out_of_memory, "no memory to unpack a buffer");
  return unpacked(
      in, size, [&](std::string_view& rest, std::string& piece) -> std::optional<std::size_t> {
        ZSTD_inBuffer from{rest.data(), rest.size(), 0};
        ZSTD_outBuffer to{piece.data(), piece.size(), 0};
        if (::ZSTD_isError(::ZSTD_decompressStream(stream.get(), &to, &from)) != 0)
          return std::nullopt;
        rest.remove_prefix(from.pos);
        return to.pos;
      });
}

#ifdef DP_ARROW_LZ4
Result<std::string> unlz4(std::string_view in, std::uint64_t size) {
  struct Free {
    void operator()(LZ4F_dctx* context) const noexcept {
      ::LZ4F_freeDecompressionContext(context);
    }
  };
  LZ4F_dctx* made = nullptr;
  if (::LZ4F_isError(::LZ4F_createDecompressionContext(&made, LZ4F_VERSION)) != 0)
    return fail(Errc::out_of_memory, "no memory to unpack a buffer");
  const std::unique_ptr<LZ4F_dctx, Free> context(made);
  return unpacked(
      in, size, [&](std::string_view& rest, std::string& piece) -> std::optional<std::size_t> {
        std::size_t got = piece.size(), taken = rest.size();
        const auto code =
            ::LZ4F_decompress(context.get(), piece.data(), &got, rest.data(), &taken, nullptr);
        if (::LZ4F_isError(code) != 0) return std::nullopt;
        rest.remove_prefix(taken);
        return got;
      });
}
#else
Result<std::string> unlz4(std::string_view, std::uint64_t) {
  return fail(
      Errc::invalid_argument,
      "it is compressed with lz4, which this dp is built without: write it with zstd or "
      "uncompressed (pandas: df.to_feather(path, compression='zstd'))");
}
#endif

}  // namespace

Result<std::string> unpack(wire::Codec codec, std::string_view buffer) {
  if (buffer.empty()) return std::string();
  std::int64_t size = 0;
  if (buffer.size() < sizeof size) return no_frame();
  std::memcpy(&size, buffer.data(), sizeof size);
  buffer.remove_prefix(sizeof size);
  if (size == -1) return std::string(buffer);
  if (size < 0) return no_frame();
  if (codec == wire::Codec::zstd) return unzstd(buffer, static_cast<std::uint64_t>(size));
  if (codec == wire::Codec::lz4_frame) return unlz4(buffer, static_cast<std::uint64_t>(size));
  return fail(
      Errc::invalid_argument,
      "it is compressed in a way that is not known: write it with zstd or uncompressed");
}

}  // namespace dp::arrow
