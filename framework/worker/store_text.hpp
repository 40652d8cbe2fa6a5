// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <string>

#include "pool/worker.hpp"

namespace dp::worker {

/// Bytes on their way into the store, piece by piece, so that memory need not hold all of them.
///
/// Precondition: nothing else is stored meanwhile, for they are to be one range.
/// Lifetime: borrows the context.
class StoreText {
 public:
  static constexpr std::size_t kPiece = 1 << 20;

  explicit StoreText(pool::WorkerContext& context) : context_(&context) {}
  std::string text;  ///< what is not in the store yet

  /// Errors: as WorkerContext::store; bug if the bytes did not become one range.
  Status flush() {
    if (text.empty()) return {};
    context_->report_alive();
    DP_TRY(const auto range, context_->store(text));
    if (whole_.size == 0) {
      whole_ = range;
    } else if (range.store == whole_.store && range.offset == whole_.offset + whole_.size) {
      whole_.size += range.size;
    } else {
      return fail(Errc::bug, "the store is not one piece");
    }
    text.clear();
    return {};
  }
  Status flush_if_large() { return text.size() < kPiece ? Status{} : flush(); }
  /// What was flushed.
  [[nodiscard]] const pool::StoreRange& whole() const noexcept { return whole_; }

 private:
  pool::WorkerContext* context_;
  pool::StoreRange whole_;
};

}  // namespace dp::worker
