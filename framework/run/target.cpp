// SPDX-License-Identifier: Apache-2.0
#include "run/target.hpp"

#include <algorithm>
#include <cerrno>

#include "base/stream_path.hpp"

namespace dp::run {

namespace {

/// Bytes of a store that are in memory at once.
constexpr std::uint64_t kAtOnce = 1 << 20;

}  // namespace

Status for_each_piece(const pool::Pool& pool, const pool::StoreRange& range,
                      const std::function<Status(std::string_view)>& take) {
  std::string bytes;
  for (std::uint64_t at = 0; at < range.size; at += kAtOnce) {
    auto piece = range;
    piece.offset += at;
    piece.size = std::min(kAtOnce, range.size - at);
    DP_CHECK(pool.load(piece, bytes));
    DP_CHECK(take(bytes));
  }
  return {};
}

Result<Target> Target::open(const std::string& path, const StandardOutput& standard_output,
                            const CompressionSettings& compression) {
  Target target(standard_output);
  target.written_ = {path, 0, 0, false};
  if (path == "-") return target;
  if (const auto how = compression_by_name(path); how != FileCompression::none)
    target.compressor_.emplace(how, compression.level, compression.threads);
  if (is_stream(path)) {
    DP_TRY(target.stream_, open_stream(path, Flow::out));
    return target;
  }
  DP_TRY(auto file, AtomicFile::create(path));
  DP_TRY(auto lock, TargetLock::take(file.path()));
  target.written_ = {file.path(), 0, 0, true};
  target.file_.emplace(std::move(file));
  target.lock_.emplace(std::move(lock));
  return target;
}

Status Target::write(std::string_view bytes) {
  if (!compressor_) return put(bytes);
  return compressor_->write(bytes, [this](std::string_view made) { return put(made); });
}

Status Target::put(std::string_view bytes) {
  written_.bytes += bytes.size();
  if (file_) return file_->write(bytes);
  return stream_ ? write_stream(bytes) : (*out_)(bytes);
}

/// A reader that has seen enough is no failure.
Status Target::write_stream(std::string_view bytes) {
  if (closed_) return {};
  auto status = write_full(stream_.get(), bytes);
  closed_ = !status && errno == EPIPE;
  if (status || closed_) return {};
  return fail_write(std::move(status).error(), written_.path, "write elsewhere");
}

Status Target::copy(const pool::Pool& pool, const pool::StoreRange& range) {
  DP_CHECK(pool.check(range));
  if (file_ && !compressor_) {
    written_.bytes += range.size;
    return file_->copy(pool.store_descriptor(range.store), range.offset, range.size);
  }
  return for_each_piece(pool, range, [this](std::string_view bytes) { return write(bytes); });
}

Status Target::finish() {
  if (!compressor_) return {};
  DP_CHECK(compressor_->finish([this](std::string_view made) { return put(made); }));
  compressor_.reset();
  return {};
}

Status Target::sync() {
  DP_CHECK(finish());
  return file_ ? file_->sync() : Status{};
}

Status Target::seal() {
  DP_CHECK(finish());
  return file_ ? file_->seal() : Status{};
}

void Target::start_sync() noexcept {
  if (file_) file_->start_sync();
}

Status Target::publish_unsynced() { return file_ ? file_->publish_unsynced() : Status{}; }

Status Target::publish() { return file_ ? file_->publish() : Status{}; }

}  // namespace dp::run
