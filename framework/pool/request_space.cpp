// SPDX-License-Identifier: Apache-2.0
#include "pool/request_space.hpp"

#include <algorithm>

#include "pool/store.hpp"

namespace dp::pool {

Result<bool> RequestSpace::put(Record& record, Instruction& instruction, char* arena,
                               int runner_store) {
  const std::string& bytes = record.lease.request;
  record.stored = false;
  record.request_end = arena_.end();
  instruction.size = bytes.size();
  if (bytes.empty()) return true;
  if (!arena_.fits(bytes.size())) {
    DP_TRY(const StoreRange range, append_to_store(runner_store, 0, Bytes(bytes)));
    instruction.place = range.offset;
    instruction.stored = 1;
    record.stored = true;
    ++stored_;
    return true;
  }
  const auto place = arena_.allocate(bytes.size(), freed_);
  if (!place) return false;
  std::copy_n(bytes.data(), bytes.size(), arena + *place % kRequestBytes);
  instruction.place = *place;
  record.request_end = arena_.end();
  return true;
}

}  // namespace dp::pool
