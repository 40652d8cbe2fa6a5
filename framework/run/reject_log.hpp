// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "protocol/reject.hpp"

namespace dp::run {

/// The records rejected in a run, in the runner: kept in an unnamed file as they come, given
/// back in input order.
///
/// Cost: memory for a chunk that has rejects, not for each of them.
class RejectLog {
 public:
  /// `folder`: where the unnamed file is made; empty: TMPDIR or /tmp.
  static Result<RejectLog> create(const std::string& folder);

  /// Add the rejects of one chunk, as a worker wrote them (see rejects.hpp), those of an item in
  /// any order. Errors: io; exhausted for want of room; corrupt if they are not well formed.
  Status add(std::string_view rejects);
  Status add(const protocol::Reject& reject);

  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  /// Call `visit` for every reject, by item, then offset. Lifetime: a reject lives for the
  /// call.
  Status for_each(const std::function<Status(const protocol::Reject&)>& visit);

 private:
  struct Block {
    std::uint64_t item;
    std::uint64_t offset;  ///< the least of its rejects
    std::uint64_t place;   ///< in the file
    std::uint64_t size;
  };
  explicit RejectLog(Fd file) : file_(std::move(file)) {}

  Fd file_;
  std::vector<Block> blocks_;
  std::uint64_t size_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace dp::run
