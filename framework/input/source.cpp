// SPDX-License-Identifier: Apache-2.0
#include "input/source.hpp"

#include <fcntl.h>
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

}  // namespace

protocol::Compression compression_of(std::string_view head) noexcept {
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
    case protocol::Compression::none:
      break;
  }
  return std::make_unique<PlainSource>(std::move(bytes));
}

}  // namespace dp::input
