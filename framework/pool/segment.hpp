// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/interprocess/mapped_region.hpp>
#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "pool/layout.hpp"

namespace dp::pool {

/// One worker's part of the segment, as one of its two sides sees it.
struct Block {
  const Header* header = nullptr;
  RunnerStatus* runner = nullptr;  ///< a worker process may only read it
  char* requests = nullptr;        ///< likewise
  WorkerStatus* worker = nullptr;
  char* replies = nullptr;
};

/// The shared memory of a pool, as its runner maps it: one sealed memfd without a name.
///
/// Ownership: unmapped and closed with this object; gone when the last worker is.
class Segment {
 public:
  /// Make one for `workers` workers. Errors: exhausted, io.
  static Result<Segment> create(unsigned workers, std::uint64_t arena_bytes,
                                std::string_view setup);

  [[nodiscard]] int descriptor() const noexcept { return fd_.get(); }
  [[nodiscard]] Header& header() noexcept;
  [[nodiscard]] std::string_view setup() const noexcept;
  [[nodiscard]] Block block(unsigned worker) noexcept;
  /// Make a worker's part new. Only when its process is reaped.
  void renew(unsigned worker) noexcept;

 private:
  Fd fd_;
  boost::interprocess::mapped_region region_;
};

/// The same memory, as worker `worker` maps it: its own status and replies for writing, what it is told
/// read-only, the other workers' parts not at all. Children that it forks do not inherit it.
class WorkerSegment {
 public:
  /// Errors: corrupt if `fd` is not a segment of this version that has such a worker; io.
  static Result<WorkerSegment> open(int fd, unsigned worker);

  [[nodiscard]] std::string_view setup() const noexcept { return setup_; }
  [[nodiscard]] const Block& block() const noexcept { return block_; }

 private:
  boost::interprocess::mapped_region head_, runner_, worker_;
  std::string_view setup_;
  Block block_;
};

}  // namespace dp::pool
