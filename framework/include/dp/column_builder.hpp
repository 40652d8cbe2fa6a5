// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Fill columns of a batch. <dp/batch.hpp> includes this.

#include <dp/abi.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <dp/column_view.hpp>
#include <dp/decimal.hpp>
#include <dp/result.hpp>
#include <dp/schema.hpp>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace dp {

/// A value for a column of the type date. Unit: days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  bool operator==(const Date&) const = default;
};

/// A value for a column of the type timestamp. Unit: microseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
  std::int64_t micros = 0;
  bool operator==(const Timestamp&) const = default;
};

namespace detail {

/// How the values of a column lie in memory.
enum class Storage : std::uint8_t { bits, integer, number, text, day, decimal };

constexpr Storage storage_of(Type type) noexcept {
  switch (type) {
    case Type::boolean:
      return Storage::bits;
    case Type::float64:
      return Storage::number;
    case Type::string:
    case Type::json:
      return Storage::text;
    case Type::date:
      return Storage::day;
    case Type::decimal:
      return Storage::decimal;
    case Type::int64:
    case Type::timestamp:
      break;
  }
  return Storage::integer;
}

template <class T>
constexpr Storage storage_for() noexcept {
  if constexpr (std::same_as<T, std::int64_t>) return Storage::integer;
  if constexpr (std::same_as<T, double>) return Storage::number;
  if constexpr (std::same_as<T, std::int32_t>) return Storage::day;
  if constexpr (std::same_as<T, Decimal>) return Storage::decimal;
  static_assert(std::same_as<T, std::int64_t> || std::same_as<T, double> ||
                    std::same_as<T, std::int32_t> || std::same_as<T, StringRef> ||
                    std::same_as<T, Decimal>,
                "data<T>(): T is std::int64_t, double, std::int32_t, StringRef or Decimal");
  return Storage::text;
}

constexpr std::size_t width_of(Storage storage) noexcept {
  if (storage == Storage::text) return sizeof(StringRef);
  if (storage == Storage::decimal) return sizeof(Decimal);
  return storage == Storage::day ? sizeof(std::int32_t) : sizeof(std::int64_t);
}

/// Set `ref` to the `size` bytes that `low` and `high` begin with.
inline void put_inline(StringRef& ref, std::uint64_t low, std::uint64_t high,
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

}  // namespace detail

/// Fill one column of a batch, row by row or through `data()`.
///
/// Shape: room for `capacity` rows, set when made. Rows are written by place, in any order; each
///   is written once, a null with set_null.
/// Errors: a call that does not fit the column (a value of another type or out of its range, a
///   row past the capacity, text outside of what set_text named) writes nothing; the column
///   remembers the first such call until clear(), and status() and BatchBuilder::finish fail.
/// Lifetime: string buffer 0 is whatever `set_text` names (a slice's bytes: not copied); buffer
///   1 is the column's own, for strings made by put_copy.
class ColumnBuilder {
 public:
  ColumnBuilder(Type type, std::size_t capacity);
  ColumnBuilder(ColumnBuilder&&) noexcept;
  ColumnBuilder& operator=(ColumnBuilder&&) = delete;
  ~ColumnBuilder() = default;

  [[nodiscard]] Type type() const noexcept { return type_; }
  /// The values, to be written directly: T[capacity], where T is std::int64_t (int, timestamp),
  /// double, std::int32_t (date), StringRef (string, json) or Decimal. Rows written so are not
  /// checked to be all there.
  /// Asked for another type than the column's, the column is of no more use.
  template <class T>
  [[nodiscard]] T* data();

  /// Name the bytes that put() points into. At most 2 GiB.
  void set_text(const char* base) noexcept { text_ = base; }

