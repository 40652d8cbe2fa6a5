// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "pool/arena.hpp"
#include "pool/layout.hpp"
#include "pool/record.hpp"

namespace dp::pool {

/// Where one worker's requests lie until it has done them: in its request arena, or in the runner's
/// store if they are larger than that allows.
class RequestSpace {
 public:
  /// Put the request of `record` where the worker can read it, and say in `instruction` where.
  /// False when there is no room now. Errors: io, exhausted (the store).
  Result<bool> put(Record& record, Instruction& instruction, char* arena, int runner_store);
  /// The worker is done with the request of `record`, its oldest.
  void free(const Record& record) noexcept {
    freed_ = record.request_end;
    if (record.stored) --stored_;
  }
  /// Requests in the runner's store that the worker may still read.
  [[nodiscard]] unsigned stored() const noexcept { return stored_; }

 private:
  Arena arena_{kRequestBytes};
  std::uint64_t freed_ = 0;
  unsigned stored_ = 0;
};

}  // namespace dp::pool
