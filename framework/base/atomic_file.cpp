// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.hpp"

#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/trust.hpp"

namespace dp {

namespace fs = std::filesystem;

namespace {

constexpr int kMostNames = 10'000;
/// So much of a target's name is in its hidden one, which is longer than it.
constexpr std::size_t kHiddenBytes = 200;
constexpr std::string_view kElsewhere = "write elsewhere";
constexpr mode_t kAllMayReadWrite = 0666;  // less the umask
constexpr mode_t kAllModes = 07777;
constexpr mode_t kPlainModes = 0777;

std::string folder_of(const std::string& path) {
  auto folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// The file that `path` leads to, so that a link stays one and its target is replaced.
Result<std::string> resolve(const std::string& path) {
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (error == std::errc::filename_too_long)
    return fail(Errc::refused, path + ": the name is longer than the file system takes");
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
  const auto name = fs::path(path).filename().string().substr(0, kHiddenBytes);
  const auto stem = folder_of(path) + "/." + name + ".dp-" + std::to_string(::getpid()) + "-";
  for (int i = 0; i < kMostNames; ++i) {
    auto hidden = stem + std::to_string(i);
    if (take(hidden.c_str()) == 0) return hidden;
    if (errno != EEXIST) return fail_errno(path);
  }
  return fail(Errc::io, path + ": too many left-over files .*.dp-* next to it; remove them");
}

/// Call use(name) for each extended attribute of `path`; none if the file system has none.
template <class Use>
void for_each_attribute(const std::string& path, Use use) {
  const auto size = ::listxattr(path.c_str(), nullptr, 0);
  if (size <= 0) return;
  std::string names(static_cast<std::size_t>(size), '\0');
  const auto got = ::listxattr(path.c_str(), names.data(), names.size());
  for (std::size_t at = 0; got > 0 && at < static_cast<std::size_t>(got);
       at += std::strlen(names.c_str() + at) + 1)
    use(names.c_str() + at);
}

/// Give `file` the mode, owner, group and attributes of the file at `path`, if there is one.
/// What may not be set stays as a new file has it: an owner is then that of who wrote it.
Status take_over(int file, const std::string& path) {
  struct stat old {};
  if (::stat(path.c_str(), &old) != 0) return errno == ENOENT ? Status() : fail_errno(path);
  struct stat made {};
  if (::fstat(file, &made) != 0) return fail_errno(path);
  mode_t mode = old.st_mode & kAllModes;
  const bool other = made.st_uid != old.st_uid || made.st_gid != old.st_gid;
  if (other && ::fchown(file, old.st_uid, old.st_gid) != 0) {
    // Not ours to give away: rights that came with owner or group would be another's now.
    mode &= kPlainModes;
    if (::fchown(file, ~uid_t{0}, old.st_gid) != 0) mode &= ~mode_t{S_IRWXG};
  }
  if (::fchmod(file, mode) != 0) return fail_errno(path);
  std::string value;
  for_each_attribute(path, [&](const char* name) {
    const auto size = ::getxattr(path.c_str(), name, nullptr, 0);
    if (size < 0) return;
    value.resize(static_cast<std::size_t>(size));
    const auto got = ::getxattr(path.c_str(), name, value.data(), value.size());
    if (got >= 0)
      (void)!::fsetxattr(file, name, value.data(), static_cast<std::size_t>(got), 0);
  });
  return {};
}

/// A new file for what `path` is to hold, and its hidden name if the file system wants one.
Result<std::pair<Fd, std::string>> make_hidden(const std::string& path) {
  Fd file(::open(folder_of(path).c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, kAllMayReadWrite));
  if (file) return std::pair(std::move(file), std::string());
  DP_TRY(auto hidden, take_hidden_name(path, [&](const char* name) {
           file.reset(::open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                             kAllMayReadWrite));
           return file ? 0 : -1;
         }));
  return std::pair(std::move(file), std::move(hidden));
}

/// The nearest folder before `path` that exists.
std::string existing_folder(const std::string& path) {
  auto folder = fs::path(folder_of(path));
  std::error_code error;
  while (!fs::exists(folder, error)) {
    if (!folder.has_relative_path()) return "/";
    folder = folder.has_parent_path() ? folder.parent_path() : ".";
  }
  return folder.string();
}

/// Where a folder is shared (its sticky bit is set), only owners replace files.
bool is_anothers(const std::string& path) {
  struct stat file {};
  struct stat folder {};
  if (::lstat(path.c_str(), &file) != 0 || ::stat(folder_of(path).c_str(), &folder) != 0)
    return false;
  const auto user = ::geteuid();
  return (folder.st_mode & S_ISVTX) != 0 && user != 0 && user != file.st_uid &&
         user != folder.st_uid;
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
  DP_CHECK(check_planted_links(wanted));
  DP_TRY(auto path, resolve(wanted));
  const auto folder = folder_of(path);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail_errno(folder, error.value());
  DP_TRY(auto made, make_hidden(path));
  return AtomicFile(std::move(path), std::move(made.second), std::move(made.first));
}

namespace {

/// Whether a file, or the names in a folder, must stay as they are, whoever wants to change them.
bool is_unchangeable(const std::string& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  int flags = 0;
  return file && ::ioctl(file.get(), FS_IOC_GETFLAGS, &flags) == 0 &&
         (flags & (FS_IMMUTABLE_FL | FS_APPEND_FL)) != 0;
}

}  // namespace

Status AtomicFile::check(const std::string& wanted) {
  DP_CHECK(check_planted_links(wanted));
  DP_TRY(const auto path, resolve(wanted));
  for (const auto& name : fs::path(path))
    if (name.native().size() > NAME_MAX)
      return fail(Errc::refused, wanted + ": the name is longer than the file system takes");
  if (fs::path(path).filename().empty())
    return fail(Errc::refused, wanted + ": is a folder's name; name a file in it");
  const auto folder = existing_folder(path);
  for (const auto& fixed : {path, folder})
    if (is_unchangeable(fixed))
      return fail(Errc::refused, wanted + ": " + fixed +
                                     " may not be changed (lsattr shows why; chattr -i -a "
                                     "takes it back)");
  const auto made = make_hidden(folder + "/" + fs::path(path).filename().string());
  if (const int reason = errno; !made)
    return fail(Errc::refused,
                wanted + ": no file can be made in " + folder + ": " + std::strerror(reason));
  if (!made->second.empty()) ::unlink(made->second.c_str());
  if (is_anothers(path))
    return fail(
        Errc::refused,
        wanted + ": belongs to another user, in a folder where only owners replace files");
  return {};
}

Status AtomicFile::write(std::string_view bytes) {
  if (auto status = write_full(file_.get(), bytes); !status)
    return fail_write(std::move(status).error(), path_, kElsewhere);
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

void AtomicFile::start_sync() noexcept {
  (void)::sync_file_range(file_.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
}

Status AtomicFile::sync() {
  DP_CHECK(take_over(file_.get(), path_));
  if (::fsync(file_.get()) == 0) return {};
  return fail_write(fail_errno("fsync").value(), path_, kElsewhere);
}

Status AtomicFile::seal() {
  if (hidden_.empty()) {
    // A link cannot replace a file, so it gets a hidden name until the rename.
    const auto unnamed = "/proc/self/fd/" + std::to_string(file_.get());
    DP_TRY(hidden_, take_hidden_name(path_, [&](const char* name) {
             return ::linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW);
           }));
  }
  const int fd = file_.release();
  if (::close(fd) == 0) return {};
  return fail_write(fail_errno("close").value(), path_, kElsewhere);
}

Status AtomicFile::publish() {
  DP_CHECK(publish_unsynced());
  return sync_folder_of(path_);
}

Status AtomicFile::publish_unsynced() {
  if (::rename(hidden_.c_str(), path_.c_str()) != 0) return fail_errno(path_);
  hidden_.clear();
  return {};
}

/// Some file systems cannot sync folders (EINVAL).
Status AtomicFile::sync_folder_of(const std::string& path) {
  DP_TRY(const Fd folder, open_file(folder_of(path), O_RDONLY | O_DIRECTORY));
  if (::fsync(folder.get()) != 0 && errno != EINVAL) return fail_errno(path);
  return {};
}

Status AtomicFile::commit() {
  DP_CHECK(sync());
  DP_CHECK(seal());
  return publish();
}

}  // namespace dp
