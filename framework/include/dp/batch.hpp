// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <cstdint>
#include <cstring>
#include <dp/schema.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dp {

/// One string in Arrow's view layout.
///
/// Shape: 16 bytes. Up to 12 bytes stand inline behind the length, zero-padded; longer strings
///   give their first 4 bytes, the number of their buffer and their offset in it.
/// Source: Arrow columnar format, "Variable-size Binary View Layout".
struct alignas(8) StringRef {
  static constexpr std::uint32_t kInline = 12;
  struct Place {
    std::int32_t buffer;
    std::int32_t offset;
  };
  std::uint32_t size;
  char head[4];  ///< the first 4 bytes, or all of them
  union {
    char rest[8];  ///< bytes 4 to 12 of an inline string
    Place where;
  };

  /// The 16 bytes as two words: equal for equal inline strings.
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> words() const noexcept {
    std::pair<std::uint64_t, std::uint64_t> pair;
    std::memcpy(&pair.first, this, 8);
    std::memcpy(&pair.second, rest, 8);
    return pair;
  }
};
static_assert(sizeof(StringRef) == 16);

/// Read one column of a batch. All of these are views: they live as long as the batch.
class ColumnView {
 public:
  explicit ColumnView(const ArrowArray& array) noexcept
      : array_(&array), valid_(static_cast<const std::uint8_t*>(array.buffers[0])) {}

  [[nodiscard]] std::size_t size() const noexcept {
    return static_cast<std::size_t>(array_->length);
  }
  [[nodiscard]] bool has_nulls() const noexcept { return valid_ != nullptr; }
  [[nodiscard]] bool is_null(std::size_t row) const noexcept {
    return valid_ != nullptr && (valid_[row >> 3] >> (row & 7) & 1) == 0;
  }
  /// Bit k: row `first` + k is not null. Precondition: has_nulls(), `first` is a multiple of 8,
  /// and there are 64 rows from it on.
  [[nodiscard]] std::uint64_t valid_word(std::size_t first) const noexcept {
    std::uint64_t word;
    std::memcpy(&word, valid_ + (first >> 3), sizeof word);
    return word;
  }

 protected:
  template <class T>
  [[nodiscard]] const T* values() const noexcept {
    return static_cast<const T*>(array_->buffers[1]);
  }
  const ArrowArray* array_;

 private:
  const std::uint8_t* valid_;
};

class StringColumn : public ColumnView {
 public:
  explicit StringColumn(const ArrowArray& array) noexcept
      : ColumnView(array), refs_(values<StringRef>()), buffers_(array.buffers + 2) {}

  [[nodiscard]] const StringRef& ref(std::size_t row) const noexcept { return refs_[row]; }
  /// The first of the string's bytes.
  [[nodiscard]] const char* data(const StringRef& ref) const noexcept {
    return ref.size <= StringRef::kInline
               ? ref.head
               : static_cast<const char*>(buffers_[ref.where.buffer]) + ref.where.offset;
  }
  [[nodiscard]] std::string_view operator[](std::size_t row) const noexcept {
    return {data(refs_[row]), refs_[row].size};
  }

 private:
  const StringRef* refs_;
  const void* const* buffers_;
};

/// A column of fixed-width values: int64 and timestamp (std::int64_t), float64 (double),
/// date (std::int32_t).
template <class T>
class ValueColumn : public ColumnView {
 public:
  explicit ValueColumn(const ArrowArray& array) noexcept
      : ColumnView(array), values_(values<T>()) {}
  [[nodiscard]] T operator[](std::size_t row) const noexcept { return values_[row]; }
  [[nodiscard]] const T* data() const noexcept { return values_; }

 private:
  const T* values_;
};
using Int64Column = ValueColumn<std::int64_t>;
using Float64Column = ValueColumn<double>;
using DateColumn = ValueColumn<std::int32_t>;

class BoolColumn : public ColumnView {
 public:
  explicit BoolColumn(const ArrowArray& array) noexcept
      : ColumnView(array), bits_(values<std::uint8_t>()) {}
  [[nodiscard]] bool operator[](std::size_t row) const noexcept {
    return (bits_[row >> 3] >> (row & 7) & 1) != 0;
  }

 private:
  const std::uint8_t* bits_;
};

