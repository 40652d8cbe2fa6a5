// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <algorithm>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "protocol/slice.hpp"

namespace dp::input {

/// The bytes of a stream that have come, in an unnamed file in TMPDIR, or in memory where no such
/// file can be made.
/// Errors of all calls: io; exhausted, for want of room.
class StreamStore {
 public:
  /// `what`: of which it is said in messages that it cannot be kept.
  static Result<StreamStore> create(std::string what);

  Status append(std::string_view bytes);
  [[nodiscard]] std::uint64_t size() const noexcept { return stamp_.size; }
  /// Up to `size` bytes at `offset`, as far as there are.
  [[nodiscard]] Result<std::string> bytes_at(std::uint64_t offset, std::size_t size) const;
  /// Keep the first `bytes`, or DP_HEAD_BYTES if these are more, as the item's head.
  void keep_head(std::uint64_t bytes) noexcept { head_bytes_ = std::max(head_bytes_, bytes); }
  [[nodiscard]] std::uint64_t head_bytes() const noexcept { return head_bytes_; }
  /// Give back the room of what lies before `end`, but for the item's head: zeros are read there.
  /// Not all at once: a part that is not worth a call is kept.
  void free_before(std::uint64_t end) noexcept;

  /// The path that other processes open the bytes by, and the file's identity with size().
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const protocol::FileStamp& stamp() const noexcept { return stamp_; }

 private:
  StreamStore() = default;

  std::string what_;
  Fd file_;
  std::string path_;
  protocol::FileStamp stamp_;
  std::uint64_t head_bytes_ = DP_HEAD_BYTES;
  std::uint64_t freed_ = 0;  ///< all before was freed
};

}  // namespace dp::input
