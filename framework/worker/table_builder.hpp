// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <functional>
#include <string>
#include <vector>

#include "pool/worker.hpp"
#include "worker/table_layout.hpp"

namespace dp::worker {

/// Make a table of records, with an index of its key, for joins.
///
/// Threads: one.
class TableBuilder {
 public:
  /// Where a row's record is from.
  struct Place {
    std::uint64_t item = 0;
    std::uint64_t offset = 0;
  };
  /// Rows whose key an earlier row has.
  struct Repeats {
    std::uint64_t count = 0;
    Place at;      ///< the first of them
    Place before;  ///< the row before it that has its key
  };

  using Alive = std::function<void()>;

  /// `schema`: the columns that are kept, of which the first `keys` are the key; `places`: where they
  /// are in the batches.
  TableBuilder(Schema schema, std::vector<std::uint32_t> places, std::uint32_t keys);
  TableBuilder(const TableBuilder&) = delete;
  TableBuilder& operator=(const TableBuilder&) = delete;
  ~TableBuilder() = default;

  /// Append a batch's rows. Errors: exhausted: a table cannot have so many.
  Status add(const dp_batch& batch);
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

  /// All rows are there: make the index. Rows with a null in the key are in none. `alive` is called now
  /// and then.
  Repeats index(std::uint64_t seed, const Alive& alive);
  /// Put the table into the store, after index(). Errors: those of the store.
  Result<pool::StoreRange> store(pool::WorkerContext& context);

 private:
  struct Column {
    std::vector<std::uint8_t> valid;  ///< bits
    std::vector<std::uint8_t> values;
    std::deque<std::string> texts;
    ArrowArray array{};
    std::vector<const void*> buffers;
  };

  void append(Column& column, Type type, const ArrowArray& from, std::size_t rows);
  void append_texts(Column& column, const ArrowArray& from, std::size_t rows);
  void append_nulls();
  void view(Column& column) const;
  Repeats link(const std::vector<std::uint64_t>& hashes, const std::vector<std::uint8_t>& whole,
               const Alive& alive);
  [[nodiscard]] bool same_key(std::uint32_t a, std::uint32_t b) const noexcept;
  [[nodiscard]] TableHead layout(std::string& head) const;

  Schema schema_;
  std::vector<std::uint32_t> places_;
  std::uint32_t keys_;
  std::vector<Column> columns_;
  std::vector<Place> origins_;
  std::uint64_t rows_ = 0;
  std::uint64_t seed_ = 0;
  std::vector<std::uint64_t> slots_;
  std::vector<std::uint32_t> next_;
};

}  // namespace dp::worker