  /// Set row to `size` bytes at `at`, which lies in the text of set_text.
  /// Precondition: 16 bytes at `at` are readable.
  void put(std::size_t row, const char* at, std::uint32_t size) noexcept {
    if (!fits(Storage::text, row)) return refuse("text", row);
    StringRef& ref = reinterpret_cast<StringRef*>(values_.get())[row];
    std::uint64_t low;
    std::uint64_t high;
    std::memcpy(&low, at, 8);
    if (size <= StringRef::kInline) {
      std::memcpy(&high, at + 8, 8);
      detail::put_inline(ref, low, high, size);
      return;
    }
    const auto offset = reinterpret_cast<std::uintptr_t>(at) -  //
                        reinterpret_cast<std::uintptr_t>(text_);
    if (text_ == nullptr || offset > std::numeric_limits<std::int32_t>::max())
      return refuse("text outside of what set_text named", row);
    ref.size = size;
    std::memcpy(ref.head, &low, 4);
    ref.where.buffer = 0;
    ref.where.offset = static_cast<std::int32_t>(offset);
  }
  /// Set row to a copy of `text`.
  void put_copy(std::size_t row, std::string_view text);
  /// Set row of a column of ints, timestamps or dates, which are counts of their unit.
  template <std::integral T>
  requires(!std::same_as<T, bool>) void put(std::size_t row, T value) noexcept {
    if (fits(Storage::integer, row)) {
      if (!std::in_range<std::int64_t>(value)) return refuse("an int beyond 64 bits", row);
      write(row, static_cast<std::int64_t>(value));
    } else if (storage_ == Storage::day && row < capacity_) {
      if (!std::in_range<std::int32_t>(value)) return refuse("a day beyond 32 bits", row);
      write(row, static_cast<std::int32_t>(value));
    } else {
      refuse("an int", row);
    }
  }
  /// Set row of a column of floats.
  template <std::floating_point T>
  requires(sizeof(T) <= sizeof(double)) void put(std::size_t row, T value) noexcept {
    if (!fits(Storage::number, row)) return refuse("a float", row);
    write(row, static_cast<double>(value));
  }
  /// Set row of a column of bools.
  template <std::same_as<bool> T>
  void put(std::size_t row, T value) noexcept {
    if (!fits(Storage::bits, row)) return refuse("a bool", row);
    put_bit(row, value);
  }
  void put(std::size_t row, Timestamp value) noexcept {
    if (!fits(Storage::integer, row) || type_ != Type::timestamp)
      return refuse("a timestamp", row);
    write(row, value.micros);
  }
  void put(std::size_t row, Date value) noexcept {
    if (!fits(Storage::day, row)) return refuse("a date", row);
    write(row, value.days);
  }
  void put(std::size_t row, const Decimal& value) noexcept {
    if (!fits(Storage::decimal, row)) return refuse("a decimal", row);
    write(row, value);
  }
  void set_null(std::size_t row);

  /// Forget all rows, and what did not fit; capacity, text and storage stay.
  void clear() noexcept;
  /// The column as an Arrow array of `rows` rows. Valid until the next clear() or put.
  [[nodiscard]] const ArrowArray* finish(std::size_t rows) noexcept;
  /// Whether all calls since clear() fitted.
  [[nodiscard]] bool ok() const noexcept { return misuse_.got == nullptr; }
  /// Whether they did, and `rows` rows were written.
  /// Errors: invalid_plugin, without the column's name: "is a column of ints: got text (row 3)".
  [[nodiscard]] Status status(std::size_t rows) const;
  [[nodiscard]] bool has_nulls() const noexcept { return written_.nulls != 0; }

 private:
  using Storage = detail::Storage;

  /// Count a write to `row`, and say whether the column holds such values and that row.
  [[nodiscard]] bool fits(Storage storage, std::size_t row) noexcept {
    ++written_.values;
    return storage_ == storage && row < capacity_;
  }
  void refuse(const char* got, std::size_t row) noexcept {
    if (misuse_.got == nullptr) misuse_ = {row < capacity_ ? got : kPastCapacity, row, false};
  }
  template <class T>
  void write(std::size_t row, T value) noexcept {
    std::memcpy(values_.get() + row * sizeof value, &value, sizeof value);
  }
  void put_bit(std::size_t row, bool value) noexcept {
    auto& byte = reinterpret_cast<std::uint8_t*>(values_.get())[row >> 3];
    byte = static_cast<std::uint8_t>((byte & ~(1u << (row & 7))) |
                                     (static_cast<unsigned>(value) << (row & 7)));
  }
  static constexpr const char* kPastCapacity = "a row past its capacity";

  /// The rows that were written.
  struct Written {
    std::size_t values = 0;  ///< nulls too
    std::size_t nulls = 0;
    bool directly = false;  ///< through data(), which are not counted
  };
  /// The first call that did not fit.
  struct Misuse {
    const char* got = nullptr;
    std::size_t row = 0;
    bool for_good = false;  ///< past clear() too
  };
  /// The column as Arrow has it.
  struct Exported {
    std::int64_t sizes[2] = {0, 0};
    const void* buffers[5] = {};
    ArrowArray array{};
  };

