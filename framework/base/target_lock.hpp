// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <utility>

#include "base/fd.hpp"

namespace dp {

/// Keeps a file that is to be written for one writer.
///
/// Law: while one lives, take() of the same name in the same folder is refused, in any process; it
///   ends with its process, however that dies, and nothing is left behind. It is advice: only
///   other TargetLocks mind it.
/// How: locks on two bytes of the folder itself, which a hash of the name picks. One (of the open
///   file) keeps others out, the other (of the process) tells them who it is; the latter goes when
///   its process closes the folder elsewhere, and then nobody is named.
/// A folder that takes no locks, or may not be read, gives none, and all writers get in.
class TargetLock {
 public:
  /// Errors: refused, with the other's process id if it is known.
  static Result<TargetLock> take(const std::string& path);

 private:
  explicit TargetLock(Fd folder) : folder_(std::move(folder)) {}
  Fd folder_;
};

}  // namespace dp
