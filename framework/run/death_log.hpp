// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pool/job.hpp"

namespace dp::run {

/// Workers' deaths: those that cost nothing but time, because what they were over was done in the
/// end, and what is known of those over which something was rejected.
///
/// Shape: at most kMost of each are kept: the first deaths, and the first rejects of the input.
///   The others are in Progress::restarts alone.
class DeathLog {
 public:
  static constexpr std::size_t kMost = 5;
  struct Entry {
    std::uint64_t item = 0;   ///< of the input
    std::uint64_t items = 1;  ///< of these, from item on, it may have been any
    std::uint64_t place = 0;  ///< byte offset in the item
    bool precise = false;     ///< place is that of a record, not of a block of records
    std::string cause;        ///< pool::describe
  };

  /// A worker died over one of `items` items of the input.
  void add(std::uint64_t item, std::uint64_t items, const pool::Death& death);
  /// Something of the item was rejected, for a death of which `detail` is known: the reject says
  /// what its deaths were.
  void reject(std::uint64_t item, std::uint64_t offset, const std::string& detail);
  /// What is known of the death for which this was rejected; empty: nothing, or no death.
  [[nodiscard]] std::string detail(std::uint64_t item, std::uint64_t offset) const;
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }

 private:
  std::vector<Entry> entries_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> details_;
};

}  // namespace dp::run
