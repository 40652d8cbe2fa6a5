// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Read columns of a batch. <dp/batch.hpp> includes this.

#include <dp/abi.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <dp/decimal.hpp>
#include <string_view>
#include <utility>

namespace dp {

/// One string in Arrow's view layout.
///
/// Shape: 16 bytes. Up to 12 bytes stand inline after the length, zero-padded; longer strings
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

/// A column of strings, or of JSON texts.
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
/// date (std::int32_t), decimal (Decimal).
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
using TimestampColumn = ValueColumn<std::int64_t>;  ///< microseconds since 1970, UTC
using DateColumn = ValueColumn<std::int32_t>;       ///< days since 1970-01-01
using DecimalColumn = ValueColumn<Decimal>;

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

}  // namespace dp
