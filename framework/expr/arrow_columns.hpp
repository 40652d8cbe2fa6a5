// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <vector>

#include "expr/kernel.hpp"

namespace dp::expr {

/// A column of a batch as the kernels have it: flags and null bits as bytes, days as 64-bit
/// numbers.
///
/// Lifetime: as long as the column, and until the next use of `scratch`.
Vec load_column(const ArrowArray& column, Type type, std::size_t rows, Scratch& scratch);

/// A constant as a column of equal values.
///
/// Lifetime: as long as `constant`, whose text it points into, and until the next use of
///   `scratch`.
Vec repeat_constant(const Constant& constant, Type type, std::size_t rows, Scratch& scratch);

/// The values of a node as an array for others: bytes as bits again, days as 32-bit numbers.
///
/// Cost: copies flags, days and null bits, nothing else. Storage is kept between batches.
class ArrowColumn {
 public:
  ArrowColumn() = default;
  ArrowColumn(const ArrowColumn&) = delete;  // its array points into it
  ArrowColumn& operator=(const ArrowColumn&) = delete;
  ~ArrowColumn() = default;

  /// Lifetime: until the next call, and as long as the values.
  const ArrowArray& make(const Vec& vec, Type type, std::size_t rows);

 private:
  const void* values_of(const Vec& vec, Type type, std::size_t rows);

  std::vector<std::uint8_t> valid_;
  std::vector<std::uint64_t> values_;
  std::vector<const void*> buffers_;
  std::vector<std::int64_t> sizes_;  ///< Arrow's sizes of the text buffers
  ArrowArray array_{};
};

}  // namespace dp::expr
