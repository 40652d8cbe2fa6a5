// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Records as columns: read a batch that came (BatchView), make one (BatchBuilder). Rows one at a
/// time, the comfortable way, are in <dp/rows.hpp>.

#include <dp/abi.h>

#include <cstddef>
#include <cstdint>
#include <dp/column_builder.hpp>
#include <dp/column_view.hpp>
#include <dp/result.hpp>
#include <dp/schema.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dp {

/// Where a record stands in the input: what a reject of it names.
struct RecordPlace {
  std::uint64_t item = 0;    ///< the item's place in the run's input
  std::uint64_t offset = 0;  ///< of the record's first byte in the item
};

/// Fill batches of one schema: a column builder for each field, and the records' offsets.
///
/// Law: a batch is what was written, or finish() says why not: no value of another type, no row
///   left out or past the capacity, no null where the field is not nullable.
/// Threads: one instance belongs to one worker.
class BatchBuilder {
 public:
  BatchBuilder(Schema schema, std::size_t capacity);

  [[nodiscard]] const Schema& schema() const noexcept { return schema_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  /// The builder of a column. An index past the schema gives one whose values go nowhere, and
  /// fails finish().
  [[nodiscard]] ColumnBuilder& column(std::size_t index) {
    return index < columns_.size() ? columns_[index] : no_column(index);
  }
  [[nodiscard]] std::uint64_t* offsets() noexcept { return offsets_.data(); }
  /// Name the bytes that every string column points into.
  void set_text(const char* base) noexcept {
    for (auto& column : columns_) column.set_text(base);
  }
  /// Leave these columns empty (length 0) in what finish() returns: `used` has a byte a column.
  void set_used(const std::uint8_t* used) { used_.assign(used, used + columns_.size()); }
  [[nodiscard]] bool used(std::size_t index) const noexcept { return used_[index] != 0; }

  /// The first `rows` rows as a batch of `item`. Valid until the next clear() or put.
  /// Errors: invalid_plugin, naming the column: "column 'size' is a column of ints: got text".
  [[nodiscard]] Result<dp_batch> finish(std::size_t rows, std::uint64_t item);
  void clear() noexcept {
    for (auto& column : columns_) column.clear();
    missing_.reset();
  }

 private:
  ColumnBuilder& no_column(std::size_t index);
  [[nodiscard]] Status check(std::size_t rows) const;
  [[nodiscard]] Status check_column(std::size_t index, std::size_t rows) const;

  Schema schema_;
  std::size_t capacity_;
  std::vector<ColumnBuilder> columns_;
  std::unique_ptr<ColumnBuilder> no_column_;
  std::optional<std::size_t> missing_;  ///< the first column asked for that does not exist
  std::vector<std::uint8_t> used_;
  std::vector<std::uint64_t> offsets_;
  std::vector<ArrowArray*> children_;
  const void* no_buffers_[1] = {nullptr};
  ArrowArray array_{};
};

/// Read a batch's columns by place, with the schema known from open.
class BatchView {
 public:
  explicit BatchView(const dp_batch& batch) noexcept : batch_(&batch) {}
  [[nodiscard]] std::size_t rows() const noexcept {
    return static_cast<std::size_t>(batch_->array->length);
  }
  [[nodiscard]] const ArrowArray& column(std::size_t index) const noexcept {
    return *batch_->array->children[index];
  }
  [[nodiscard]] StringColumn strings(std::size_t index) const noexcept {
    return StringColumn(column(index));
  }
  [[nodiscard]] Int64Column ints(std::size_t index) const noexcept {
    return Int64Column(column(index));
  }
  [[nodiscard]] Float64Column floats(std::size_t index) const noexcept {
    return Float64Column(column(index));
  }
  [[nodiscard]] BoolColumn bools(std::size_t index) const noexcept {
    return BoolColumn(column(index));
  }
  [[nodiscard]] TimestampColumn timestamps(std::size_t index) const noexcept {
    return TimestampColumn(column(index));
  }
  [[nodiscard]] DateColumn dates(std::size_t index) const noexcept {
    return DateColumn(column(index));
  }
  [[nodiscard]] DecimalColumn decimals(std::size_t index) const noexcept {
    return DecimalColumn(column(index));
  }
  [[nodiscard]] std::uint64_t offset(std::size_t row) const noexcept {
    return batch_->offsets == nullptr ? 0 : batch_->offsets[row];
  }
  [[nodiscard]] std::uint64_t item() const noexcept { return batch_->item; }
  /// Where the record of `row` stands: what a record that is made from it is given.
  [[nodiscard]] RecordPlace place(std::size_t row) const noexcept {
    return {item(), offset(row)};
  }
  /// The item that the records come from: its path, "-" of standard input, or empty if there is
  /// none.
  [[nodiscard]] std::string_view item_name() const noexcept {
    if (batch_->source == nullptr) return {};
    const auto& name = batch_->source->name;
    return {name.data, static_cast<std::size_t>(name.size)};
  }

 private:
  const dp_batch* batch_;
};

// ---- inline definitions ---------------------------------------------------------------------

inline BatchBuilder::BatchBuilder(Schema schema, std::size_t capacity)
    : schema_(std::move(schema)),
      capacity_(capacity),
      used_(schema_.size(), 1),
      offsets_(capacity) {
  columns_.reserve(schema_.size());
  for (const auto& field : schema_) columns_.emplace_back(field.type, capacity);
  children_.resize(schema_.size());
}

inline ColumnBuilder& BatchBuilder::no_column(std::size_t index) {
  if (!missing_) missing_ = index;
  if (!no_column_) no_column_ = std::make_unique<ColumnBuilder>(Type::string, capacity_);
  return *no_column_;
}

inline Status BatchBuilder::check_column(std::size_t index, std::size_t rows) const {
  const auto& column = columns_[index];
  const auto& field = schema_[index];
  const auto status = column.status(rows);
  if (!status)
    return fail(status.error().code, "column '" + field.name + "' " + status.error().message);
  if (column.has_nulls() && !field.nullable)
    return fail(Errc::invalid_plugin,
                "column '" + field.name + "' got a null, but its field is not nullable");
  return {};
}

inline Status BatchBuilder::check(std::size_t rows) const {
  if (missing_)
    return fail(Errc::invalid_plugin, "got values for column " + std::to_string(*missing_) +
                                          " of a batch of " + std::to_string(columns_.size()) +
                                          " columns");
  if (rows > capacity_)
    return fail(Errc::invalid_plugin, "got a batch of " + std::to_string(rows) +
                                          " rows, expected at most " +
                                          std::to_string(capacity_));
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (used(i)) DP_CHECK(check_column(i, rows));
  return {};
}

inline Result<dp_batch> BatchBuilder::finish(std::size_t rows, std::uint64_t item) {
  DP_CHECK(check(rows));
  for (std::size_t i = 0; i < columns_.size(); ++i)
    children_[i] = const_cast<ArrowArray*>(columns_[i].finish(used(i) ? rows : 0));
  array_ = ArrowArray{};
  array_.length = static_cast<std::int64_t>(rows);
  array_.n_buffers = 1;
  array_.buffers = no_buffers_;
  array_.n_children = static_cast<std::int64_t>(children_.size());
  array_.children = children_.data();
  return dp_batch{sizeof(dp_batch), &array_, offsets_.data(), item, nullptr};
}

}  // namespace dp