/// Fill one column of a batch, row by row or through `data()`.
///
/// Shape: room for `capacity` rows, set when made. Rows are written by place, in any order; a
///   row must be written once, a null with set_null.
/// Lifetime: string buffer 0 is whatever `set_text` names (a slice's bytes: not copied); buffer
///   1 is the column's own, for strings made by put_copy.
class ColumnBuilder {
 public:
  ColumnBuilder(Type type, std::size_t capacity);
  ColumnBuilder(ColumnBuilder&&) noexcept;
  ColumnBuilder& operator=(ColumnBuilder&&) = delete;
  ~ColumnBuilder() = default;

  [[nodiscard]] Type type() const noexcept { return type_; }
  /// The values as T[capacity]: StringRef, std::int64_t, double, or std::int32_t.
  template <class T>
  [[nodiscard]] T* data() noexcept {
    return reinterpret_cast<T*>(values_.get());
  }

  /// Name the bytes that put() points into. At most 2 GiB.
  void set_text(const char* base) noexcept { text_ = base; }

  /// Set row to `size` bytes at `at`, which lies in the text of set_text.
  /// Precondition: 16 bytes at `at` are readable.
  void put(std::size_t row, const char* at, std::uint32_t size) noexcept {
    StringRef& ref = data<StringRef>()[row];
    std::uint64_t low;
    std::uint64_t high;
    std::memcpy(&low, at, 8);
    if (size <= StringRef::kInline) {
      std::memcpy(&high, at + 8, 8);
      put_inline(ref, low, high, size);
    } else {
      ref.size = size;
      std::memcpy(ref.head, &low, 4);
      ref.where.buffer = 0;
      ref.where.offset = static_cast<std::int32_t>(at - text_);
    }
  }
  /// Set row to a copy of `text`.
  void put_copy(std::size_t row, std::string_view text);
  void put(std::size_t row, std::int64_t value) noexcept { data<std::int64_t>()[row] = value; }
  void put(std::size_t row, double value) noexcept { data<double>()[row] = value; }
  void put(std::size_t row, std::int32_t value) noexcept { data<std::int32_t>()[row] = value; }
  void put(std::size_t row, bool value) noexcept {
    auto& byte = reinterpret_cast<std::uint8_t*>(values_.get())[row >> 3];
    byte = static_cast<std::uint8_t>((byte & ~(1u << (row & 7))) |
                                     (static_cast<unsigned>(value) << (row & 7)));
  }
  void set_null(std::size_t row);

  /// Forget all rows; capacity, text and storage stay.
  void clear() noexcept;
  /// The column as an Arrow array of `rows` rows. Valid until the next clear() or put.
  [[nodiscard]] const ArrowArray* finish(std::size_t rows) noexcept;

 private:
  static void put_inline(StringRef& ref, std::uint64_t low, std::uint64_t high,
                         std::uint32_t size) noexcept {
    const std::uint64_t low_mask = size >= 8 ? ~0ull : (1ull << (8 * size)) - 1;
    const std::uint64_t high_mask = size <= 8 ? 0 : (1ull << (8 * (size - 8))) - 1;
    low &= low_mask;
    high &= high_mask;
    const std::uint64_t first = size | low << 32;
    const std::uint64_t second = low >> 32 | high << 32;
    std::memcpy(&ref, &first, 8);
    std::memcpy(ref.rest, &second, 8);
  }

  Type type_;
  std::size_t capacity_;
  std::size_t nulls_ = 0;
  std::unique_ptr<std::byte[]> values_;
  std::unique_ptr<std::uint8_t[]> valid_;
  std::string copies_;
  const char* text_ = nullptr;
  std::int64_t buffer_sizes_[2] = {0, 0};
  const void* buffers_[5] = {};
  ArrowArray array_{};
};

/// Fill batches of one schema: a column builder a field, and the records' offsets.
///
/// Threads: one instance belongs to one worker.
class BatchBuilder {
 public:
  BatchBuilder(const Schema& schema, std::size_t capacity);

  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] ColumnBuilder& column(std::size_t index) noexcept { return columns_[index]; }
  [[nodiscard]] std::uint64_t* offsets() noexcept { return offsets_.data(); }
  /// Name the bytes that every string column points into.
  void set_text(const char* base) noexcept {
    for (auto& column : columns_) column.set_text(base);
  }
  /// Leave these columns empty (length 0) in what finish() returns: `used` has a byte a column.
  void set_used(const std::uint8_t* used) { used_.assign(used, used + columns_.size()); }
  [[nodiscard]] bool used(std::size_t index) const noexcept { return used_[index] != 0; }

  /// The first `rows` rows as a batch of `item`. Valid until the next clear() or put.
  [[nodiscard]] dp_batch finish(std::size_t rows, std::uint64_t item) noexcept;
  void clear() noexcept {
    for (auto& column : columns_) column.clear();
  }

 private:
  std::size_t capacity_;
  std::vector<ColumnBuilder> columns_;
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
  [[nodiscard]] std::uint64_t offset(std::size_t row) const noexcept {
    return batch_->offsets == nullptr ? 0 : batch_->offsets[row];
  }
  [[nodiscard]] std::uint64_t item() const noexcept { return batch_->item; }

 private:
  const dp_batch* batch_;
};

