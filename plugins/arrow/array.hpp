// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arrow_format_generated.h>

#include <cstdint>
#include <cstring>
#include <deque>
#include <dp/result.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "arrow/shape.hpp"

namespace dp::arrow {

class Dictionary;

/// Values of a column, or of a part of a nested one. A view: of the file's bytes, or of what was unpacked.
///
/// Law: of all rows that are not null, what the buffers refer to is there.
struct Array {
  const Shape* shape = nullptr;
  std::uint64_t rows = 0;
  std::string_view valid;  ///< a bit a row; empty: none is null
  std::string_view values;
  std::vector<std::string_view> texts;  ///< of views any number, of other texts one
  std::vector<Array> children;
  std::shared_ptr<const Dictionary> dictionary;  ///< then `values` are places in it

  [[nodiscard]] bool is_null(std::uint64_t row) const noexcept {
    return !valid.empty() && (static_cast<unsigned char>(valid[row / 8]) >> (row % 8) & 1) == 0;
  }
  [[nodiscard]] bool bit(std::uint64_t row) const noexcept {
    return (static_cast<unsigned char>(values[row / 8]) >> (row % 8) & 1) != 0;
  }
  template <class T>
  [[nodiscard]] T value(std::uint64_t row) const noexcept {
    T made;
    std::memcpy(&made, values.data() + row * sizeof made, sizeof made);
    return made;
  }
  /// An int of `width` bytes, as 64 bits.
  [[nodiscard]] std::int64_t integer(std::uint64_t row, std::uint32_t width,
                                     bool is_signed) const noexcept;
  /// Of texts and lists of any form: where in its bytes, or its child, a row begins and ends.
  struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  [[nodiscard]] Range range(std::uint64_t row) const noexcept;
  [[nodiscard]] std::string_view text(std::uint64_t row) const noexcept;
};

/// What a place in a dictionary is a place of: arrays, one after the other.
///
/// Law: it does not change once an array refers to it; what comes later is another.
class Dictionary {
 public:
  /// Where the value of a place is.
  struct Value {
    const Array* array = nullptr;
    std::uint64_t row = 0;
  };

  void add(std::shared_ptr<const struct Batch> values);
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  /// Precondition: it is less than size().
  [[nodiscard]] Value at(std::uint64_t place) const noexcept;

 private:
  std::vector<std::shared_ptr<const struct Batch>> parts_;
  std::uint64_t size_ = 0;
};
using Dictionaries = std::map<std::int64_t, std::shared_ptr<const Dictionary>>;

/// The arrays of a record batch, and what they refer to but the file's bytes.
struct Batch {
  std::uint64_t rows = 0;
  std::vector<Array> columns;  ///< of those that are not used, without a shape
  std::deque<std::string> unpacked;

  /// Lifetime: as long as the body and the shapes.
  /// Errors: invalid_argument, if it is damaged or not of these shapes; those of unpack.
  static Result<Batch> of(const wire::RecordBatch& metadata, std::string_view body,
                          const std::vector<Shape>& shapes,
                          const std::vector<std::uint8_t>& used,
                          const Dictionaries& dictionaries);
};

/// Where a row's value is: in its dictionary, if its array has one.
Dictionary::Value resolved(const Array& array, std::uint64_t row) noexcept;

}  // namespace dp::arrow
