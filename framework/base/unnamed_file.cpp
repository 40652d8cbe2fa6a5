// SPDX-License-Identifier: Apache-2.0
#include "base/unnamed_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstdlib>

namespace dp {

std::string unnamed_folder(const std::string& folder) {
  if (!folder.empty()) return folder;
  const char* set = std::getenv("TMPDIR");
  return set != nullptr && *set != '\0' ? set : "/tmp";
}

Result<Fd> create_unnamed_file(const std::string& folder) {
  const auto where = unnamed_folder(folder);
  Fd file(::open(where.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!file) file.reset(::memfd_create("dp-unnamed", MFD_CLOEXEC));
  if (!file) {
    const int error = errno;
    auto failed = fail_errno(where);
    errno = error;
    return failed;
  }
  return file;
}

}  // namespace dp
