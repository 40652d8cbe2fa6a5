// SPDX-License-Identifier: Apache-2.0
#include "arrow/column_out.hpp"

#include <cstring>

#include "values/text.hpp"

namespace dp::arrow {
namespace {

void append_bit(std::string& bits, std::size_t at, bool value) {
  if (at % 8 == 0) bits += '\0';
  bits.back() = static_cast<char>(static_cast<unsigned char>(bits.back()) |
                                  static_cast<unsigned>(value) << (at % 8));
}

void append_offset(std::string& offsets, std::size_t offset) {
  const auto value = static_cast<std::int32_t>(offset);
  offsets.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

std::size_t width_of(Type type) noexcept {
  switch (type) {
    case Type::boolean:
      return 1;
    case Type::date:
    case Type::string:
    case Type::json:
      return 4;
    case Type::decimal:
      return sizeof(Decimal);
    case Type::int64:
    case Type::float64:
    case Type::timestamp:
      break;
  }
  return 8;
}

ColumnOut::ColumnOut(Type type) : type_(type) { clear(); }

void ColumnOut::clear() {
  rows_ = 0;
  nulls_ = 0;
  valid_.clear();
  values_.clear();
  text_.clear();
  if (is_text(type_)) append_offset(values_, 0);
}

void ColumnOut::add(const ArrowArray& column, std::size_t first, std::size_t count) {
  add_validity(column, first, count);
  if (is_text(type_))
    add_texts(column, first, count);
  else if (type_ == Type::boolean)
    add_bits(column, first, count);
  else
    add_values(column, first, count);
  if (type_ == Type::decimal) look_at_decimals(column, first, count);
  rows_ += count;
}

void ColumnOut::add_validity(const ArrowArray& column, std::size_t first, std::size_t count) {
  const ColumnView view(column);
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_null = view.is_null(first + i);
    append_bit(valid_, rows_ + i, !is_null);
    nulls_ += is_null ? 1 : 0;
  }
}

void ColumnOut::add_bits(const ArrowArray& column, std::size_t first, std::size_t count) {
  const BoolColumn view(column);
  for (std::size_t i = 0; i < count; ++i)
    append_bit(values_, rows_ + i, !view.is_null(first + i) && view[first + i]);
}

void ColumnOut::add_texts(const ArrowArray& column, std::size_t first, std::size_t count) {
  const StringColumn view(column);
  for (std::size_t i = 0; i < count; ++i) {
    if (!view.is_null(first + i)) {
      const auto text = view[first + i];
      is_utf8_ = is_utf8_ && values::bad_utf8(text) == text.size();
      text_ += text;
    }
    append_offset(values_, text_.size());
  }
}

/// What lies under a null is not told apart by anyone: it is zeros, so that equal rows are equal bytes.
void ColumnOut::add_values(const ArrowArray& column, std::size_t first, std::size_t count) {
  const auto width = width_of(type_);
  const auto before = values_.size();
  values_.append(static_cast<const char*>(column.buffers[1]) + first * width, count * width);
  const ColumnView view(column);
  if (!view.has_nulls()) return;
  for (std::size_t i = 0; i < count; ++i)
    if (view.is_null(first + i)) std::memset(values_.data() + before + i * width, 0, width);
}

void ColumnOut::look_at_decimals(const ArrowArray& column, std::size_t first,
                                 std::size_t count) {
  const DecimalColumn view(column);
  for (std::size_t i = 0; i < count; ++i)
    if (!view.is_null(first + i)) digits_.add(view[first + i]);
}

std::vector<std::string_view> ColumnOut::buffers() const {
  const std::string_view valid = nulls_ == 0 ? std::string_view() : valid_;
  if (is_text(type_)) return {valid, values_, text_};
  return {valid, values_};
}

}  // namespace dp::arrow
