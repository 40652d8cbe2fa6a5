// SPDX-License-Identifier: Apache-2.0
#include "expr/arrow_columns.hpp"

#include <algorithm>

#include "expr/bits.hpp"

namespace dp::expr {

namespace {

void unpack_bits(const void* bits, std::uint8_t* bytes, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) bytes[i] = bit_at(bits, i) ? 1 : 0;
}

void pack_bits(const std::uint8_t* bytes, std::uint8_t* bits, std::size_t count) {
  BitWriter out(bits, count);
  for (std::size_t i = 0; i < count; ++i) out.put(bytes[i] & 1u);
}

template <class T>
void repeat(Scratch& scratch, T value, std::size_t count) {
  std::fill_n(scratch.room<T>(count), count, value);
}

}  // namespace

Vec load_column(const ArrowArray& column, Type type, std::size_t rows, Scratch& scratch) {
  Vec vec{column.buffers[1]};
  if (column.buffers[0] != nullptr) {
    if (scratch.valid.size() < rows) scratch.valid.resize(rows);
    unpack_bits(column.buffers[0], scratch.valid.data(), rows);
    vec.valid = scratch.valid.data();
  }
  if (is_text(type)) {
    vec.buffers = column.buffers + 2;
    vec.n_buffers = static_cast<std::size_t>(std::max<std::int64_t>(0, column.n_buffers - 3));
  } else if (type == Type::boolean) {
    auto* out = scratch.room<std::uint8_t>(rows);
    unpack_bits(column.buffers[1], out, rows);
    vec.values = out;
  } else if (type == Type::date) {
    auto* out = scratch.room<std::int64_t>(rows);
    std::copy_n(static_cast<const std::int32_t*>(column.buffers[1]), rows, out);
    vec.values = out;
  }
  return vec;
}

Vec repeat_constant(const Constant& constant, Type type, std::size_t rows, Scratch& scratch) {
  if (type == Type::boolean) {
    repeat(scratch, static_cast<std::uint8_t>(constant.integer), rows);
  } else if (type == Type::float64) {
    repeat(scratch, constant.number, rows);
  } else if (type == Type::decimal) {
    repeat(scratch, constant.decimal.value_or(Decimal()), rows);
  } else if (is_text(type)) {
    repeat(scratch, make_ref(constant.text, 0, 0), rows);
    scratch.buffers.assign(1, constant.text.data());
  } else {
    repeat(scratch, constant.integer, rows);
  }
  if (constant.is_null) scratch.valid.assign(rows, 0);
  return {scratch.values.data(), constant.is_null ? scratch.valid.data() : nullptr,
          scratch.buffers.data(), scratch.buffers.size()};
}

const void* ArrowColumn::values_of(const Vec& vec, Type type, std::size_t rows) {
  if (type != Type::boolean && type != Type::date) return vec.values;
  values_.resize(rows / 2 + 1);
  if (type == Type::boolean)
    pack_bits(vec.as<std::uint8_t>(), reinterpret_cast<std::uint8_t*>(values_.data()), rows);
  else
    std::transform(vec.as<std::int64_t>(), vec.as<std::int64_t>() + rows,
                   reinterpret_cast<std::int32_t*>(values_.data()),
                   [](std::int64_t days) { return static_cast<std::int32_t>(days); });
  return values_.data();
}

const ArrowArray& ArrowColumn::make(const Vec& vec, Type type, std::size_t rows) {
  array_ = ArrowArray{};
  array_.length = static_cast<std::int64_t>(rows);
  buffers_ = {nullptr, values_of(vec, type, rows)};
  if (vec.valid != nullptr) {
    array_.null_count = std::count(vec.valid, vec.valid + rows, 0);
    valid_.resize(rows / 8 + 1);
    pack_bits(vec.valid, valid_.data(), rows);
    if (array_.null_count != 0) buffers_[0] = valid_.data();
  }
  if (is_text(type)) {
    buffers_.insert(buffers_.end(), vec.buffers, vec.buffers + vec.n_buffers);
    sizes_.assign(vec.n_buffers, INT32_MAX);
    buffers_.push_back(sizes_.data());
  }
  array_.n_buffers = static_cast<std::int64_t>(buffers_.size());
  array_.buffers = buffers_.data();
  return array_;
}

}  // namespace dp::expr
