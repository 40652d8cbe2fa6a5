// SPDX-License-Identifier: Apache-2.0
#include "input/source.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "input/decoder.hpp"
#include "input/encoding.hpp"

namespace dp::input {

namespace {

constexpr std::size_t kCompressedBlock = 128 << 10;
constexpr std::size_t kUnpackedBlock = 64 << 10;

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

/// What a decoder makes of a file. Damage ends it.
class UnpackedSource final : public Source {
 public:
  UnpackedSource(FileReader compressed, std::unique_ptr<Decoder> decoder)
      : compressed_(std::move(compressed)),
        decoder_(std::move(decoder)),
        block_(kCompressedBlock) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t made = 0;
    while (made < size && damage_.empty()) {
      if (at_ == have_) {
        DP_TRY(have_, compressed_.read(block_.data(), block_.size()));
        at_ = 0;
      }
      // At the end it may still hold some of what it made.
      if (have_ == 0 && !decoder_->inside()) break;
      const auto step =
          decoder_->decode({block_.data() + at_, have_ - at_}, out + made, size - made);
      at_ += step.consumed;
      consumed_ += step.consumed;
      made += step.made;
      if (step.status && have_ == 0 && step.made == 0) end_with(kCutShort, unpacked_ + made);
      if (step.status) continue;
      if (step.status.error().code != Errc::corrupt) return fail(Error(step.status.error()));
      end_with(step.status.error().message, unpacked_ + made);
    }
    if (unpacked_ == 0 && is_tar({out, made})) {
      DP_CHECK(make_decoder(protocol::Compression::tar));
    }
    unpacked_ += made;
    return made;
  }
  [[nodiscard]] const std::string& damage() const noexcept override { return damage_; }

 private:
  void end_with(std::string_view what, std::uint64_t unpacked) {
    damage_ = place_of_damage(what, consumed_, unpacked);
  }

  FileReader compressed_;
  std::unique_ptr<Decoder> decoder_;
  std::vector<char> block_;
  std::size_t at_ = 0;
  std::size_t have_ = 0;
  std::uint64_t consumed_ = 0;  ///< compressed bytes so far
  std::uint64_t unpacked_ = 0;
  std::string damage_;
};

/// Bytes that were read from a source, and then the rest of it.
class BegunSource final : public Source {
 public:
  BegunSource(std::string bytes, std::unique_ptr<Source> source)
      : bytes_(std::move(bytes)), source_(std::move(source)) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ == bytes_.size()) return source_->read(out, size);
    const auto some = std::min(size, bytes_.size() - at_);
    std::memcpy(out, bytes_.data() + at_, some);
    at_ += some;
    if (some == size) return some;
    DP_TRY(const auto more, source_->read(out + some, size - some));
    return some + more;
  }
  [[nodiscard]] const std::string& damage() const noexcept override {
    return source_->damage();
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
  std::unique_ptr<Source> source_;
};

/// Another source, read in blocks of one size: for libbz2, which tells nothing of what a call had
/// made before it met damage, so that the place of damage would depend on who reads how much.
class BlockSource final : public Source {
 public:
  explicit BlockSource(std::unique_ptr<Source> source)
      : source_(std::move(source)), block_(kUnpackedBlock) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t made = 0;
    while (made < size) {
      if (at_ == have_) {
        DP_TRY(have_, source_->read(block_.data(), block_.size()));
        at_ = 0;
        if (have_ == 0) break;
      }
      const auto part = std::min(size - made, have_ - at_);
      std::memcpy(out + made, block_.data() + at_, part);
      at_ += part;
      made += part;
    }
    return made;
  }
  [[nodiscard]] const std::string& damage() const noexcept override {
    return at_ == have_ ? source_->damage() : Source::damage();
  }

 private:
  std::unique_ptr<Source> source_;
  std::vector<char> block_;
  std::size_t at_ = 0;
  std::size_t have_ = 0;
};

}  // namespace

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
  DP_TRY(auto decoder, make_decoder(compression));
  if (decoder == nullptr) return std::make_unique<PlainSource>(std::move(bytes));
  auto source = std::make_unique<UnpackedSource>(std::move(bytes), std::move(decoder));
  if (compression != protocol::Compression::bzip2) return source;
  return std::make_unique<BlockSource>(std::move(source));
}

Result<protocol::TextEncoding> look_into(std::unique_ptr<Source>& source,
                                         const protocol::TextEncoding& asked) {
  std::string head(kEncodingHead, '\0');
  DP_TRY(const auto size, source->read(head.data(), head.size()));
  head.resize(size);
  auto found = encoding_of(asked, head);
  source = std::make_unique<BegunSource>(std::move(head), std::move(source));
  return found;
}

Status check_undamaged(const std::string& path, const protocol::FileStamp& planned,
                       protocol::Compression compression, const std::function<void()>& alive) {
  DP_TRY(const auto source, open_source(path, planned, compression, 0));
  std::vector<char> block(1 << 20);
  for (auto got = block.size(); got == block.size();) {
    alive();
    DP_TRY(got, source->read(block.data(), block.size()));
  }
  return source->damage().empty() ? Status() : fail(Errc::corrupt, source->damage());
}

}  // namespace dp::input