// ---- inline definitions ---------------------------------------------------------------------

namespace detail {

constexpr std::size_t value_width(Type type) noexcept {
  switch (type) {
    case Type::string:
      return sizeof(StringRef);
    case Type::date:
      return 4;
    default:
      return 8;
  }
}

}  // namespace detail

inline ColumnBuilder::ColumnBuilder(Type type, std::size_t capacity)
    : type_(type),
      capacity_(capacity),
      values_(std::make_unique<std::byte[]>(capacity * detail::value_width(type))) {}

inline ColumnBuilder::ColumnBuilder(ColumnBuilder&& other) noexcept
    : type_(other.type_),
      capacity_(other.capacity_),
      nulls_(other.nulls_),
      values_(std::move(other.values_)),
      valid_(std::move(other.valid_)),
      copies_(std::move(other.copies_)),
      text_(other.text_) {}

inline void ColumnBuilder::put_copy(std::size_t row, std::string_view text) {
  StringRef& ref = data<StringRef>()[row];
  ref = StringRef{};
  ref.size = static_cast<std::uint32_t>(text.size());
  if (text.size() <= StringRef::kInline) {
    // An empty view may have no bytes to point to.
    if (!text.empty()) std::memcpy(ref.head, text.data(), text.size());
    return;
  }
  std::memcpy(ref.head, text.data(), 4);
  ref.where.buffer = 1;
  ref.where.offset = static_cast<std::int32_t>(copies_.size());
  copies_.append(text);
}

inline void ColumnBuilder::set_null(std::size_t row) {
  const std::size_t bytes = (capacity_ + 7) / 8;
  if (!valid_) {
    valid_ = std::make_unique<std::uint8_t[]>(bytes);
    std::memset(valid_.get(), 0xff, bytes);
  }
  valid_[row >> 3] = static_cast<std::uint8_t>(valid_[row >> 3] & ~(1u << (row & 7)));
  ++nulls_;
  const std::size_t width = detail::value_width(type_);
  if (type_ == Type::boolean)
    put(row, false);
  else
    std::memset(values_.get() + row * width, 0, width);
}

inline void ColumnBuilder::clear() noexcept {
  if (nulls_ != 0) std::memset(valid_.get(), 0xff, (capacity_ + 7) / 8);
  nulls_ = 0;
  copies_.clear();
}

inline const ArrowArray* ColumnBuilder::finish(std::size_t rows) noexcept {
  buffers_[0] = nulls_ == 0 ? nullptr : valid_.get();
  buffers_[1] = values_.get();
  array_ = ArrowArray{};
  array_.length = static_cast<std::int64_t>(rows);
  array_.null_count = static_cast<std::int64_t>(nulls_);
  array_.n_buffers = 2;
  array_.buffers = buffers_;
  if (type_ == Type::string) {
    buffers_[2] = text_;
    buffers_[3] = copies_.data();
    buffer_sizes_[0] = INT32_MAX;
    buffer_sizes_[1] = static_cast<std::int64_t>(copies_.size());
    buffers_[4] = buffer_sizes_;
    array_.n_buffers = 5;
  }
  return &array_;
}

inline BatchBuilder::BatchBuilder(const Schema& schema, std::size_t capacity)
    : capacity_(capacity), used_(schema.size(), 1), offsets_(capacity) {
  columns_.reserve(schema.size());
  for (const auto& field : schema) columns_.emplace_back(field.type, capacity);
  children_.resize(schema.size());
}

inline dp_batch BatchBuilder::finish(std::size_t rows, std::uint64_t item) noexcept {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    children_[i] = const_cast<ArrowArray*>(columns_[i].finish(used(i) ? rows : 0));
  array_ = ArrowArray{};
  array_.length = static_cast<std::int64_t>(rows);
  array_.n_buffers = 1;
  array_.buffers = no_buffers_;
  array_.n_children = static_cast<std::int64_t>(children_.size());
  array_.children = children_.data();
  return dp_batch{&array_, offsets_.data(), item};
}

}  // namespace dp
