// SPDX-License-Identifier: Apache-2.0
#include "input/decoder.hpp"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

namespace dp::input {

namespace {

tl::unexpected<Error> damaged(std::string what) { return fail(Errc::corrupt, std::move(what)); }

/// Members one after another; zero bytes after the last are padding (as gzip(1) has it).
class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() { ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  ~GzipDecoder() override { inflateEnd(&stream_); }

  Step decode(std::string_view compressed, char* out, std::size_t size) override {
    if (!ready_) return {0, 0, fail(Errc::out_of_memory, "zlib did not start")};
    if (!inside_ && members_ > 0 && compressed.front() == '\0') return {1, 0, {}};
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream_.avail_in = static_cast<uInt>(compressed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
    const auto room = stream_.avail_out;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    inside_ = code != Z_STREAM_END;
    Step step{compressed.size() - stream_.avail_in, room - stream_.avail_out, {}};
    if (code == Z_STREAM_END) {
      ++members_;
      inflateReset(&stream_);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      std::string what = "damaged gzip data";
      if (stream_.msg != nullptr) what.append(" (").append(stream_.msg).append(")");
      step.status = damaged(std::move(what));
    }
    return step;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  std::uint64_t members_ = 0;
};

/// Takes no more than a block in a call, and hands out what is left of one before the next: a call
/// that fails tells nothing of what it has made.
class ZstdDecoder final : public Decoder {
 public:
  ZstdDecoder() : stream_(ZSTD_createDStream()) {}
  ~ZstdDecoder() override { ZSTD_freeDStream(stream_); }

  Step decode(std::string_view compressed, char* out, std::size_t size) override {
    if (stream_ == nullptr) return {0, 0, fail(Errc::out_of_memory, "zstd did not start")};
    const std::size_t most = filled_ ? 0 : next_ == 0 ? kFirst : next_;
    ZSTD_inBuffer in{compressed.data(), std::min(compressed.size(), most), 0};
    ZSTD_outBuffer to{out, size, 0};
    const auto left = ZSTD_decompressStream(stream_, &to, &in);
    if (ZSTD_isError(left) != 0)
      return {0, 0,
              damaged(std::string("damaged zstd data (") + ZSTD_getErrorName(left) + ")")};
    inside_ = left != 0;
    next_ = left;
    filled_ = inside_ && to.pos == size;
    return {in.pos, to.pos, {}};
  }

 private:
  static constexpr std::size_t kFirst = 5;  ///< the least that begins a frame

  ZSTD_DStream* stream_;
  std::size_t next_ = 0;  ///< so many bytes bring it to the next block's end
  bool filled_ = false;   ///< it may hold more than the last call took
};

/// Streams one after another, as bzip2(1) and its parallel kin write them.
class Bzip2Decoder final : public Decoder {
 public:
  Bzip2Decoder() { begin(); }
  ~Bzip2Decoder() override { BZ2_bzDecompressEnd(&stream_); }

  Step decode(std::string_view compressed, char* out, std::size_t size) override {
    if (!ready_) return {0, 0, fail(Errc::out_of_memory, "bzip2 did not start")};
    stream_.next_in = const_cast<char*>(compressed.data());
    stream_.avail_in = static_cast<unsigned>(compressed.size());
    stream_.next_out = out;
    stream_.avail_out = static_cast<unsigned>(std::min<std::size_t>(size, 1u << 30));
    const auto room = stream_.avail_out;
    const int code = BZ2_bzDecompress(&stream_);
    Step step{compressed.size() - stream_.avail_in, room - stream_.avail_out, {}};
    if (code == BZ_MEM_ERROR)
      step.status = fail(Errc::out_of_memory, "no memory to read bzip2 data");
    else if (code != BZ_OK && code != BZ_STREAM_END)
      step.status = damaged("damaged bzip2 data");
    inside_ = code != BZ_STREAM_END;
    if (!inside_) {
      BZ2_bzDecompressEnd(&stream_);
      begin();
    }
    return step;
  }

 private:
  void begin() {
    stream_ = {};
    ready_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
  }

  bz_stream stream_{};
  bool ready_ = false;
};

/// Streams one after another, with zero bytes as padding between and after them.
class XzDecoder final : public Decoder {
 public:
  XzDecoder() { begin(); }
  ~XzDecoder() override { lzma_end(&stream_); }

  Step decode(std::string_view compressed, char* out, std::size_t size) override {
    if (!ready_) return {0, 0, fail(Errc::out_of_memory, "xz did not start")};
    if (!inside_ && streams_ > 0 && compressed.front() == '\0') return {1, 0, {}};
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(compressed.data());
    stream_.avail_in = compressed.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream_.avail_out = size;
    const auto code = lzma_code(&stream_, LZMA_RUN);
    Step step{compressed.size() - stream_.avail_in, size - stream_.avail_out, {}};
    if (code == LZMA_MEMLIMIT_ERROR || code == LZMA_MEM_ERROR)
      step.status =
          fail(Errc::out_of_memory, "xz data needs more than 1 GiB of memory to be read");
    else if (code != LZMA_OK && code != LZMA_STREAM_END && code != LZMA_BUF_ERROR)
      step.status = damaged("damaged xz data");
    inside_ = code != LZMA_STREAM_END;
    if (!inside_) {
      ++streams_;
      begin();
    }
    return step;
  }

 private:
  static constexpr std::uint64_t kMostMemory = 1 << 30;

  void begin() { ready_ = lzma_stream_decoder(&stream_, kMostMemory, 0) == LZMA_OK; }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ready_ = false;
  std::uint64_t streams_ = 0;
};

/// A frame of zstd that holds no data, which may come first (pzstd writes one).
bool is_skippable_frame(std::string_view head) noexcept {
  return head.size() >= 4 && head[0] >= '\x50' && head[0] <= '\x5f' &&
         head.substr(1).starts_with("\x2a\x4d\x18");
}

constexpr const char* kIsTar = "is a tar archive, which is not read; unpack it";

/// "BZh", a digit, and the mark of a first block or of an end without any.
bool is_bzip2(std::string_view head) noexcept {
  if (head.size() < kHeadBytes || !head.starts_with("BZh")) return false;
  const auto mark = head.substr(4);
  return head[3] >= '1' && head[3] <= '9' &&
         (mark.starts_with("\x31\x41\x59\x26\x53\x59") ||
          mark.starts_with("\x17\x72\x45\x38\x50\x90"));
}

}  // namespace

bool is_tar(std::string_view head) noexcept {
  constexpr std::size_t kMark = 257;
  return head.size() >= kTarBytes && head.substr(kMark).starts_with("ustar");
}

protocol::Compression compression_of(std::string_view head) noexcept {
  if (is_bzip2(head)) return protocol::Compression::bzip2;
  if (is_skippable_frame(head)) return protocol::Compression::zstd;
  if (head.starts_with(std::string_view("\xfd\x37zXZ\0", 6))) return protocol::Compression::xz;
  if (head.starts_with("PK\x03\x04")) return protocol::Compression::zip;
  if (head.starts_with("\x04\x22\x4d\x18")) return protocol::Compression::lz4;
  if (head.starts_with("\x1f\x8b")) return protocol::Compression::gzip;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return protocol::Compression::zstd;
  if (is_tar(head)) return protocol::Compression::tar;
  return protocol::Compression::none;
}

bool may_be_compressed(std::string_view head) noexcept {
  if (head.size() >= kHeadBytes) return false;
  static constexpr std::string_view kMarks[] = {
      "\x1f\x8b", "\x28\xb5\x2f\xfd", "BZh", "\xfd\x37zXZ", "PK\x03\x04", "\x04\x22\x4d\x18"};
  const auto fits = [&](std::string_view mark) {
    const auto size = std::min(mark.size(), head.size());
    return mark.substr(0, size) == head.substr(0, size);
  };
  if (std::any_of(std::begin(kMarks), std::end(kMarks), fits)) return true;
  const bool skips = head.empty() || (head[0] >= '\x50' && head[0] <= '\x5f');
  constexpr std::string_view kRest = "\x2a\x4d\x18";
  const auto rest = head.substr(std::min<std::size_t>(1, head.size())).substr(0, kRest.size());
  return skips && kRest.starts_with(rest);
}

Result<std::unique_ptr<Decoder>> make_decoder(protocol::Compression compression) {
  switch (compression) {
    case protocol::Compression::gzip:
      return std::make_unique<GzipDecoder>();
    case protocol::Compression::zstd:
      return std::make_unique<ZstdDecoder>();
    case protocol::Compression::bzip2:
      return std::make_unique<Bzip2Decoder>();
    case protocol::Compression::xz:
      return std::make_unique<XzDecoder>();
    case protocol::Compression::zip:
      return fail(
          Errc::invalid_argument,
          "is a zip archive, which is not read; unpack it, or compress its files with gzip, "
          "zstd, bzip2 or xz");
    case protocol::Compression::lz4:
      return fail(Errc::invalid_argument,
                  "is lz4 data, which is not read; use gzip, zstd, bzip2 or xz");
    case protocol::Compression::tar:
      return fail(Errc::invalid_argument, kIsTar);
    case protocol::Compression::none:
      break;
  }
  return nullptr;
}

std::string place_of_damage(std::string_view what, std::uint64_t compressed,
                            std::uint64_t unpacked) {
  return std::string(what) + ": at byte " + std::to_string(compressed) +
         " of the file, after " + std::to_string(unpacked) + " bytes of its data";
}

}  // namespace dp::input
