// SPDX-License-Identifier: Apache-2.0
#include "expr/row_filter.hpp"

#include "expr/bits.hpp"

namespace dp::expr {

namespace {

template <class T>
void gather(std::vector<std::uint64_t>& storage, const ArrowArray& from,
            std::span<const std::uint32_t> rows) {
  storage.resize((rows.size() * sizeof(T) + 7) / 8);
  T* out = reinterpret_cast<T*>(storage.data());
  const T* in = static_cast<const T*>(from.buffers[1]);
  for (std::size_t i = 0; i < rows.size(); ++i) out[i] = in[rows[i]];
}

void gather_bits(std::uint8_t* out, const void* in, std::span<const std::uint32_t> rows) {
  BitWriter bits(out, rows.size());
  for (const auto row : rows) bits.put(bit_at(in, row) ? 1 : 0);
}

}  // namespace

RowFilter::RowFilter(const Schema& schema) : columns_(schema.size()), children_(schema.size()) {
  for (std::size_t i = 0; i < schema.size(); ++i) {
    columns_[i].type = schema[i].type;
    children_[i] = &columns_[i].array;
  }
}

void RowFilter::fill(Column& column, const ArrowArray& from,
                     std::span<const std::uint32_t> rows) {
  switch (column.type) {
    case Type::boolean:
      column.values.resize(rows.size() / 64 + 1);
      gather_bits(reinterpret_cast<std::uint8_t*>(column.values.data()), from.buffers[1], rows);
      break;
    case Type::string:
    case Type::json:
      gather<StringRef>(column.values, from, rows);
      break;
    case Type::decimal:
      gather<Decimal>(column.values, from, rows);
      break;
    case Type::date:
      gather<std::int32_t>(column.values, from, rows);
      break;
    case Type::int64:
    case Type::float64:
    case Type::timestamp:
      gather<std::uint64_t>(column.values, from, rows);
  }
  column.buffers.assign(from.buffers, from.buffers + from.n_buffers);
  column.buffers[1] = column.values.data();
  column.array.null_count = 0;
  if (from.buffers[0] == nullptr) return;
  column.valid.resize(rows.size() / 8 + 1);
  gather_bits(column.valid.data(), from.buffers[0], rows);
  column.buffers[0] = column.valid.data();
  column.array.null_count = -1;  // Arrow's "not counted"
}

const dp_batch& RowFilter::keep(const dp_batch& batch, std::span<const std::uint32_t> rows) {
  if (rows.size() == static_cast<std::size_t>(batch.array->length)) return batch;
  return repeat(batch, rows);
}

const dp_batch& RowFilter::repeat(const dp_batch& batch, std::span<const std::uint32_t> rows) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Column& column = columns_[i];
    const ArrowArray& from = *batch.array->children[i];
    column.array = from;
    column.array.release = nullptr;
    if (from.length == 0) continue;
    column.array.length = static_cast<std::int64_t>(rows.size());
    fill(column, from, rows);
    column.array.buffers = column.buffers.data();
  }
  array_ = ArrowArray{};
  array_.length = static_cast<std::int64_t>(rows.size());
  array_.n_buffers = 1;
  array_.buffers = no_buffers_;
  array_.n_children = static_cast<std::int64_t>(children_.size());
  array_.children = children_.data();
  batch_ = batch;
  batch_.array = &array_;
  if (batch.offsets == nullptr) return batch_;
  offsets_.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) offsets_[i] = batch.offsets[rows[i]];
  batch_.offsets = offsets_.data();
  return batch_;
}

}  // namespace dp::expr
