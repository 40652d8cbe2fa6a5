// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <dp/batch.hpp>
#include <dp/hash.hpp>
#include <dp/result.hpp>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "pool/store_view.hpp"
#include "worker/key_cells.hpp"
#include "worker/key_numbers.hpp"
#include "worker/table_layout.hpp"

namespace dp::worker {

/// A table of a join, as TableBuilder stored it, read where it lies.
///
/// Threads: any number may read one.
class TableView {
 public:
  /// Errors: corrupt.
  static Result<std::unique_ptr<TableView>> open(pool::StoreView bytes);
  TableView(const TableView&) = delete;
  TableView& operator=(const TableView&) = delete;
  ~TableView() = default;

  [[nodiscard]] const Schema& columns() const noexcept { return head_.schema; }
  /// How many of the columns, the first ones, are the key.
  [[nodiscard]] std::uint32_t keys() const noexcept { return head_.keys; }
  [[nodiscard]] std::uint64_t rows() const noexcept { return head_.rows; }
  /// A row of nulls.
  [[nodiscard]] std::uint32_t null_row() const noexcept {
    return static_cast<std::uint32_t>(head_.rows);
  }
  [[nodiscard]] const ArrowArray& column(std::size_t index) const noexcept {
    return columns_[index].array;
  }

  /// Where rows of others stand in the table.
  struct Found {
    KeyHashes keys;
    std::vector<std::uint32_t> rows;  ///< of each, the first row of its key, or kNoRow

    /// Scratch: the rows' keys in the types of the table's.
    std::vector<KeyNumbers> numbers = {};
    std::vector<const ArrowArray*> columns = {};
  };
  /// Where the key of a batch is, and of which types; see are_comparable().
  struct KeyColumns {
    std::span<const std::uint32_t> places;
    std::span<const Type> types;
  };
  /// Look up the batch's rows.
  void find(const dp_batch& batch, const KeyColumns& key, Found& found) const;
  /// The next row of the same key, or kNoRow.
  [[nodiscard]] std::uint32_t next(std::uint32_t row) const noexcept { return next_[row]; }

 private:
  struct Column {
    std::vector<const void*> buffers;
    std::vector<std::int64_t> sizes;  ///< of the texts, which Arrow's views end with
    ArrowArray array{};
  };

  explicit TableView(pool::StoreView bytes) : bytes_(std::move(bytes)), hasher_(0) {}
  Status read_head();
  Status read_index();
  Status read_column(std::size_t index);
  void take_key(const dp_batch& batch, const KeyColumns& key, Found& found) const;
  Result<const char*> section(const TableHead::Section& section) const;

  pool::StoreView bytes_;
  TableHead head_;
  Hasher hasher_;
  std::span<const std::uint64_t> slots_;
  std::span<const std::uint32_t> next_;
  std::deque<Column> columns_;
};

}  // namespace dp::worker
