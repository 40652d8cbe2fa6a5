// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

namespace dp::worker {

/// The descriptors that a worker has before it runs any task: those by which it talks to the runner
/// and keeps what it makes. A task that closes them (closefrom(3)), or has files of its own take their
/// numbers, would have the worker write into them.
///
/// Threads: one.
class OwnDescriptors {
 public:
  /// Note all that are open now, above the standard ones.
  void note();
  /// Whether the first `most` of them are still what they were.
  [[nodiscard]] bool intact(std::size_t most) const noexcept;
  [[nodiscard]] std::size_t count() const noexcept { return noted_.size(); }

 private:
  struct Noted {
    int fd;
    dev_t device;
    ino_t inode;
  };
  std::vector<Noted> noted_;
};

}  // namespace dp::worker
