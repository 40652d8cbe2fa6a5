// SPDX-License-Identifier: Apache-2.0
#include "arrow/array.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "arrow/message.hpp"
#include "arrow/unpack.hpp"
#include "values/text.hpp"

namespace dp::arrow {
namespace {

using Kind = Shape::Kind;

/// A text or list in 16 bytes: up to 12 bytes inline, else where the bytes are.
struct View {
  static constexpr std::uint32_t kInline = 12;
  std::uint32_t size = 0;
  std::array<char, 4> head{};
  std::uint32_t buffer = 0;
  std::uint32_t offset = 0;
};
static_assert(sizeof(View) == 16);

constexpr std::uint64_t kMostRows = INT32_MAX;  ///< of a record batch: more is damage

/// Takes the nodes and buffers of a record batch, which are in the order of its columns and their parts.
class Taker {
 public:
  Taker(const wire::RecordBatch& metadata, std::string_view body,
        const Dictionaries& dictionaries, std::deque<std::string>& unpacked)
      : metadata_(metadata), body_(body), dictionaries_(dictionaries), unpacked_(unpacked) {}

  Result<Array> take(const Shape& shape);
  /// The same, and drop it.
  Status skip(const Shape& shape);

 private:
  Result<std::uint64_t> take_rows();
  Result<std::string_view> take_buffer();
  Result<std::uint64_t> take_variadic();
  /// A buffer of so many bytes at least.
  Status take_into(std::string_view& buffer, std::uint64_t least);
  Status take_values(Array& array);
  Status take_texts(Array& array);
  Status take_views(Array& array);
  Status take_children(Array& array);
  Status take_places(Array& array);

