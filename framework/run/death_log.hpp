// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pool/job.hpp"

namespace dp::run {

/// Workers' deaths that cost nothing but time: what they were over was done in the end.
///
/// Shape: at most kMost are kept; the others are in Progress::restarts alone.
class DeathLog {
 public:
  static constexpr std::size_t kMost = 5;
  struct Entry {
    std::uint64_t item = 0;   ///< of the input
    std::uint64_t place = 0;  ///< byte offset in the item
    bool precise = false;     ///< place is that of a record, not of a block of records
    std::string cause;        ///< pool::describe
  };

  /// A worker died over an item of the input.
  void add(std::uint64_t item, const pool::Death& death);
  /// Something of the item was rejected for a death: the reject says what its deaths were.
  void forget(std::uint64_t item);
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  std::vector<Entry> entries_;
};

}  // namespace dp::run
