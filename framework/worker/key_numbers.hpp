// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/batch.hpp>
#include <optional>

namespace dp::worker {

/// Whether values of the two types can be equal as keys: those of one type, and numbers.
bool are_comparable(Type a, Type b) noexcept;

/// A column of numbers as numbers of another type.
///
/// Law: numbers that are equal stay so, and what no number of that type is equal to becomes null. An int
///   equals the float of its value; a decimal equals the float that is written so: 0.1 is 0.1.
class KeyNumbers {
 public:
  /// Valid until the next call. Precondition: both types are numbers.
  const ArrowArray& convert(const ArrowArray& column, Type from, Type to, std::size_t rows);

 private:
  std::optional<ColumnBuilder> made_;
  std::size_t capacity_ = 0;
};

}  // namespace dp::worker
