// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dp::values {

/// What the sample's guess of a column does not hold of, and where it stands.
struct Refuter {
  std::uint64_t item = 0;
  std::uint64_t offset = 0;          ///< of its record
  std::optional<std::string> value;  ///< as it is shown; nullopt: the column was not known

  auto operator<=>(const Refuter&) const = default;
};

/// What records say of the columns that they have.
///
/// Shape: a set of bits for each column, by its key: bits that hold of all its values are set. The
///   first byte of a key says how the column is found, the rest is its name.
/// Law: associative, commutative and idempotent: bits are joined by and, and of refuters with the same
///   bits the first stays.
class Knowledge {
 public:
  /// More columns than this are more than any table has: keys that are values.
  static constexpr std::size_t kMostColumns = 65536;

  struct Column {
    std::uint16_t bits = 0xffff;                ///< of all values
    std::uint16_t kept = 0xffff;                ///< of those that refute nothing
    std::map<std::uint16_t, Refuter> refuters;  ///< the first of each bits

    /// The one to be told of: the first by which the type of all values is what it is; where the
    /// column was not known, the first. nullopt: there is none.
    [[nodiscard]] std::optional<Refuter> refuter() const;
  };

  /// Of bytes that save() gave. Errors: corrupt.
  static Result<Knowledge> of(std::string_view bytes);

  /// `refuter`: one of values that have the `bits`.
  void add(std::string_view key, std::uint16_t bits, const std::optional<Refuter>& refuter);
  /// Add what save() gave of another. Errors: corrupt; the state is then unchanged.
  Status combine(std::string_view bytes);
  void save(std::string& out) const;
  /// Errors: invalid_argument, with the cure, if there are more than kMostColumns.
  [[nodiscard]] Status check_size() const;
  [[nodiscard]] const std::map<std::string, Column, std::less<>>& columns() const noexcept {
    return columns_;
  }
  [[nodiscard]] const Column* find(std::string_view key) const;
  void clear() noexcept { columns_.clear(); }

 private:
  std::map<std::string, Column, std::less<>> columns_;
};

}  // namespace dp::values
