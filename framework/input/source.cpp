// SPDX-License-Identifier: Apache-2.0
#include "input/source.hpp"

#include <bzlib.h>
#include <fcntl.h>
#include <lzma.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <vector>

namespace dp::input {

namespace {

constexpr std::size_t kCompressedBlock = 128 << 10;

/// The bytes of a file from some place to its planned end.
class FileReader {
 public:
  FileReader(Fd file, std::uint64_t offset, std::uint64_t end)
      : file_(std::move(file)), at_(offset), end_(end) {}

  Result<std::size_t> read(char* out, std::size_t size) {
    const auto wanted = std::min<std::uint64_t>(size, end_ - std::min(at_, end_));
    DP_TRY(const auto got, pread_full(file_.get(), out, wanted, at_));
    at_ += got;
    if (got < wanted)
      return fail(Errc::corrupt,
                  "the file shrank to " + std::to_string(at_) +
                      " bytes while it was read (planned: " + std::to_string(end_) + ")");
    return got;
  }

 private:
  Fd file_;
  std::uint64_t at_;
  std::uint64_t end_;
};

class PlainSource final : public Source {
 public:
  explicit PlainSource(FileReader file) : file_(std::move(file)) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    return file_.read(out, size);
  }

 private:
  FileReader file_;
};

/// What both decoders share: compressed blocks in, and one decode() call after another until
/// the caller's buffer is full or the file ends.
class Unpacker : public Source {
 public:
  explicit Unpacker(FileReader compressed)
      : compressed_(std::move(compressed)), block_(kCompressedBlock) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t made = 0;
    while (made < size) {
      if (at_ == have_) {
        DP_TRY(have_, compressed_.read(block_.data(), block_.size()));
        at_ = 0;
        if (have_ == 0) break;
      }
      DP_TRY(const auto step,
             decode({block_.data() + at_, have_ - at_}, out + made, size - made));
      at_ += step.consumed;
      made += step.made;
    }
    if (made < size && inside_) return fail(Errc::corrupt, "the compressed data is cut short");
    return made;
  }

 protected:
  struct Step {
    std::size_t consumed = 0;
    std::size_t made = 0;
  };
  /// Decode some of `compressed` (not empty); sets inside_.
  virtual Result<Step> decode(std::string_view compressed, char* out, std::size_t size) = 0;

  bool inside_ = false;  ///< in the middle of a member or frame

 private:
  FileReader compressed_;
  std::vector<char> block_;
  std::size_t at_ = 0;
  std::size_t have_ = 0;
};

/// Members one after another; zero bytes after the last are padding (as gzip(1) has it).
class GzipSource final : public Unpacker {
 public:
  explicit GzipSource(FileReader compressed) : Unpacker(std::move(compressed)) {
    ready_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  ~GzipSource() override { inflateEnd(&stream_); }

 protected:
  Result<Step> decode(std::string_view compressed, char* out, std::size_t size) override {
    if (!ready_) return fail(Errc::out_of_memory, "zlib did not start");
    if (!inside_ && members_ > 0 && compressed.front() == '\0') return Step{1, 0};
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream_.avail_in = static_cast<uInt>(compressed.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1u << 30));
    const auto room = stream_.avail_out;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    inside_ = code != Z_STREAM_END;
    if (code == Z_STREAM_END) {
      ++members_;
      inflateReset(&stream_);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return fail(Errc::corrupt, std::string("damaged gzip data") +
                                     (stream_.msg == nullptr ? "" : ": ") +
                                     (stream_.msg == nullptr ? "" : stream_.msg));
    }
    return Step{compressed.size() - stream_.avail_in, room - stream_.avail_out};
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  std::uint64_t members_ = 0;
};

class ZstdSource final : public Unpacker {
 public:
  explicit ZstdSource(FileReader compressed)
      : Unpacker(std::move(compressed)), stream_(ZSTD_createDStream()) {}
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

 protected:
  Result<Step> decode(std::string_view compressed, char* out, std::size_t size) override {
    if (stream_ == nullptr) return fail(Errc::out_of_memory, "zstd did not start");
    ZSTD_inBuffer in{compressed.data(), compressed.size(), 0};
    ZSTD_outBuffer to{out, size, 0};
    const auto left = ZSTD_decompressStream(stream_, &to, &in);
    if (ZSTD_isError(left) != 0)
      return fail(Errc::corrupt, std::string("damaged zstd data: ") + ZSTD_getErrorName(left));
    inside_ = left != 0;
    return Step{in.pos, to.pos};
  }

 private:
  ZSTD_DStream* stream_;
};

/// Streams one after another, as bzip2(1) and its parallel kin write them.
class Bzip2Source final : public Unpacker {
 public:
  explicit Bzip2Source(FileReader compressed) : Unpacker(std::move(compressed)) { begin(); }
  ~Bzip2Source() override { BZ2_bzDecompressEnd(&stream_); }

