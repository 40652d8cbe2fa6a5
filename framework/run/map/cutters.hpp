// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <list>

#include "run/map/cutter.hpp"

namespace dp::run {

/// The items that are being cut, in the input's order. Answers that come when their item is cut
/// already are void.
///
/// Law: slices of all items that were ever cut have numbers of their own.
class Cutters {
 public:
  /// `ahead`: as in Cutter.
  explicit Cutters(std::size_t ahead) : ahead_(ahead) {}

  /// Cut one more item, after all others.
  Cutter& add(std::uint64_t item, std::uint64_t size, std::uint64_t slice_bytes) {
    auto& cutter = list_.emplace_back(item, size, slice_bytes, slices_, ahead_);
    slices_ += size / slice_bytes + 1;
    return cutter;
  }

  void answer(std::uint64_t item, std::uint64_t number, const protocol::RecordBounds& bounds) {
    if (auto* cutter = find(item)) cutter->answer(number, bounds);
  }
  void not_mapped(std::uint64_t item, std::uint64_t number) {
    if (auto* cutter = find(item)) cutter->not_mapped(number);
  }
  void stop_asking(std::uint64_t item) {
    if (auto* cutter = find(item)) cutter->stop_asking();
  }

  /// Call of(cutter) for each, and take out those that are done: done(cutter) first.
  /// Errors: those of the two calls.
  template <class Of, class Done>
  Status settle(Of of, Done done) {
    for (auto cutter = list_.begin(); cutter != list_.end();) {
      DP_CHECK(of(*cutter));
      if (!cutter->done()) {
        ++cutter;
        continue;
      }
      DP_CHECK(done(*cutter));
      cutter = list_.erase(cutter);
    }
    return {};
  }

  [[nodiscard]] auto begin() noexcept { return list_.begin(); }
  [[nodiscard]] auto end() noexcept { return list_.end(); }
  [[nodiscard]] bool empty() const noexcept { return list_.empty(); }

 private:
  Cutter* find(std::uint64_t item) noexcept {
    for (auto& cutter : list_)
      if (cutter.item() == item) return &cutter;
    return nullptr;
  }

  std::size_t ahead_;
  std::list<Cutter> list_;
  std::uint64_t slices_ = 0;  ///< of all items so far, at most
};

}  // namespace dp::run
