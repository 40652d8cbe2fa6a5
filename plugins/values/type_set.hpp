// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/schema.hpp>
#include <string_view>

namespace dp::values {

/// What a value may be besides text, by where it comes from.
enum class Likely : std::uint8_t {
  anything,  ///< CSV and XML: all is text
  number,    ///< JSON says so
  boolean,
  time,      ///< a JSON string, of which only dates and times are more than text
  nothing,   ///< text alone
  container  ///< a JSON object or array, which is no text
};

/// The types that all values of a column fit: those that each value's text comes back from (see
/// come_back.hpp), and string; json where not all are text.
///
/// Law: a function of the values alone, whatever their order, and however often one is seen. A
///   further value never adds a type.
class TypeSet {
 public:
  TypeSet() = default;
  /// Of what bits() was. Law: the set of all values that two sets saw has the bits of both.
  explicit TypeSet(std::uint16_t bits) noexcept : bits_(bits & kEmpty) {}
  [[nodiscard]] std::uint16_t bits() const noexcept { return bits_; }

  /// Drop the types that `value` does not come back from.
  void see(std::string_view value, Likely likely = Likely::anything) noexcept;
  /// Whether no value was seen.
  [[nodiscard]] bool is_empty() const noexcept { return (bits_ & kUnseen) != 0; }
  /// The first of int, float, decimal, bool, date, timestamp, string that is left; string if no
  /// value was seen, json if nothing is left.
  [[nodiscard]] Type first() const noexcept;
  /// Whether all values fit the type.
  [[nodiscard]] bool has(Type type) const noexcept;
  /// Whether more values may change what first() is. Where values are JSON, that is so of text too.
  [[nodiscard]] bool may_change() const noexcept {
    return is_empty() || (first() != Type::string && first() != Type::json);
  }

 private:
  /// Others may use 64 beside these.
  static constexpr std::uint16_t kInt = 1, kFloat = 2, kBool = 4, kDate = 8, kTimestamp = 16,
                                 kUnseen = 32, kText = 128, kDecimal = 256;
  static constexpr std::uint16_t kEmpty =
      kInt | kFloat | kBool | kDate | kTimestamp | kUnseen | kText | kDecimal;
  static std::uint16_t bits_of(Likely likely) noexcept;

  std::uint16_t bits_ = kEmpty;
};

}  // namespace dp::values
