// SPDX-License-Identifier: Apache-2.0
#include "worker/own_descriptors.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>

namespace dp::worker {

void OwnDescriptors::note() {
  noted_.clear();
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
  if (!folder) return;
  while (const dirent* entry = ::readdir(folder.get())) {
    const int fd = std::atoi(entry->d_name);
    struct stat info {};
    if (fd < 3 || fd == ::dirfd(folder.get()) || ::fstat(fd, &info) != 0) continue;
    noted_.push_back({fd, info.st_dev, info.st_ino});
  }
}

bool OwnDescriptors::intact(std::size_t most) const noexcept {
  for (std::size_t i = 0; i < std::min(most, noted_.size()); ++i) {
    struct stat info {};
    if (::fstat(noted_[i].fd, &info) != 0) {
      if (errno == EBADF) return false;
      continue;  // it is open, and that is all that can be told
    }
    if (info.st_dev != noted_[i].device || info.st_ino != noted_[i].inode) return false;
  }
  return true;
}

}  // namespace dp::worker