  Type type_;
  Storage storage_;
  std::size_t capacity_;
  Written written_;
  Misuse misuse_;
  std::unique_ptr<std::byte[]> values_;
  std::unique_ptr<std::byte[]> spare_;  ///< written by who takes data() for another type
  std::unique_ptr<std::uint8_t[]> valid_;
  std::string copies_;
  const char* text_ = nullptr;
  Exported exported_;
};

// ---- inline definitions ---------------------------------------------------------------------

inline ColumnBuilder::ColumnBuilder(Type type, std::size_t capacity)
    : type_(type),
      storage_(detail::storage_of(type)),
      capacity_(capacity),
      values_(std::make_unique<std::byte[]>(capacity * detail::width_of(storage_))) {}

inline ColumnBuilder::ColumnBuilder(ColumnBuilder&& other) noexcept
    : type_(other.type_),
      storage_(other.storage_),
      capacity_(std::exchange(other.capacity_, 0)),
      written_(std::exchange(other.written_, {})),
      misuse_(other.misuse_),
      values_(std::move(other.values_)),
      valid_(std::move(other.valid_)),
      copies_(std::move(other.copies_)),
      text_(other.text_) {}

template <class T>
T* ColumnBuilder::data() {
  written_.directly = true;
  if (storage_ == detail::storage_for<T>()) return reinterpret_cast<T*>(values_.get());
  misuse_ = {"values of another type by data()", 0, true};
  if (!spare_) spare_ = std::make_unique<std::byte[]>(capacity_ * sizeof(StringRef));
  return reinterpret_cast<T*>(spare_.get());
}

inline void ColumnBuilder::put_copy(std::size_t row, std::string_view text) {
  if (!fits(Storage::text, row)) return refuse("text", row);
  StringRef& ref = reinterpret_cast<StringRef*>(values_.get())[row];
  ref = StringRef{};
  if (text.size() <= StringRef::kInline) {
    ref.size = static_cast<std::uint32_t>(text.size());
    // An empty view may have no bytes to point to.
    if (!text.empty()) std::memcpy(ref.head, text.data(), text.size());
    return;
  }
  constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
  if (text.size() > kMost || copies_.size() > kMost - text.size())
    return refuse("more than 2 GiB of text in a batch", row);
  ref.size = static_cast<std::uint32_t>(text.size());
  std::memcpy(ref.head, text.data(), 4);
  ref.where.buffer = 1;
  ref.where.offset = static_cast<std::int32_t>(copies_.size());
  copies_.append(text);
}

inline void ColumnBuilder::set_null(std::size_t row) {
  if (!fits(storage_, row)) return refuse("a null", row);
  const std::size_t bytes = (capacity_ + 7) / 8;
  if (!valid_) {
    valid_ = std::make_unique<std::uint8_t[]>(bytes);
    std::memset(valid_.get(), 0xff, bytes);
  }
  valid_[row >> 3] = static_cast<std::uint8_t>(valid_[row >> 3] & ~(1u << (row & 7)));
  ++written_.nulls;
  const std::size_t width = detail::width_of(storage_);
  if (storage_ == Storage::bits)
    put_bit(row, false);
  else
    std::memset(values_.get() + row * width, 0, width);
}

inline void ColumnBuilder::clear() noexcept {
  if (written_.nulls != 0) std::memset(valid_.get(), 0xff, (capacity_ + 7) / 8);
  written_ = {0, 0, written_.directly};
  // Who has a pointer to values of another type may go on to write there.
  if (!misuse_.for_good) misuse_ = {};
  copies_.clear();
}

inline Status ColumnBuilder::status(std::size_t rows) const {
  if (ok() && (written_.directly || written_.values >= rows)) return {};
  std::string message = "is a column of " + std::string(type_name(type_)) + "s: got ";
  if (!ok())
    message += std::string(misuse_.got) + " (row " + std::to_string(misuse_.row) + ")";
  else
    message += std::to_string(written_.values) + " values for " + std::to_string(rows) +
               " rows (write each row once; set_null writes a null)";
  return fail(Errc::invalid_plugin, std::move(message));
}

inline const ArrowArray* ColumnBuilder::finish(std::size_t rows) noexcept {
  auto& [sizes, buffers, array] = exported_;
  buffers[0] = has_nulls() ? valid_.get() : nullptr;
  buffers[1] = values_.get();
  array = ArrowArray{};
  array.length = static_cast<std::int64_t>(rows);
  array.null_count = static_cast<std::int64_t>(written_.nulls);
  array.n_buffers = 2;
  array.buffers = buffers;
  if (storage_ == Storage::text) {
    buffers[2] = text_;
    buffers[3] = copies_.data();
    sizes[0] = INT32_MAX;
    sizes[1] = static_cast<std::int64_t>(copies_.size());
    buffers[4] = sizes;
    array.n_buffers = 5;
  }
  return &array;
}

}  // namespace dp
