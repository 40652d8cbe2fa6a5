// SPDX-License-Identifier: Apache-2.0
#include "worker/unpivot_link.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "expr/bits.hpp"
#include "expr/kernel.hpp"

namespace dp::worker {

namespace {

Schema columns_at(const Schema& input, const std::vector<std::uint32_t>& places) {
  Schema schema;
  for (const auto place : places) schema.push_back(input[place]);
  return schema;
}

}  // namespace

UnpivotLink::UnpivotLink(const protocol::Unpivot& unpivot, const Schema& input, Type type,
                         std::vector<std::uint8_t> used, Link& next)
    : unpivot_(unpivot),
      type_(type),
      used_(std::move(used)),
      next_(&next),
      others_(columns_at(input, unpivot.others)) {
  for (const auto column : unpivot_.columns) {
    const auto& name = input[column].name;
    const bool is_inline = name.size() <= StringRef::kInline;
    of_columns_.refs.push_back(
        expr::make_ref(name, 0, static_cast<std::int32_t>(of_columns_.texts.size())));
    if (!is_inline) of_columns_.texts += name;
    is_int_.push_back(type == Type::decimal && input[column].type == Type::int64 ? 1 : 0);
  }
}

Status UnpivotLink::push(const dp_batch& batch) {
  const auto rows = static_cast<std::uint32_t>(batch.array->length);
  const auto width = static_cast<std::uint32_t>(unpivot_.columns.size());
  const auto most = std::max<std::uint32_t>(kMostRows / width, 1);
  for (std::uint32_t first = 0; first < rows; first += most)
    DP_CHECK(push_some(batch, first, std::min(most, rows - first)));
  return {};
}

/// Push what comes of `count` records.
Status UnpivotLink::push_some(const dp_batch& batch, std::uint32_t first, std::uint32_t count) {
  rows_.clear();
  for (std::uint32_t row = first; row < first + count; ++row)
    rows_.insert(rows_.end(), unpivot_.columns.size(), row);
  picked_.clear();
  for (const auto place : unpivot_.others) picked_.push_back(batch.array->children[place]);
  ArrowArray others = *batch.array;
  others.children = picked_.data();
  others.n_children = static_cast<std::int64_t>(picked_.size());
  dp_batch fewer = batch;
  fewer.array = &others;
  dp_batch made = others_.repeat(fewer, rows_);
  names_.array = values_.array = ArrowArray{};
  if (used_[unpivot_.others.size()] != 0) fill_names(count);
  if (used_[unpivot_.others.size() + 1] != 0) fill_values(batch, first, count);
  children_.assign(made.array->children, made.array->children + made.array->n_children);
  children_.push_back(&names_.array);
  children_.push_back(&values_.array);
  ArrowArray array = *made.array;
  array.children = children_.data();
  array.n_children = static_cast<std::int64_t>(children_.size());
  made.array = &array;
  return next_->push(made);
}

void UnpivotLink::fill_names(std::uint32_t count) {
  names_.values.resize(rows_.size() * sizeof(StringRef) / sizeof(std::uint64_t));
  auto* refs = reinterpret_cast<char*>(names_.values.data());
  const auto bytes = of_columns_.refs.size() * sizeof(StringRef);
  for (std::uint32_t i = 0; i < count; ++i)
    std::memcpy(refs + i * bytes, of_columns_.refs.data(), bytes);
  names_.sizes = {static_cast<std::int64_t>(of_columns_.texts.size())};
  names_.buffers = {nullptr, names_.values.data(), of_columns_.texts.data(),
                    names_.sizes.data()};
  names_.array.length = static_cast<std::int64_t>(rows_.size());
  names_.array.n_buffers = 4;
  names_.array.buffers = names_.buffers.data();
}

void UnpivotLink::fill_values(const dp_batch& batch, std::uint32_t first, std::uint32_t count) {
  const BatchView view(batch);
  const auto storage = detail::storage_of(type_);
  values_.valid.resize(rows_.size() / 8 + 1);
  expr::BitWriter valid(values_.valid.data(), rows_.size());
  for (std::uint32_t row = first; row < first + count; ++row)
    for (const auto column : unpivot_.columns)
      valid.put(ColumnView(view.column(column)).is_null(row) ? 0 : 1);
  if (storage == detail::Storage::text) {
    fill_texts(batch, first, count);
  } else if (storage == detail::Storage::bits) {
    values_.values.resize(rows_.size() / 64 + 1);
    expr::BitWriter bits(reinterpret_cast<std::uint8_t*>(values_.values.data()), rows_.size());
    for (std::uint32_t row = first; row < first + count; ++row)
      for (const auto column : unpivot_.columns)
        bits.put(expr::bit_at(view.column(column).buffers[1], row) ? 1 : 0);
    values_.buffers = {values_.valid.data(), values_.values.data()};
  } else {
    fill_plain(batch, first, count);
  }
  values_.array.length = static_cast<std::int64_t>(rows_.size());
  values_.array.null_count = -1;  // Arrow's "not counted"
  values_.array.n_buffers = static_cast<std::int64_t>(values_.buffers.size());
  values_.array.buffers = values_.buffers.data();
}

/// Values that are as wide as each other.
void UnpivotLink::fill_plain(const dp_batch& batch, std::uint32_t first, std::uint32_t count) {
  const BatchView view(batch);
  const auto width = detail::width_of(detail::storage_of(type_));
  values_.values.resize((rows_.size() * width + 7) / 8);
  auto* out = reinterpret_cast<char*>(values_.values.data());
  for (std::uint32_t row = first; row < first + count; ++row)
    for (std::size_t i = 0; i < unpivot_.columns.size(); ++i, out += width) {
      const auto& column = view.column(unpivot_.columns[i]);
      if (is_int_[i] == 0) {
        std::memcpy(out, static_cast<const char*>(column.buffers[1]) + row * width, width);
        continue;
      }
      const Decimal value(static_cast<const std::int64_t*>(column.buffers[1])[row]);
      std::memcpy(out, &value, sizeof value);
    }
  values_.buffers = {values_.valid.data(), values_.values.data()};
}

/// String views that refer to the texts of all columns, one column's after the other's.
void UnpivotLink::fill_texts(const dp_batch& batch, std::uint32_t first, std::uint32_t count) {
  const BatchView view(batch);
  values_.values.resize(rows_.size() * sizeof(StringRef) / sizeof(std::uint64_t));
  values_.buffers = {values_.valid.data(), values_.values.data()};
  values_.sizes.clear();
  const auto width = unpivot_.columns.size();
  for (std::size_t i = 0; i < width; ++i) {
    const auto& column = view.column(unpivot_.columns[i]);
    const StringColumn texts(column);
    const auto base = static_cast<std::int32_t>(values_.buffers.size() - 2);
    for (std::uint32_t row = 0; row < count; ++row) {
      auto ref = texts.is_null(first + row) ? StringRef{} : texts.ref(first + row);
      if (ref.size > StringRef::kInline) ref.where.buffer += base;
      auto* out = reinterpret_cast<char*>(values_.values.data());
      std::memcpy(out + (row * width + i) * sizeof ref, &ref, sizeof ref);
    }
    const auto pieces = column.n_buffers - 3;
    const auto* sizes = static_cast<const std::int64_t*>(column.buffers[pieces + 2]);
    for (std::int64_t piece = 0; piece < pieces; ++piece) {
      values_.buffers.push_back(column.buffers[2 + piece]);
      values_.sizes.push_back(sizes == nullptr ? INT32_MAX : sizes[piece]);
    }
  }
  values_.buffers.push_back(values_.sizes.data());
}

}  // namespace dp::worker
