// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "base/fd.hpp"

namespace dp {

/// A file that appears under its name whole or not at all.
///
/// Bytes go to a file without a name in the target's folder; sync() makes them durable, and
/// publish() gives them the target's name. A file that is never published is gone, also when the
/// process is killed; the target keeps what it held. File systems that have no files without
/// names get a hidden one, `.NAME.dp-PID-N`, which is left only if it is killed.
/// A file that is replaced hands on its mode, owner, group and extended attributes, as far as
/// the process may set them.
/// Errors of all calls: io with the path and the system's reason; exhausted for want of room (see
///   fail_errno), with what to do. After a failed call the file
///   must be given up: what reached the disk is not known.
class AtomicFile {
 public:
  /// Make the file; folders of `path` that are missing are made.
  /// Errors also: refused, if the target is a folder or another thing that is not a file, if its
  ///   name is longer than the file system takes, or if a link that somebody else planted leads to
  ///   it (see check_planted_links).
  static Result<AtomicFile> create(const std::string& path);

  /// Whether create() would take `path`, as far as can be told without making its folders: the
  /// folder that is nearest to it and exists is tried with a file that is gone at once.
  /// Errors: refused, saying why.
  static Status check(const std::string& path);

  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  Status write(std::string_view bytes);
  /// Append `size` bytes at `offset` of another file.
  Status copy(int from, std::uint64_t offset, std::uint64_t size);
  /// The file is whole: have its bytes written, so that a sync() of many files one after the other
  /// need not wait for each.
  void start_sync() noexcept;
  /// The file is whole: make its bytes durable.
  Status sync();
  /// Give a synced file a hidden name. All that can fail for want of space or of rights has
  /// failed after this, while the target still holds what it held.
  Status seal();
  /// Give a sealed file its name, instead of what has it.
  Status publish();
  /// The same; the name is durable only after sync_folder_of() its path, which is for many files.
  Status publish_unsynced();
  /// Make the names durable of files that are in the folder of `path`.
  static Status sync_folder_of(const std::string& path);
  /// sync(), seal() and publish().
  Status commit();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Bytes written so far.
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  AtomicFile(std::string path, std::string hidden, Fd file);
  std::string path_;
  std::string hidden_;  ///< what to remove; empty: it has no name, or the target's
  Fd file_;
  std::uint64_t size_ = 0;
};

}  // namespace dp
