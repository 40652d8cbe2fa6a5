// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/hash.hpp>
#include <dp/plugin.hpp>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/arena.hpp"
#include "records/layout.hpp"
#include "records/order_key.hpp"

namespace dp::records {

/// Records, each with the bytes that it is ordered by.
///
/// Shape: a partial is one record after the other: its order key, its distinct key (each a count and the
///   bytes) and its cells.
/// Errors of all calls that add records: exhausted: there are more than Limits allow.
/// Law: the order key ends in the record's Place, so that no two records are equal; the result is the same
///   however records come.
/// Threads: one.
class State {
 public:
  struct Limits {
    std::uint64_t records = std::numeric_limits<std::uint32_t>::max() - 1;
    /// Of a record: its keys and its cells each.
    std::uint64_t record_bytes = std::numeric_limits<std::uint32_t>::max();
    std::uint64_t made_of_one = std::numeric_limits<std::uint32_t>::max();
    /// A batch that comes out is full when its records take so many bytes.
    std::uint64_t batch_bytes = std::uint64_t{1} << 20;
  };

  State(Layout layout, std::uint64_t seed) : State(std::move(layout), seed, Limits()) {}
  State(Layout layout, std::uint64_t seed, const Limits& limits)
      : layout_(std::move(layout)), limits_(limits), hasher_(seed) {}

  Status update(const BatchView& batch);
  /// Errors: corrupt.
  Status combine(std::string_view partial);
  Status save(Output& out);
  /// All records of this state's partitions are there: keep those that can be in the result.
  void trim();
  Status bounds(std::uint32_t ranges, Output& out);
  Status save_ranges(std::string_view bounds, Output& out);
  Status finalize(Output& out);
  [[nodiscard]] std::uint64_t bytes() const noexcept {
    return arena_.size() + rows_.capacity() * sizeof(Row) +
           slots_.capacity() * sizeof(std::uint32_t);
  }
  void clear();

 private:
  struct Row {
    std::uint64_t prefix = 0;  ///< of its order key
    std::uint64_t hash = 0;    ///< of its distinct key, or of its place
    const char* at = nullptr;  ///< the order key, the distinct key and the cells
    std::uint32_t key = 0;     ///< bytes of each
    std::uint32_t distinct = 0;
    std::uint32_t cells = 0;

    [[nodiscard]] std::uint64_t bytes() const noexcept {
      return std::uint64_t{key} + distinct + cells;
    }
    [[nodiscard]] std::string_view order_key() const noexcept { return {at, key}; }
    [[nodiscard]] std::string_view place() const noexcept {
      return order_key().substr(key - Place::kBytes);
    }
    [[nodiscard]] std::string_view distinct_key() const noexcept {
      return {at + key, distinct};
    }
    [[nodiscard]] std::string_view cell_bytes() const noexcept {
      return {at + key + distinct, cells};
    }
  };
  static bool is_before(const Row& a, const Row& b) noexcept;

  Status add(std::string_view key, std::string_view distinct, std::string_view cells);
  Result<Row> row_of(std::string_view key, std::string_view distinct,
                     std::string_view cells) const;
  void keep(const Row& row, std::uint32_t* slot);
  std::uint32_t& slot_of(std::uint64_t hash, std::string_view distinct);
  void grow_slots();
  void fill_slots();
  void cut();
  void compact();
  void sort();
  Result<Place> next_place(const BatchView& batch, std::size_t row);
  static void put(std::string& out, const Row& row);
  Status check_cells(std::string_view cells);
  Status emit(Output& out);

  Layout layout_;
  Limits limits_;
  Hasher hasher_;
  Arena arena_;
  std::vector<Row> rows_;
  std::vector<std::uint32_t> slots_;  ///< with distinct: rows and 1, by hash; 0: none
  std::uint64_t lost_ = 0;            ///< bytes of the arena that no row has any more
  std::optional<Place> last_;
  std::string key_, distinct_, cells_;  ///< reused
  std::unique_ptr<BatchBuilder> builder_;
};

}  // namespace dp::records
