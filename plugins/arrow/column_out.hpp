// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "arrow/decimals.hpp"

namespace dp::arrow {

/// A column of a record batch in the making: its buffers, as the format has them.
///
/// Shape: which rows are not null, a bit each; the values, of texts where each begins and the last ends;
///   the bytes of texts. Decimals are as columns of dp have them, until all of them are known.
class ColumnOut {
 public:
  explicit ColumnOut(Type type);

  /// Precondition: the texts of a batch are less than 2 GiB.
  void add(const ArrowArray& column, std::size_t first, std::size_t count);
  void clear();

  [[nodiscard]] Type type() const noexcept { return type_; }
  [[nodiscard]] std::uint64_t nulls() const noexcept { return nulls_; }
  /// In the format's order. That of validity is empty where there is no null.
  [[nodiscard]] std::vector<std::string_view> buffers() const;
  /// Whether all texts so far, of cleared batches too, are UTF-8.
  [[nodiscard]] bool is_utf8() const noexcept { return is_utf8_; }
  /// Of all decimals so far.
  [[nodiscard]] const Digits& digits() const noexcept { return digits_; }

 private:
  void add_validity(const ArrowArray& column, std::size_t first, std::size_t count);
  void add_bits(const ArrowArray& column, std::size_t first, std::size_t count);
  void add_texts(const ArrowArray& column, std::size_t first, std::size_t count);
  void add_values(const ArrowArray& column, std::size_t first, std::size_t count);
  void look_at_decimals(const ArrowArray& column, std::size_t first, std::size_t count);

  Type type_;
  std::size_t rows_ = 0;
  std::uint64_t nulls_ = 0;
  std::string valid_;
  std::string values_;
  std::string text_;
  bool is_utf8_ = true;
  Digits digits_;
};

/// Bytes that a value of a type takes in its column, its text aside.
std::size_t width_of(Type type) noexcept;

}  // namespace dp::arrow
