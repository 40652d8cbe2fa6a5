// SPDX-License-Identifier: Apache-2.0
#include "worker/key_cells.hpp"

#include <cmath>
#include <cstring>
#include <dp/decimal.hpp>
#include <string_view>

#include "expr/bits.hpp"

namespace dp::worker {

namespace {

/// The bytes of a value that is neither bits nor text.
std::string_view bytes_of(Type type, const ArrowArray& column, std::size_t row) noexcept {
  const auto width = detail::width_of(detail::storage_of(type));
  return {static_cast<const char*>(column.buffers[1]) + row * width, width};
}

double float_of(const ArrowArray& column, std::size_t row) noexcept {
  return static_cast<const double*>(column.buffers[1])[row];
}

/// Call `take(row, hash)` with the hash of each value.
template <class Take>
void hash_values(const Hasher& hasher, const ArrowArray& column, Type type, std::size_t rows,
                 Take&& take) {
  switch (type) {
    case Type::boolean:
      for (std::size_t row = 0; row < rows; ++row)
        take(row, hasher.word(expr::bit_at(column.buffers[1], row) ? 1 : 0));
      break;
    case Type::float64:
      for (std::size_t row = 0; row < rows; ++row) {
        // All zeros are one value.
        const double value = float_of(column, row) + 0.0;
        std::uint64_t word;
        std::memcpy(&word, &value, sizeof word);
        take(row, hasher.word(word));
      }
      break;
    case Type::decimal:
      // 1.1 and 1.10 are one value.
      for (std::size_t row = 0; row < rows; ++row) {
        const auto [low, high] = decimal::shortest(DecimalColumn(column)[row]).words();
        take(row, hasher.words(low, high));
      }
      break;
    case Type::string:
    case Type::json: {
      const StringColumn texts(column);
      for (std::size_t row = 0; row < rows; ++row) take(row, hasher.bytes(texts[row]));
      break;
    }
    default:
      for (std::size_t row = 0; row < rows; ++row)
        take(row, hasher.bytes(bytes_of(type, column, row)));
  }
}

}  // namespace

void KeyHashes::begin(std::size_t rows) {
  hashes.assign(rows, 0);
  whole.assign(rows, 1);
}

void KeyHashes::add(const Hasher& hasher, const ArrowArray& column, Type type) {
  const ColumnView view(column);
  const auto rows = hashes.size();
  for (std::size_t row = 0; view.has_nulls() && row < rows; ++row)
    if (view.is_null(row)) whole[row] = 0;
  for (std::size_t row = 0; type == Type::float64 && row < rows; ++row)
    if (std::isnan(float_of(column, row))) whole[row] = 0;
  hash_values(hasher, column, type, rows, [&](std::size_t row, std::uint64_t hash) {
    hashes[row] = hasher.words(hashes[row], hash);
  });
}

bool same_value(Type type, const ArrowArray& a, std::size_t i, const ArrowArray& b,
                std::size_t j) noexcept {
  switch (type) {
    case Type::boolean:
      return expr::bit_at(a.buffers[1], i) == expr::bit_at(b.buffers[1], j);
    case Type::float64:
      return float_of(a, i) == float_of(b, j);
    case Type::decimal:
      return DecimalColumn(a)[i] == DecimalColumn(b)[j];
    case Type::string:
    case Type::json:
      return StringColumn(a)[i] == StringColumn(b)[j];
    default:
      return bytes_of(type, a, i) == bytes_of(type, b, j);
  }
}

}  // namespace dp::worker