  const wire::RecordBatch& metadata_;
  std::string_view body_;
  const Dictionaries& dictionaries_;
  std::deque<std::string>& unpacked_;
  std::uint32_t node_ = 0, buffer_ = 0, variadic_ = 0;
};

tl::unexpected<Error> damaged(const std::string& what) {
  return fail(Errc::invalid_argument, "it is damaged: " + what);
}

bool is_nested(Kind kind) noexcept {
  return kind == Kind::list || kind == Kind::fixed_list || kind == Kind::record ||
         kind == Kind::map;
}

std::uint64_t bytes_of_bits(std::uint64_t bits) noexcept { return (bits + 7) / 8; }

/// Offsets never fall, and end within what they are places of.
Status check_offsets(const Array& array, std::uint64_t end) {
  std::uint64_t before = 0;
  for (std::uint64_t row = 0; row < array.rows; ++row) {
    const auto range = array.range(row);
    if (range.begin < before || range.end < range.begin || range.end > end)
      return damaged("offsets of column " + values::shown(array.shape->name) + " are wrong");
    before = range.begin;
  }
  return {};
}

/// How many buffers a column has behind its validity; of views, those of their texts aside.
std::uint32_t buffers_behind(const Shape& shape) noexcept {
  if (shape.dictionary) return 1;
  if (shape.kind == Kind::null || shape.kind == Kind::record || shape.kind == Kind::fixed_list)
    return 0;
  return shape.kind == Kind::text ? 2 : 1;
}

Status check_view(const Array& array, const View& view) {
  if (view.size <= View::kInline ||
      (view.buffer < array.texts.size() && view.size <= INT32_MAX &&
       std::uint64_t{view.offset} + view.size <= array.texts[view.buffer].size()))
    return {};
  return damaged("texts of column " + values::shown(array.shape->name) + " are not there");
}

}  // namespace

std::int64_t Array::integer(std::uint64_t row, std::uint32_t width,
                            bool is_signed) const noexcept {
  switch (width) {
    case 1:
      return is_signed ? std::int64_t{value<std::int8_t>(row)} : value<std::uint8_t>(row);
    case 2:
      return is_signed ? std::int64_t{value<std::int16_t>(row)} : value<std::uint16_t>(row);
    case 4:
      return is_signed ? std::int64_t{value<std::int32_t>(row)} : value<std::uint32_t>(row);
    default:
      return value<std::int64_t>(row);
  }
}

Array::Range Array::range(std::uint64_t row) const noexcept {
  if (shape->kind == Kind::fixed_list || shape->kind == Kind::fixed_text)
    return {row * shape->width, (row + 1) * shape->width};
  return {static_cast<std::uint64_t>(integer(row, shape->width, true)),
          static_cast<std::uint64_t>(integer(row + 1, shape->width, true))};
}

std::string_view Array::text(std::uint64_t row) const noexcept {
  if (shape->kind == Kind::view) {
    const auto view = value<View>(row);
    if (view.size <= View::kInline) return values.substr(row * sizeof view + 4, view.size);
    return texts[view.buffer].substr(view.offset, view.size);
  }
  const auto where = range(row);
  const auto bytes = shape->kind == Kind::text ? texts[0] : values;
  return bytes.substr(where.begin, where.end - where.begin);
}

Result<std::uint64_t> Taker::take_rows() {
  const auto* nodes = metadata_.nodes();
  if (nodes == nullptr || node_ >= nodes->size()) return damaged("a column is missing");
  const auto rows = element_of(*nodes, node_++).length();
  if (rows < 0) return damaged("a column has less than no rows");
  return static_cast<std::uint64_t>(rows);
}

Result<std::string_view> Taker::take_buffer() {
  const auto* buffers = metadata_.buffers();
  if (buffers == nullptr || buffer_ >= buffers->size()) return damaged("a buffer is missing");
  const auto buffer = element_of(*buffers, buffer_++);
  const auto at = static_cast<std::uint64_t>(buffer.offset());
  const auto size = static_cast<std::uint64_t>(buffer.size());
  if (buffer.offset() < 0 || buffer.size() < 0 || at > body_.size() || size > body_.size() - at)
    return damaged("a buffer lies outside of its message");
  return body_.substr(at, size);
}

Result<std::uint64_t> Taker::take_variadic() {
  const auto* counts = metadata_.variadic_counts();
  if (counts == nullptr || variadic_ >= counts->size()) return damaged("a count is missing");
  const auto count = element_of(*counts, variadic_++);
  const auto* buffers = metadata_.buffers();
  if (count < 0 || buffers == nullptr || static_cast<std::uint64_t>(count) > buffers->size())
    return damaged("a buffer is missing");
  return static_cast<std::uint64_t>(count);
}

Status Taker::take_into(std::string_view& buffer, std::uint64_t least) {
  DP_TRY(buffer, take_buffer());
  if (const auto* compression = metadata_.compression()) {
    DP_TRY(auto text, unpack(compression->codec(), buffer));
    buffer = unpacked_.emplace_back(std::move(text));
  }
  if (buffer.size() >= least) return {};
  return damaged("a buffer is too short (got " + std::to_string(buffer.size()) +
                 " bytes, expected " + std::to_string(least) + ")");
}

Result<Array> Taker::take(const Shape& shape) {
  Array array;
  array.shape = &shape;
  DP_TRY(array.rows, take_rows());
  if (array.rows > kMostRows) return damaged("a column has too many rows");
  if (shape.kind == Kind::null && !shape.dictionary) return array;
  DP_CHECK(take_into(array.valid, 0));
  if (!array.valid.empty() && array.valid.size() < bytes_of_bits(array.rows))
    return damaged("a bitmap of nulls is too short");
  if (shape.dictionary)
    DP_CHECK(take_places(array));
  else if (is_nested(shape.kind))
    DP_CHECK(take_children(array));
  else
    DP_CHECK(take_values(array));
  return array;
}

Status Taker::take_values(Array& array) {
  const auto& shape = *array.shape;
  if (shape.kind == Kind::text) return take_texts(array);
  if (shape.kind == Kind::view) return take_views(array);
  if (shape.kind == Kind::boolean) return take_into(array.values, bytes_of_bits(array.rows));
  // Rows and widths have 31 bits each.
  return take_into(array.values, array.rows * shape.width);
}

/// Of no rows there may be no offsets.
Status Taker::take_texts(Array& array) {
  const auto least = array.rows == 0 ? 0 : (array.rows + 1) * array.shape->width;
  DP_CHECK(take_into(array.values, least));
  DP_CHECK(take_into(array.texts.emplace_back(), 0));
  return check_offsets(array, array.texts[0].size());
}

Status Taker::take_views(Array& array) {
  DP_CHECK(take_into(array.values, array.rows * sizeof(View)));
  DP_TRY(const auto count, take_variadic());
  for (std::uint64_t i = 0; i < count; ++i) DP_CHECK(take_into(array.texts.emplace_back(), 0));
  for (std::uint64_t row = 0; row < array.rows; ++row)
    if (!array.is_null(row)) DP_CHECK(check_view(array, array.value<View>(row)));
  return {};
}

Status Taker::take_children(Array& array) {
  const auto& shape = *array.shape;
  const bool has_offsets = shape.kind == Kind::list || shape.kind == Kind::map;
  if (has_offsets)
    DP_CHECK(take_into(array.values, array.rows == 0 ? 0 : (array.rows + 1) * shape.width));
  for (const auto& part : shape.children) {
    DP_TRY(auto child, take(part));
    array.children.push_back(std::move(child));
  }
  if (has_offsets) return check_offsets(array, array.children[0].rows);
  const auto least = shape.kind == Kind::record ? array.rows : array.rows * shape.width;
  for (const auto& child : array.children)
    if (child.rows < least)
      return damaged("a part of column " + values::shown(shape.name) + " is too short");
  return {};
}

Status Taker::take_places(Array& array) {
  const auto& encoding = *array.shape->dictionary;
  DP_CHECK(take_into(array.values, array.rows * encoding.width));
  const auto found = dictionaries_.find(encoding.id);
  if (found != dictionaries_.end()) array.dictionary = found->second;
  const auto size = array.dictionary == nullptr ? 0 : array.dictionary->size();
  for (std::uint64_t row = 0; row < array.rows; ++row) {
    if (array.is_null(row)) continue;
    const auto place = array.integer(row, encoding.width, encoding.is_signed);
    if (static_cast<std::uint64_t>(place) >= size)
      return damaged("column " + values::shown(array.shape->name) +
                     " refers to what its dictionary does not have");
  }
  return {};
}

Status Taker::skip(const Shape& shape) {
  DP_CHECK(take_rows());
  if (shape.kind == Kind::null && !shape.dictionary) return {};
  for (std::uint32_t i = 0; i <= buffers_behind(shape); ++i) DP_CHECK(take_buffer());
  if (shape.dictionary) return {};
  if (shape.kind == Kind::view) {
    DP_TRY(const auto count, take_variadic());
    for (std::uint64_t i = 0; i < count; ++i) DP_CHECK(take_buffer());
  }
  for (const auto& part : shape.children) DP_CHECK(skip(part));
  return {};
}

void Dictionary::add(std::shared_ptr<const Batch> values) {
  size_ += values->rows;
  parts_.push_back(std::move(values));
}

Dictionary::Value Dictionary::at(std::uint64_t place) const noexcept {
  for (const auto& part : parts_) {
    if (place < part->rows) return {part->columns.data(), place};
    place -= part->rows;
  }
  return {};
}

Result<Batch> Batch::of(const wire::RecordBatch& metadata, std::string_view body,
                        const std::vector<Shape>& shapes, const std::vector<std::uint8_t>& used,
                        const Dictionaries& dictionaries) {
  Batch batch;
  batch.rows = static_cast<std::uint64_t>(metadata.rows());
  if (batch.rows > kMostRows) return damaged("a record batch has too many rows");
  Taker taker(metadata, body, dictionaries, batch.unpacked);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    auto& column = batch.columns.emplace_back();
    if (used[i] == 0) {
      DP_CHECK(taker.skip(shapes[i]));
      continue;
    }
    DP_TRY(column, taker.take(shapes[i]));
    if (column.rows != batch.rows)
      return damaged("column " + values::shown(shapes[i].name) + " has " +
                     std::to_string(column.rows) + " rows of " + std::to_string(batch.rows));
  }
  return batch;
}

Dictionary::Value resolved(const Array& array, std::uint64_t row) noexcept {
  if (array.dictionary == nullptr || array.is_null(row)) return {&array, row};
  const auto& encoding = *array.shape->dictionary;
  return array.dictionary->at(
      static_cast<std::uint64_t>(array.integer(row, encoding.width, encoding.is_signed)));
}

}  // namespace dp::arrow
