// SPDX-License-Identifier: Apache-2.0
#include "base/fd.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <system_error>

namespace dp {

namespace {

/// No room for what was to be written, whatever it was.
bool is_want_of_room(int error_number) noexcept {
  return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

/// What a file may grow to, if the process has a limit.
std::string size_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return {};
  return " (RLIMIT_FSIZE (ulimit -f) is " + std::to_string(limit.rlim_cur) + " bytes)";
}

}  // namespace

void Fd::reset(int fd) noexcept {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

bool wait_for(int fd, short events) noexcept {
  pollfd waited{fd, events, 0};
  // A signal is as good a reason to look again as any.
  return ::poll(&waited, 1, -1) >= 0 || errno == EINTR;
}

Status open_standard_descriptors() {
  // 0 and 1 are opened the wrong way round: to use them is an error, as it was.
  static constexpr int kWays[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int fd = 0; fd < 3; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    const int opened = ::open("/dev/null", kWays[fd]);
    if (opened < 0) return fail_errno("/dev/null");
    if (opened != fd) return fail(Errc::io, "descriptors 0 to 2 cannot be opened");
  }
  return {};
}

tl::unexpected<Error> fail_errno(std::string_view what) { return fail_errno(what, errno); }

tl::unexpected<Error> fail_errno(std::string_view what, int error_number) {
  Errc code = Errc::io;
  if (error_number == ENOENT) code = Errc::not_found;
  if (error_number == EMFILE || error_number == ENFILE || error_number == EAGAIN ||
      error_number == ENOMEM || is_want_of_room(error_number))
    code = Errc::exhausted;
  auto message = std::string(what) + ": " + std::generic_category().message(error_number);
  if (error_number == EFBIG) message += size_limit();
  return fail(code, std::move(message));
}

tl::unexpected<Error> fail_write(Error error, std::string_view where,
                                 std::string_view otherwise) {
  const bool no_room = error.code == Errc::exhausted;
  error = std::move(error).within(where);
  if (no_room)
    error.message.append("; free space there, raise the limit, or ").append(otherwise);
  return fail(std::move(error));
}

std::string place_of_unnamed(int fd) {
  std::array<char, PATH_MAX> target{};
  const auto link = "/proc/self/fd/" + std::to_string(fd);
  const auto size = ::readlink(link.c_str(), target.data(), target.size());
  const std::string_view path(target.data(), size < 0 ? 0 : static_cast<std::size_t>(size));
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos || path.starts_with("/memfd:")) return "a file in memory";
  const auto folder = path.substr(0, slash);
  return "a file without a name in " + (folder.empty() ? "/" : std::string(folder));
}

Result<Fd> open_file(const std::string& path, int flags, unsigned mode) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  if (fd < 0) return fail_errno(path);
  return Fd(fd);
}

Result<std::size_t> pread_full(int fd, char* out, std::size_t size, std::uint64_t offset) {
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::pread(fd, out + have, size - have, static_cast<off_t>(offset + have));
    if (got == 0) break;
    if (got > 0)
      have += static_cast<std::size_t>(got);
    else if (errno != EINTR)
      return fail_errno("read");
  }
  return have;
}

Status write_full(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
      continue;
    }
    const int error = errno;
    if (error == EINTR || (error == EAGAIN && wait_for(fd, POLLOUT))) continue;
    auto failed = fail_errno("write", error);
    errno = error;
    return failed;
  }
  return {};
}

Status pwrite_full(int fd, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
      offset += static_cast<std::uint64_t>(put);
    } else if (errno != EINTR) {
      return fail_errno("write");
    }
  }
  return {};
}

Result<std::string> read_file(const std::string& path, std::uint64_t limit) {
  DP_TRY(const Fd fd, open_file(path, O_RDONLY));
  std::string text;
  for (char block[16384];;) {
    const ssize_t got = ::read(fd.get(), block, sizeof block);
    if (got == 0) return text;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno(path);
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > limit)
      return fail(Errc::invalid_argument,
                  path + ": larger than " + std::to_string(limit) + " bytes");
  }
}

}  // namespace dp
