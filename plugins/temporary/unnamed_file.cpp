// SPDX-License-Identifier: Apache-2.0
#include "temporary/unnamed_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace dp::temporary {
namespace {

constexpr std::size_t kAtOnce = 1 << 20;

tl::unexpected<Error> failure(std::string_view who, const char* call) {
  const int reason = errno;
  const bool is_full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  return fail(is_full ? Errc::exhausted : Errc::io,
              (who.empty() ? "" : std::string(who) + ": ") + folder() + ": " + call + ": " +
                  std::strerror(reason) +
                  (is_full ? "; free space there, or let TMPDIR name another folder" : ""));
}

}  // namespace

std::string folder() {
  const char* named = std::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/tmp" : named;
}

Result<UnnamedFile> UnnamedFile::make(std::string_view who) {
  const int file = ::open(folder().c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (file >= 0) return UnnamedFile(who, file);
  // Not every file system has files without a name.
  return make(who, [](const std::string&) { return Status(); });
}

Result<UnnamedFile> UnnamedFile::make(std::string_view who,
                                      const std::function<Status(const std::string&)>& open) {
  auto path = folder() + "/dp-XXXXXX";
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) return failure(who, "open");
  UnnamedFile made(who, descriptor);
  const auto opened = open(path);
  ::unlink(path.c_str());
  if (!opened) return fail(opened.error());
  return made;
}

UnnamedFile::UnnamedFile(UnnamedFile&& other) noexcept
    : who_(std::move(other.who_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

UnnamedFile& UnnamedFile::operator=(UnnamedFile&& other) noexcept {
  std::swap(who_, other.who_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

UnnamedFile::~UnnamedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string UnnamedFile::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

Status UnnamedFile::write(std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const auto done = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failure(who_, "write");
    at += static_cast<std::uint64_t>(done);
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return {};
}

Result<std::size_t> UnnamedFile::read(char* bytes, std::size_t size, std::uint64_t at) const {
  while (true) {
    const auto got = ::pread(descriptor_, bytes, size, static_cast<off_t>(at));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return failure(who_, "read");
  }
}

Status UnnamedFile::copy_to(Output& out) const {
  std::string bytes(kAtOnce, '\0');
  for (std::uint64_t at = 0;;) {
    DP_TRY(const auto got, read(bytes.data(), bytes.size(), at));
    if (got == 0) return {};
    DP_CHECK(out.write(std::string_view(bytes).substr(0, got)));
    at += got;
  }
}

}  // namespace dp::temporary
