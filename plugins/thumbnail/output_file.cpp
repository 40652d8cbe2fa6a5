// SPDX-License-Identifier: Apache-2.0
#include "thumbnail/output_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace dp::thumbnail {

namespace {

constexpr int kMostNames = 10'000;
constexpr std::size_t kHiddenBytes = 200;
constexpr mode_t kAllMayReadWrite = 0666;  // less the umask

/// Own a file descriptor.
class File {
 public:
  explicit File(int fd) noexcept : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
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

/// Where a file goes: a name in an open folder.
struct Place {
  File folder;
  std::string name;
  const std::string* path;  ///< of the file, for messages
};

tl::unexpected<Error> is_no_folder(const std::string& path, std::string_view part) {
  return fail(Errc::refused, path + ": '" + std::string(part) +
                                 "' is a link or no folder; below the folder that the template "
                                 "names, links are not followed");
}

/// Open the folder `name` in `at`, which is made if it is not there, and no link.
Result<File> open_below(const File& at, const std::string& name, const std::string& path,
                        std::string_view part) {
  constexpr mode_t kAllMay = 0777;  // less the umask
  constexpr int kHow = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  File folder(::openat(at.get(), name.c_str(), kHow));
  if (!folder && errno == ENOENT) {
    if (::mkdirat(at.get(), name.c_str(), kAllMay) != 0 && errno != EEXIST) return failed(path);
    folder = File(::openat(at.get(), name.c_str(), kHow));
  }
  if (!folder && (errno == ELOOP || errno == ENOTDIR)) return is_no_folder(path, part);
  if (!folder) return failed(path);
  return folder;
}

Result<File> open_fixed(const std::string& folder, const std::string& path) {
  const auto open = [&] {
    return File(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  };
  auto file = open();
  if (!file && errno == ENOENT) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    file = open();
  }
  if (!file) return failed(path);
  return file;
}

/// The place of the file `path`, whose folders are made. The first `fixed` bytes of it name a folder
/// that may be anywhere; from there on no link is followed.
Result<Place> place_of(const std::string& path, std::size_t fixed) {
  if (fixed == 0 && path.starts_with('/')) fixed = 1;
  DP_TRY(auto folder, open_fixed(fixed == 0 ? "." : path.substr(0, fixed), path));
  std::size_t at = fixed;
  for (auto slash = path.find('/', at); slash != std::string::npos;
       at = slash + 1, slash = path.find('/', at)) {
    if (slash == at) continue;
    DP_TRY(auto next, open_below(folder, path.substr(at, slash - at), path,
                                 std::string_view(path).substr(0, slash)));
    folder = std::move(next);
  }
  return Place{std::move(folder), path.substr(at), &path};
}

/// Keeps other processes from naming files in a folder while it lives, which is a moment. It goes
/// with its process. Where folders take no locks, or somebody does not give it back, it is done
/// without.
class FolderLock {
 public:
  explicit FolderLock(const Place& place)
      : folder_(::openat(place.folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    constexpr int kTries = 2000;
    constexpr useconds_t kWaitUs = 1000;
    for (int i = 0; folder_ && i < kTries; ++i) {
      if (::flock(folder_.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
      ::usleep(kWaitUs);
    }
  }

 private:
  File folder_;
};

File open_there(const Place& place) {
  return File(::openat(place.folder.get(), place.name.c_str(),
                       O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
}

/// Try hidden names beside the file with take(name), 0 or -1 with errno, until one is free.
template <class Take>
Result<std::string> take_hidden_name(const Place& place, Take take) {
  // The name of a file may have 255 bytes; the hidden one has more than the file's.
  const auto stem =
      "." + place.name.substr(0, kHiddenBytes) + ".dp-" + std::to_string(::getpid()) + "-";
  for (int i = 0; i < kMostNames; ++i) {
    auto hidden = stem + std::to_string(i);
    if (take(hidden.c_str()) == 0) return hidden;
    if (errno != EEXIST) return failed(*place.path);
  }
  return fail(Errc::io,
              *place.path + ": too many left-over files .*.dp-* beside it; remove them");
}

bool holds(const Place& place, std::string_view bytes) {
  const auto file = open_there(place);
  std::string there;
  return file && append(file, *place.path, bytes.size() + 1, there) && there == bytes;
}

/// What it means that a place is taken.
Status is_taken(const Place& place, std::string_view bytes) {
  // It may be this very file, written before the worker that did it died.
  if (holds(place, bytes)) return {};
  return fail(Errc::refused, *place.path + ": is there already");
}

/// Give the file that has a hidden name its own.
Status give_name(const std::string& hidden, const Place& place, std::string_view bytes,
                 bool replace) {
  const int folder = place.folder.get();
  if (replace) {
    if (::renameat(folder, hidden.c_str(), folder, place.name.c_str()) == 0) return {};
    auto status = failed(*place.path);
    ::unlinkat(folder, hidden.c_str(), 0);
    return status;
  }
  const int code = ::linkat(folder, hidden.c_str(), folder, place.name.c_str(), 0);
  const int error = errno;
  ::unlinkat(folder, hidden.c_str(), 0);
  if (code == 0) return {};
  if (error == EEXIST) return is_taken(place, bytes);
  errno = error;
  return failed(*place.path);
}

/// Whether the file that has the name, if any, may be this record's.
Status check_there(const Place& place, const Owner& owner) {
  const auto there = open_there(place);
  return there ? check_owner(there.get(), *place.path, owner) : Status();
}

/// For file systems that have no files without names.
Status write_hidden(const Place& place, std::string_view bytes, bool replace,
                    const Owner& owner) {
  int fd = -1;
  DP_TRY(const auto hidden, take_hidden_name(place, [&](const char* name) {
           fd =
               ::openat(place.folder.get(), name,
                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kAllMayReadWrite);
           return fd < 0 ? -1 : 0;
         }));
  const File file(fd);
  auto status = write_all(file, *place.path, bytes);
  set_owner(fd, owner);
  const FolderLock lock(place);
  if (status) status = check_there(place, owner);
  if (!status) {
    ::unlinkat(place.folder.get(), hidden.c_str(), 0);
    return status;
  }
  return give_name(hidden, place, bytes, replace);
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

Status write_file(const std::string& path, std::size_t fixed, std::string_view bytes,
                  bool replace, const Owner& owner) {
  DP_TRY(const auto place, place_of(path, fixed));
  const File file(
      ::openat(place.folder.get(), ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, kAllMayReadWrite));
  if (!file && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
    return write_hidden(place, bytes, replace, owner);
  if (!file) return failed(path);
  DP_CHECK(write_all(file, path, bytes));
  set_owner(file.get(), owner);
  const FolderLock lock(place);
  DP_CHECK(check_there(place, owner));
  const auto unnamed = "/proc/self/fd/" + std::to_string(file.get());
  const auto link = [&](const char* name) {
    return ::linkat(AT_FDCWD, unnamed.c_str(), place.folder.get(), name, AT_SYMLINK_FOLLOW);
  };
  if (link(place.name.c_str()) == 0) return {};
  if (errno != EEXIST) return failed(path);
  if (!replace) return is_taken(place, bytes);
  // A link cannot replace a file, so it gets a hidden name for the moment before the rename.
  DP_TRY(const auto hidden, take_hidden_name(place, link));
  return give_name(hidden, place, bytes, replace);
}

Status check_folder(const std::string& folder) {
  std::filesystem::path there = folder;
  struct stat status {};
  while (::stat(there.c_str(), &status) != 0) {
    if (errno != ENOENT)
      return fail(Errc::refused, "'" + there.string() + "' cannot be a folder: " +
                                     std::generic_category().message(errno));
    const auto above = there.parent_path();
    there = above.empty() ? "." : above;
  }
  if (!S_ISDIR(status.st_mode))
    return fail(Errc::refused, "'" + there.string() + "' is no folder");
  if (::faccessat(AT_FDCWD, there.c_str(), W_OK | X_OK, AT_EACCESS) == 0) return {};
  return fail(Errc::refused, "no file can be written in '" + there.string() +
                                 "': " + std::generic_category().message(errno));
}

Status keep_file(const std::string& path, std::size_t fixed, const Owner& owner) {
  DP_TRY(const auto place, place_of(path, fixed));
  const FolderLock lock(place);
  const auto there = open_there(place);
  if (!there) return {};  // a link: nobody writes through it
  DP_CHECK(check_owner(there.get(), path, owner));
  set_owner(there.get(), owner);
  return {};
}

}  // namespace dp::thumbnail
