// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace dp::thumbnail {

namespace {

constexpr int kMostNames = 10'000;
constexpr mode_t kAllMayReadWrite = 0666;  // less the umask

/// Own a file descriptor.
class File {
 public:
  explicit File(int fd) noexcept : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&&) = delete;
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_;
};

tl::unexpected<Error> failed(const std::string& path) {
  const int error = errno;
  const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return fail(is_full ? Errc::exhausted : Errc::io,
              path + ": " + std::generic_category().message(error));
}

/// Read up to `size` more bytes; fewer only at the end of the file.
Status append(const File& file, const std::string& path, std::uint64_t size,
              std::string& bytes) {
  auto end = bytes.size();
  bytes.resize(end + size);
  while (end < bytes.size()) {
    const auto got = ::read(file.get(), bytes.data() + end, bytes.size() - end);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path);
    if (got == 0) break;
    end += static_cast<std::size_t>(got);
  }
  bytes.resize(end);
  return {};
}

Status write_all(const File& file, const std::string& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed(path);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

std::string folder_of(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// A file without a name in `folder`, which is made if it is not there.
File unnamed_file(const std::string& folder) {
  const auto open = [&] {
    return File(::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, kAllMayReadWrite));
  };
  auto file = open();
  if (file || errno != ENOENT) return file;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  return open();
}

/// Try hidden names beside `path` with take(name), 0 or -1 with errno, until one is free.
template <class Take>
Result<std::string> take_hidden_name(const std::string& path, Take take) {
  const auto stem = folder_of(path) + "/." + std::filesystem::path(path).filename().string() +
                    ".dp-" + std::to_string(::getpid()) + "-";
  for (int i = 0; i < kMostNames; ++i) {
    auto hidden = stem + std::to_string(i);
    if (take(hidden.c_str()) == 0) return hidden;
    if (errno != EEXIST) return failed(path);
  }
  return fail(Errc::io, path + ": too many left-over files .*.dp-* beside it; remove them");
}

bool holds(const std::string& path, std::string_view bytes) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string there;
  return file && append(file, path, bytes.size() + 1, there) && there == bytes;
}

/// What it means that `path` is taken.
Status is_taken(const std::string& path, std::string_view bytes) {
  // It may be this very file, written before the worker that did it died.
  if (holds(path, bytes)) return {};
  return fail(Errc::refused, path + ": is there already");
}

/// Give the file behind `name` (a link, or a hidden name) the name `path`.
Status give_name(const std::string& hidden, const std::string& path, std::string_view bytes,
                 bool replace) {
  if (replace) {
    if (::rename(hidden.c_str(), path.c_str()) == 0) return {};
    auto status = failed(path);
    ::unlink(hidden.c_str());
    return status;
  }
  const int code = ::link(hidden.c_str(), path.c_str());
  const int error = errno;
  ::unlink(hidden.c_str());
  if (code == 0) return {};
  if (error == EEXIST) return is_taken(path, bytes);
  errno = error;
  return failed(path);
}

/// For file systems that have no files without names.
Status write_hidden(const std::string& path, std::string_view bytes, bool replace) {
  int fd = -1;
  DP_TRY(const auto hidden, take_hidden_name(path, [&](const char* name) {
           fd = ::open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       kAllMayReadWrite);
           return fd < 0 ? -1 : 0;
         }));
  if (auto status = write_all(File(fd), path, bytes); !status) {
    ::unlink(hidden.c_str());
    return status;
  }
  return give_name(hidden, path, bytes, replace);
}

}  // namespace

Status read_file(const std::string& path, std::uint64_t limit, std::string& bytes,
                 Status (*check)(std::string_view head)) {
  constexpr std::uint64_t kHeadBytes = 4096;
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file) return failed(path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return failed(path);
  if (!S_ISREG(status.st_mode)) return fail(Errc::io, path + ": not a regular file");
  bytes.clear();
  DP_CHECK(append(file, path, kHeadBytes, bytes));
  DP_CHECK(check(bytes));
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > limit)
    return fail(Errc::refused, "a file of " + std::to_string(size) +
                                   " bytes, more than `memory` allows (" +
                                   std::to_string(limit) + ")");
  if (size <= bytes.size()) return {};
  return append(file, path, size - bytes.size(), bytes);
}

Status write_file(const std::string& path, std::string_view bytes, bool replace) {
  const auto file = unnamed_file(folder_of(path));
  if (!file && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
    return write_hidden(path, bytes, replace);
  if (!file) return failed(path);
  DP_CHECK(write_all(file, path, bytes));
  const auto unnamed = "/proc/self/fd/" + std::to_string(file.get());
  const auto link = [&](const char* name) {
    return ::linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW);
  };
  if (link(path.c_str()) == 0) return {};
  if (errno != EEXIST) return failed(path);
  if (!replace) return is_taken(path, bytes);
  // A link cannot replace a file, so it gets a hidden name for the moment before the rename.
  DP_TRY(const auto hidden, take_hidden_name(path, link));
  return give_name(hidden, path, bytes, replace);
}

}  // namespace dp::thumbnail
