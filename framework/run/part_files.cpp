// SPDX-License-Identifier: Apache-2.0
#include "run/part_files.hpp"

#include <glob.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <set>
#include <utility>

#include "base/atomic_file.hpp"
#include "base/compressed_name.hpp"
#include "base/stream_path.hpp"
#include "base/text.hpp"
#include "base/unnamed_file.hpp"

namespace dp::run {

namespace {

constexpr std::uint64_t kMostOfPath = 1 << 20;
constexpr std::size_t kAtOnce = 1 << 20;

/// Of a file: itself, its folder's lock, and the plain bytes of what is to be compressed.
constexpr std::uint64_t kDescriptorsOfFile = 3;
/// For all else that the runner has open.
constexpr std::uint64_t kOtherDescriptors = 256;

/// Each file takes descriptors: this process has as many now as it may have. Returns how many.
std::uint64_t raise_descriptor_limit() noexcept {
  struct rlimit limit {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
  (void)::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

/// Call use(path) for the files that a pattern of glob(3) names.
template <class Use>
void for_each_named(const std::string& pattern, Use use) {
  glob_t found{};
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (std::size_t i = 0; i < found.gl_pathc; ++i) use(found.gl_pathv[i]);
  ::globfree(&found);
}

}  // namespace

PartFiles::PartFiles(Settings settings)
    : settings_(std::move(settings)), descriptors_(raise_descriptor_limit()) {}

/// Whether there may be one more.
Status PartFiles::check_count() const {
  const auto name = printable(settings_.path);
  if (parts_.size() >= settings_.most_files)
    return fail(Errc::refused,
                name + ": its columns have values for more than " +
                    std::to_string(settings_.most_files) +
                    " files; take columns with fewer values, or allow more: with: {path: ..., "
                    "most_files: N}");
  if ((parts_.size() + 1) * kDescriptorsOfFile + kOtherDescriptors > descriptors_)
    return fail(Errc::refused, name + ": its columns have values for more than " +
                                   std::to_string(parts_.size()) +
                                   " files, and there are no descriptors for more (ulimit -Hn "
                                   "is " +
                                   std::to_string(descriptors_) + ")");
  return {};
}

Result<PartFiles::Part*> PartFiles::open(const std::string& path) {
  if (const auto known = parts_.find(path); known != parts_.end()) return &known->second;
  DP_CHECK(check_count());
  if (const auto use = settings_.use_of ? settings_.use_of(identify(path)) : std::nullopt)
    return fail(Errc::refused, printable(path) + " " + *use + ": it would be overwritten");
  if (is_stream(path)) return fail(Errc::refused, printable(path) + ": is not a regular file");
  Part part;
  DP_TRY(auto target, Target::open(path, *settings_.standard_output, settings_.compression));
  part.target = std::make_unique<Target>(std::move(target));
  if (compression_by_name(path) != FileCompression::none) {
    DP_TRY(part.plain, create_unnamed_file());
  }
  part.waiting = head_;
  waiting_ += head_.size();
  return &parts_.emplace(path, std::move(part)).first->second;
}

/// The frame's head is whole.
Status PartFiles::take_head() {
  protocol::PathFrame frame;
  std::memcpy(&frame, frame_.head.data(), sizeof frame);
  DP_TRY(frame_.part, open(frame_.head.substr(sizeof frame)));
  frame_.part->rows += frame.rows;
  frame_.left = frame.bytes;
  frame_.head.clear();
  return {};
}

/// Take what `bytes` has of the frame's rows.
Status PartFiles::take_rows(std::string_view& bytes) {
  const auto size = std::min<std::uint64_t>(frame_.left, bytes.size());
  frame_.part->waiting += bytes.substr(0, size);
  bytes.remove_prefix(size);
  frame_.left -= size;
  waiting_ += size;
  return waiting_ > kMostWaiting ? put_waiting() : Status{};
}

Status PartFiles::write(std::string_view bytes) {
  constexpr auto kFixed = sizeof(protocol::PathFrame);
  while (!bytes.empty()) {
    if (frame_.left > 0) {
      DP_CHECK(take_rows(bytes));
      continue;
    }
    std::uint64_t wanted = kFixed;
    if (frame_.head.size() >= kFixed) {
      protocol::PathFrame frame;
      std::memcpy(&frame, frame_.head.data(), kFixed);
      if (frame.path_bytes == 0 || frame.path_bytes > kMostOfPath)
        return fail(Errc::corrupt, "bytes of an output without a path");
      wanted += frame.path_bytes;
    }
    const auto size = std::min<std::uint64_t>(wanted - frame_.head.size(), bytes.size());
    frame_.head += bytes.substr(0, size);
    bytes.remove_prefix(size);
    if (wanted > kFixed && frame_.head.size() == wanted) DP_CHECK(take_head());
  }
  return {};
}

Status PartFiles::copy(const pool::Pool& pool, const pool::StoreRange& range) {
  return for_each_piece(pool, range, [this](std::string_view bytes) { return write(bytes); });
}

Status PartFiles::put(Part& part, std::string_view bytes) {
  return part.plain ? write_full(part.plain.get(), bytes) : part.target->write(bytes);
}

Status PartFiles::put_waiting() {
  for (auto& [path, part] : parts_) {
    DP_CHECK(put(part, part.waiting));
    part.waiting.clear();
    part.waiting.shrink_to_fit();
  }
  waiting_ = 0;
  return {};
}

/// Compress a file that is to be; no more than one at a time.
Status PartFiles::complete(Part& part) {
  part.target->add_rows(part.rows);
  if (!part.plain) return {};
  std::string bytes(kAtOnce, '\0');
  for (std::uint64_t at = 0;;) {
    DP_TRY(const auto got, pread_full(part.plain.get(), bytes.data(), bytes.size(), at));
    if (got == 0) break;
    DP_CHECK(part.target->write({bytes.data(), got}));
    at += got;
  }
  part.plain.reset();
  return part.target->finish();
}

Status PartFiles::end(std::string_view tail) {
  if (!frame_.head.empty() || frame_.left > 0)
    return fail(Errc::corrupt, "bytes of an output that break off");
  for (auto& [path, part] : parts_) part.waiting += tail;
  DP_CHECK(put_waiting());
  for (auto& [path, part] : parts_) DP_CHECK(complete(part));
  return {};
}

Status PartFiles::sync() {
  for (auto& [path, part] : parts_) part.target->start_sync();
  for (auto& [path, part] : parts_) DP_CHECK(part.target->sync());
  return {};
}

Status PartFiles::seal() {
  for (auto& [path, part] : parts_) DP_CHECK(part.target->seal());
  return {};
}

Status PartFiles::publish() {
  std::size_t done = 0;
  std::set<std::filesystem::path> folders;
  for (auto& [path, part] : parts_) {
    if (auto status = part.target->publish_unsynced(); !status) {
      auto error = std::move(status).error();
      error.message += "; of the " + std::to_string(parts_.size()) + " files " +
                       printable(settings_.path) + " " + std::to_string(done) +
                       " are written already, and new";
      return fail(std::move(error));
    }
    ++done;
    folders.insert(std::filesystem::path(path).parent_path());
  }
  for (const auto& folder : folders) DP_CHECK(AtomicFile::sync_folder_of(folder / "."));
  return {};
}

Written PartFiles::written() const {
  Written all{settings_.path, 0, 0, true, parts_.size(), {}};
  for (const auto& [path, part] : parts_) {
    all.bytes += part.target->written().bytes;
    all.rows += part.target->written().rows;
  }
  for_each_named(settings_.pattern, [&](const char* path) {
    if (!parts_.contains(path)) all.without_rows.emplace_back(path);
  });
  return all;
}

}  // namespace dp::run
