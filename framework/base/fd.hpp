// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace dp {

/// Own a file descriptor: closed once, moved never copied.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) noexcept : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~Fd() { reset(); }

  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
  void reset(int fd = -1) noexcept;

 private:
  int fd_ = -1;
};

/// Return the failure that errno names: "`what`: No such file or directory".
/// Errors: not_found for ENOENT; exhausted for what the host has no more of: EMFILE, ENFILE,
///   EAGAIN, ENOMEM, and for want of room ENOSPC, EDQUOT, EFBIG; else io.
[[nodiscard]] tl::unexpected<Error> fail_errno(std::string_view what);
[[nodiscard]] tl::unexpected<Error> fail_errno(std::string_view what, int error_number);

/// Wait until poll(2) has one of `events` for `fd`, or a signal came. False: it cannot.
bool wait_for(int fd, short events) noexcept;

/// Open descriptors 0 to 2 if they are closed, so that no file of ours gets their numbers, and
/// with them what is written there. Reading the input or writing the output stays an error.
/// Processes: before any other descriptor is opened.
Status open_standard_descriptors();

/// Return the failure to write to `where`: "`where`: `error`", and for want of room what to do
/// about it: to free some, or `otherwise`.
[[nodiscard]] tl::unexpected<Error> fail_write(Error error, std::string_view where,
                                               std::string_view otherwise);

/// Where the file behind a descriptor lies that has no name: "a file without a name in /tmp", or
/// "a file in memory".
[[nodiscard]] std::string place_of_unnamed(int fd);

/// Open `path` close-on-exec.
Result<Fd> open_file(const std::string& path, int flags, unsigned mode = 0);

/// Read up to `size` bytes at `offset`, going on after interruptions and short reads; fewer
/// only at the end of the file.
Result<std::size_t> pread_full(int fd, char* out, std::size_t size, std::uint64_t offset);

/// Write all of `bytes`, going on after interruptions and short writes; waits if `fd` does not
/// block. After an error of write_full errno is still that of the write.
Status write_full(int fd, std::string_view bytes);
Status pwrite_full(int fd, std::string_view bytes, std::uint64_t offset);

/// Read a whole file of at most `limit` bytes. Errors: invalid_argument if it is larger.
Result<std::string> read_file(const std::string& path, std::uint64_t limit);

}  // namespace dp