 protected:
  Result<Step> decode(std::string_view compressed, char* out, std::size_t size) override {
    if (!ready_) return fail(Errc::out_of_memory, "bzip2 did not start");
    stream_.next_in = const_cast<char*>(compressed.data());
    stream_.avail_in = static_cast<unsigned>(compressed.size());
    stream_.next_out = out;
    stream_.avail_out = static_cast<unsigned>(std::min<std::size_t>(size, 1u << 30));
    const auto room = stream_.avail_out;
    const int code = BZ2_bzDecompress(&stream_);
    if (code == BZ_MEM_ERROR) return fail(Errc::out_of_memory, "no memory to read bzip2 data");
    if (code != BZ_OK && code != BZ_STREAM_END)
      return fail(Errc::corrupt, "damaged bzip2 data");
    const Step step{compressed.size() - stream_.avail_in, room - stream_.avail_out};
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
class XzSource final : public Unpacker {
 public:
  explicit XzSource(FileReader compressed) : Unpacker(std::move(compressed)) { begin(); }
  ~XzSource() override { lzma_end(&stream_); }

 protected:
  Result<Step> decode(std::string_view compressed, char* out, std::size_t size) override {
    if (!ready_) return fail(Errc::out_of_memory, "xz did not start");
    if (!inside_ && streams_ > 0 && compressed.front() == '\0') return Step{1, 0};
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(compressed.data());
    stream_.avail_in = compressed.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream_.avail_out = size;
    const auto code = lzma_code(&stream_, LZMA_RUN);
    if (code == LZMA_MEMLIMIT_ERROR || code == LZMA_MEM_ERROR)
      return fail(Errc::out_of_memory, "xz data needs more than 1 GiB of memory to be read");
    if (code != LZMA_OK && code != LZMA_STREAM_END && code != LZMA_BUF_ERROR)
      return fail(Errc::corrupt, "damaged xz data");
    const Step step{compressed.size() - stream_.avail_in, size - stream_.avail_out};
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

/// "BZh", a digit, and the mark of a first block or of an end without any.
bool is_bzip2(std::string_view head) noexcept {
  if (head.size() < kHeadBytes || !head.starts_with("BZh")) return false;
  const auto mark = head.substr(4);
  return head[3] >= '1' && head[3] <= '9' &&
         (mark.starts_with("\x31\x41\x59\x26\x53\x59") ||
          mark.starts_with("\x17\x72\x45\x38\x50\x90"));
}

}  // namespace

protocol::Compression compression_of(std::string_view head) noexcept {
  if (is_bzip2(head)) return protocol::Compression::bzip2;
  if (is_skippable_frame(head)) return protocol::Compression::zstd;
  if (head.starts_with(std::string_view("\xfd"
                                        "7zXZ\0",
                                        6)))
    return protocol::Compression::xz;
  if (head.starts_with("PK\x03\x04")) return protocol::Compression::zip;
  if (head.starts_with("\x04\x22\x4d\x18")) return protocol::Compression::lz4;
  if (head.starts_with("\x1f\x8b")) return protocol::Compression::gzip;
  if (head.starts_with("\x28\xb5\x2f\xfd")) return protocol::Compression::zstd;
  return protocol::Compression::none;
}

Result<protocol::FileStamp> stamp_of(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return fail_errno("stat");
  return protocol::FileStamp{static_cast<std::uint64_t>(status.st_dev),
                             static_cast<std::uint64_t>(status.st_ino),
                             static_cast<std::uint64_t>(status.st_size),
                             status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Result<std::unique_ptr<Source>> open_source(const std::string& path,
                                            const protocol::FileStamp& planned,
                                            protocol::Compression compression,
                                            std::uint64_t offset) {
  DP_TRY(Fd file, open_file(path, O_RDONLY | O_NONBLOCK));
  DP_TRY(const auto found, stamp_of(file.get()));
  if (found.device != planned.device || found.inode != planned.inode)
    return fail(Errc::corrupt, "another file has taken its name since the run began");
  if (found.size < planned.size)
    return fail(Errc::corrupt, "the file shrank to " + std::to_string(found.size) +
                                   " bytes since the run began (planned: " +
                                   std::to_string(planned.size) + ")");
  FileReader bytes(std::move(file), offset, planned.size);
  switch (compression) {
    case protocol::Compression::gzip:
      return std::make_unique<GzipSource>(std::move(bytes));
    case protocol::Compression::zstd:
      return std::make_unique<ZstdSource>(std::move(bytes));
    case protocol::Compression::bzip2:
      return std::make_unique<Bzip2Source>(std::move(bytes));
    case protocol::Compression::xz:
      return std::make_unique<XzSource>(std::move(bytes));
    case protocol::Compression::zip:
      return fail(
          Errc::invalid_argument,
          "is a zip archive, which is not read; unpack it, or compress its files with gzip, "
          "zstd, bzip2 or xz");
    case protocol::Compression::lz4:
      return fail(Errc::invalid_argument,
                  "is lz4 data, which is not read; use gzip, zstd, bzip2 or xz");
    case protocol::Compression::none:
      break;
  }
  return std::make_unique<PlainSource>(std::move(bytes));
}

}  // namespace dp::input
