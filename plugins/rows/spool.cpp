// SPDX-License-Identifier: Apache-2.0
#include "rows/spool.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dp::rows {
namespace {

std::string folder() {
  const char* named = std::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/tmp" : named;
}

tl::unexpected<Error> failure(const char* call) {
  const int reason = errno;
  const bool is_full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  return fail(is_full ? Errc::exhausted : Errc::io,
              folder() + ": " + call + ": " + std::strerror(reason) +
                  (is_full ? "; free space there, or let TMPDIR name another folder" : ""));
}

/// A file without a name, or -1.
int unnamed_file() {
  const int file = ::open(folder().c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  auto name = folder() + "/dp-rows-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

Spool::~Spool() {
  if (file_ >= 0) ::close(file_);
}

Status Spool::append(std::string_view bytes) {
  if (memory_.size() + bytes.size() > most_) DP_CHECK(flush());
  memory_.append(bytes);
  return memory_.size() > most_ ? flush() : Status{};
}

Status Spool::flush() {
  if (file_ < 0 && (file_ = unnamed_file()) < 0) return failure("open");
  std::string_view rest = memory_;
  while (!rest.empty()) {
    const auto done = ::pwrite(file_, rest.data(), rest.size(), static_cast<off_t>(written_));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failure("write");
    written_ += static_cast<std::uint64_t>(done);
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  memory_.clear();
  return {};
}

Status Spool::read(std::uint64_t at, std::size_t size, std::string& out) const {
  out.resize(size);
  std::size_t got = 0;
  while (got < size && at + got < written_) {
    const auto count = std::min<std::uint64_t>(size - got, written_ - at - got);
    const auto done = ::pread(file_, out.data() + got, count, static_cast<off_t>(at + got));
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failure("read");
    if (done == 0) return fail(Errc::io, folder() + ": a temporary file lost its bytes");
    got += static_cast<std::size_t>(done);
  }
  if (got < size) memory_.copy(out.data() + got, size - got, at + got - written_);
  return {};
}

void Spool::clear() noexcept {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
  written_ = 0;
  memory_.clear();
}

}  // namespace dp::rows
