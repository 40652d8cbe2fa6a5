// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Exact sums of decimals.

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <dp/decimal.hpp>
#include <dp/detail/wide_int.hpp>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace dp {

/// The sum of decimals: exact whatever their order, and whatever their scales.
///
/// Shape: 48 bytes, which may be copied as bytes: a number of 320 bits at the largest scale that was
///   seen. All zeros is the sum of nothing.
/// Law: a commutative monoid, up to 2^64 additions: no order of add() and combine() overflows.
/// Threads: one instance belongs to one thread.
class DecimalSum {
 public:
  void add(const Decimal& value) noexcept;
  void combine(const DecimalSum& other) noexcept;

  /// The sum, with the largest scale that was seen; zeros at the end of the fraction are dropped if
  /// that gives room. Errors: nullopt if it has more than 36 digits.
  [[nodiscard]] std::optional<Decimal> value() const noexcept;
  /// The sum divided by `count`, rounded once, as decimal::divide rounds.
  /// Errors: nullopt if count is 0, or the quotient too large: never, if so many were added.
  [[nodiscard]] std::optional<Decimal> mean(std::uint64_t count) const noexcept;

  /// By number.
  [[nodiscard]] std::weak_ordering compare(const DecimalSum& other) const noexcept;

  /// Append its bytes: the same for equal sums of equal scales.
  void save(std::string& out) const;
  /// Add a sum that save() wrote, from the front of `bytes`, and remove it there.
  /// Errors: corrupt; *this and `bytes` are then unchanged.
  [[nodiscard]] Status combine_saved(std::string_view& bytes);

  bool operator==(const DecimalSum&) const = default;

 private:
  using Wide = detail::WideInt<5>;

  /// Bring the sum to `scale`. Precondition: it is not less than the sum's.
  void raise(int scale) noexcept;

  Wide sum_;  ///< two's complement
  std::uint64_t scale_ = 0;
};
static_assert(sizeof(DecimalSum) == 48 && std::is_trivially_copyable_v<DecimalSum>);

// ---- inline definitions ---------------------------------------------------------------------

inline void DecimalSum::raise(int scale) noexcept {
  const auto by = scale - static_cast<int>(scale_);
  if (by == 0) return;
  const bool negative = sum_.is_negative();
  if (negative) sum_.negate();
  sum_.multiply_by_power(by);
  if (negative) sum_.negate();
  scale_ = static_cast<std::uint64_t>(scale);
}

inline void DecimalSum::add(const Decimal& value) noexcept {
  const int scale = value.scale();
  if (scale > static_cast<int>(scale_)) raise(scale);
  Wide term(value.coefficient());
  if (scale < static_cast<int>(scale_))
    term.multiply_by_power(static_cast<int>(scale_) - scale);
  if (value.is_negative())
    sum_.subtract(term);
  else
    sum_.add(term);
}

inline void DecimalSum::combine(const DecimalSum& other) noexcept {
  DecimalSum raised = other;
  if (other.scale_ > scale_)
    raise(static_cast<int>(other.scale_));
  else
    raised.raise(static_cast<int>(scale_));
  sum_.add(raised.sum_);
}

inline std::optional<Decimal> DecimalSum::value() const noexcept {
  Wide size = sum_;
  const bool negative = size.is_negative();
  if (negative) size.negate();
  return detail::exact_decimal(negative, size, static_cast<int>(scale_));
}

inline std::optional<Decimal> DecimalSum::mean(std::uint64_t count) const noexcept {
  Wide size = sum_;
  const bool negative = size.is_negative();
  if (negative) size.negate();
  return detail::divided_decimal(negative, detail::WideInt<8>(size),
                                 detail::WideInt<8>(UInt128{count}), static_cast<int>(scale_));
}

inline std::weak_ordering DecimalSum::compare(const DecimalSum& other) const noexcept {
  DecimalSum a = *this;
  DecimalSum b = other;
  const auto scale = static_cast<int>(std::max(a.scale_, b.scale_));
  a.raise(scale);
  b.raise(scale);
  a.sum_.subtract(b.sum_);
  if (a.sum_.is_zero()) return std::weak_ordering::equivalent;
  return a.sum_.is_negative() ? std::weak_ordering::less : std::weak_ordering::greater;
}

inline void DecimalSum::save(std::string& out) const {
  out.push_back(static_cast<char>(scale_));
  char bytes[sizeof sum_];
  std::memcpy(bytes, &sum_, sizeof sum_);
  // Bytes that only repeat the sign are left out; the count of those that are not comes first.
  std::size_t size = sizeof bytes;
  const char sign = sum_.is_negative() ? '\xff' : '\0';
  while (size > 0 && bytes[size - 1] == sign) --size;
  out.push_back(static_cast<char>(size << 1 | (sum_.is_negative() ? 1 : 0)));
  out.append(bytes, size);
}

inline Status DecimalSum::combine_saved(std::string_view& bytes) {
  const auto corrupt = [] { return fail(Errc::corrupt, "decimal sum: not well formed"); };
  if (bytes.size() < 2) return corrupt();
  const auto scale = static_cast<unsigned char>(bytes[0]);
  const auto kind = static_cast<unsigned char>(bytes[1]);
  const std::size_t size = kind >> 1;
  const char sign = (kind & 1) != 0 ? '\xff' : '\0';
  if (scale > Decimal::kMostScale || size > sizeof sum_ || bytes.size() - 2 < size)
    return corrupt();
  if (size > 0 && bytes[size + 1] == sign) return corrupt();
  DecimalSum loaded;
  char words[sizeof loaded.sum_];
  std::memset(words, sign, sizeof words);
  std::memcpy(words, bytes.data() + 2, size);
  std::memcpy(&loaded.sum_, words, sizeof words);
  if (loaded.sum_.is_negative() != ((kind & 1) != 0)) return corrupt();
  loaded.scale_ = scale;
  combine(loaded);
  bytes.remove_prefix(2 + size);
  return {};
}

}  // namespace dp
