// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace dp {

namespace fs = std::filesystem;

namespace {

constexpr int kMostNames = 10'000;
constexpr mode_t kAllMayReadWrite = 0666;  // less the umask

std::string folder_of(const std::string& path) {
  auto folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// The file that `path` leads to, so that a link stays one and its target is replaced.
Result<std::string> resolve(const std::string& path) {
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (fs::is_symlink(status)) {
    const auto target = fs::canonical(path, error);
    if (error)
      return fail(Errc::refused, path + ": is a link that leads nowhere; remove it first");
    return resolve(target.string());
  }
  if (fs::exists(status) && !fs::is_regular_file(status))
    return fail(Errc::refused, path + ": is not a regular file; outputs replace files only");
  return path;
}

/// Try hidden names next to `path` with take(name), 0 or -1 with errno, until one is free.
template <class Take>
Result<std::string> take_hidden_name(const std::string& path, Take take) {
  const auto stem = folder_of(path) + "/." + fs::path(path).filename().string() + ".dp-" +
                    std::to_string(::getpid()) + "-";
  for (int i = 0; i < kMostNames; ++i) {
    auto hidden = stem + std::to_string(i);
    if (take(hidden.c_str()) == 0) return hidden;
    if (errno != EEXIST) return fail_errno(path);
  }
  return fail(Errc::io, path + ": too many left-over files .*.dp-* next to it; remove them");
}

}  // namespace

AtomicFile::AtomicFile(std::string path, std::string hidden, Fd file)
    : path_(std::move(path)), hidden_(std::move(hidden)), file_(std::move(file)) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      hidden_(std::exchange(other.hidden_, {})),
      file_(std::move(other.file_)),
      size_(other.size_) {}

AtomicFile::~AtomicFile() {
  if (!hidden_.empty()) ::unlink(hidden_.c_str());
}

Result<AtomicFile> AtomicFile::create(const std::string& wanted) {
  DP_TRY(auto path, resolve(wanted));
  const auto folder = folder_of(path);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail_errno(folder, error.value());
  Fd file(::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, kAllMayReadWrite));
  if (file) return AtomicFile(std::move(path), {}, std::move(file));
  DP_TRY(auto hidden, take_hidden_name(path, [&](const char* name) {
           file.reset(::open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                             kAllMayReadWrite));
           return file ? 0 : -1;
         }));
  return AtomicFile(std::move(path), std::move(hidden), std::move(file));
}

Status AtomicFile::write(std::string_view bytes) {
  if (auto status = write_full(file_.get(), bytes); !status)
    return fail(std::move(status).error().within(path_));
  size_ += bytes.size();
  return {};
}

Status AtomicFile::copy(int from, std::uint64_t offset, std::uint64_t size) {
  std::string block;
  while (size > 0) {
    block.resize(std::min<std::uint64_t>(size, 1 << 20));
    DP_TRY(const auto got, pread_full(from, block.data(), block.size(), offset));
    if (got == 0) return fail(Errc::corrupt, path_ + ": its bytes are no longer there");
    DP_CHECK(write({block.data(), got}));
    offset += got;
    size -= got;
  }
  return {};
}

Status AtomicFile::commit() {
  if (::fsync(file_.get()) != 0) return fail_errno(path_);
  if (hidden_.empty()) {
    // A link cannot replace a file, so it gets a hidden name for the moment before the rename.
    const auto unnamed = "/proc/self/fd/" + std::to_string(file_.get());
    DP_TRY(hidden_, take_hidden_name(path_, [&](const char* name) {
             return ::linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW);
           }));
  }
  const int fd = file_.release();
  if (::close(fd) != 0) return fail_errno(path_);
  if (::rename(hidden_.c_str(), path_.c_str()) != 0) return fail_errno(path_);
  hidden_.clear();
  // The new name is durable once its folder is. Some file systems cannot sync folders (EINVAL).
  DP_TRY(const Fd folder, open_file(folder_of(path_), O_RDONLY | O_DIRECTORY));
  if (::fsync(folder.get()) != 0 && errno != EINVAL) return fail_errno(path_);
  return {};
}

}  // namespace dp
