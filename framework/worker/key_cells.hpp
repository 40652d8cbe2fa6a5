// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <dp/hash.hpp>
#include <vector>

namespace dp::worker {

/// The keys of a batch's rows, as hashes.
///
/// Law: rows whose values are equal column by column have equal hashes: floats by value (0 is -0).
struct KeyHashes {
  std::vector<std::uint64_t> hashes;
  std::vector<std::uint8_t> whole;  ///< 0: a value is null or NaN, which equals nothing

  /// Begin with `rows` rows.
  void begin(std::size_t rows);
  /// Fold in the next column of the key.
  void add(const Hasher& hasher, const ArrowArray& column, Type type);
};

/// Whether two values of columns of one type are equal. Neither is null or NaN.
bool same_value(Type type, const ArrowArray& a, std::size_t i, const ArrowArray& b,
                std::size_t j) noexcept;

}  // namespace dp::worker
