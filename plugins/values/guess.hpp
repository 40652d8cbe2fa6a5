// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <string_view>

namespace dp::values {

/// The type that fits the first values of a column.
///
/// Law: the order of the values is all one. No value at all, or values of different types
///   (int and float aside, which make float): string.
class TypeGuess {
 public:
  void see(std::string_view value) noexcept;
  [[nodiscard]] Type type() const noexcept;

 private:
  bool any_ = false;
  bool number_ = false;  ///< a float that is more than "nan" or "inf" was there
  bool boolean_ = true, integer_ = true, float_ = true, date_ = true, timestamp_ = true;
};

}  // namespace dp::values
