// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace dp {

/// Which file a path leads to, whether it exists or not.
///
/// Law: two paths have one identity if and only if they lead to one file now, or would once their
///   missing folders are made: through links (a link to nothing leads to what it names), `.` and
///   `..`, hard links and folders that do not exist yet. A file system that takes names of other
///   case for one is not looked through.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::string below;  ///< of what does not exist: its path below the folder that does

  auto operator<=>(const FileIdentity&) const = default;

  [[nodiscard]] bool exists() const noexcept { return below.empty(); }
};

/// The identity of `path`, relative to the working directory; of "" that directory's.
/// What may not be looked at counts as missing.
/// Cost: one call of the system for what exists, three for a new file in a folder that exists.
FileIdentity identify(const std::string& path);

}  // namespace dp
