// SPDX-License-Identifier: Apache-2.0
#include "base/stream_path.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/links.hpp"

namespace dp {

namespace fs = std::filesystem;

namespace {

/// As descriptor_named, of the path as it is written.
std::optional<int> descriptor_spelled(std::string_view path) {
  static constexpr std::array<std::string_view, 3> kStandard = {"/dev/stdin", "/dev/stdout",
                                                                "/dev/stderr"};
  for (std::size_t fd = 0; fd < kStandard.size(); ++fd)
    if (path == kStandard[fd]) return static_cast<int>(fd);
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const auto digits = path.substr(folder.size());
    int fd = 0;
    const auto [at, error] = std::from_chars(digits.data(), digits.data() + digits.size(), fd);
    const bool whole = error == std::errc{} && at == digits.data() + digits.size();
    if (whole && digits.front() != '-') return fd;
  }
  return std::nullopt;
}

/// What is close-on-exec did not come from the process that started this one.
Status check_descriptor(const std::string& path, int fd, Flow flow) {
  const int flags = ::fcntl(fd, F_GETFD);
  if (flags < 0 || (flags & FD_CLOEXEC) != 0)
    return fail(Errc::refused, path + ": descriptor " + std::to_string(fd) +
                                   " is not open; the shell opens it: dp ... " +
                                   std::to_string(fd) + "> file");
  const int mode = ::fcntl(fd, F_GETFL) & O_ACCMODE;
  if (fd == STDIN_FILENO && flow == Flow::in && mode == O_WRONLY)
    return fail(Errc::not_found,
                "standard input is closed, or open for writing only; give dp a file or a pipe: "
                "dp ... < file");
  if (fd == STDOUT_FILENO && flow == Flow::out && mode == O_RDONLY)
    return fail(Errc::refused, "standard output is closed, or open for reading only");
  if (mode == (flow == Flow::out ? O_RDONLY : O_WRONLY))
    return fail(Errc::refused, path + ": descriptor " + std::to_string(fd) +
                                   (flow == Flow::out ? " is open for reading only"
                                                      : " is open for writing only"));
  return {};
}

}  // namespace

std::optional<int> descriptor_named(const std::string& path) {
  auto at = fs::path(path);
  for (int links = 0; links < kMostLinks; ++links) {
    if (auto fd = descriptor_spelled(at.native())) return fd;
    std::error_code error;
    const auto target = fs::read_symlink(at, error);
    if (error) return std::nullopt;
    at = target.is_absolute() ? target : at.parent_path() / target;
  }
  return std::nullopt;
}

bool is_stream(const std::string& path) {
  if (descriptor_named(path)) return true;
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 &&
         (S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode));
}

Status check_stream(const std::string& path, Flow flow) {
  if (const auto fd = descriptor_named(path)) return check_descriptor(path, *fd, flow);
  if (::access(path.c_str(), flow == Flow::out ? W_OK : R_OK) == 0) return {};
  return fail(Errc::refused, path + ": " + std::strerror(errno));
}

Result<Fd> open_stream(const std::string& path, Flow flow) {
  if (const auto named = descriptor_named(path)) {
    DP_CHECK(check_descriptor(path, *named, flow));
    Fd copy(::fcntl(*named, F_DUPFD_CLOEXEC, 3));
    if (!copy) return fail_errno(path);
    return copy;
  }
  const int flags = flow == Flow::out ? O_WRONLY : O_RDONLY | O_NONBLOCK;
  while (true) {
    auto opened = open_file(path, flags | O_NOCTTY);
    if (opened || errno != EINTR) return opened;
  }
}

}  // namespace dp
