// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Add doubles without rounding, so that no order of adding can change the result.
///
///   dp::ExactSum sum;                        a reducer's update:   sum.add(x)
///   for (double x : values) sum.add(x);      its save and combine: sum.save(bytes),
///   return sum.value();                                            sum.combine(other)
///
/// NarrowSum and WideSum are the two halves, for reducers that keep millions of sums in tables
/// of plain bytes and the rare wide ones apart.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <dp/big_number.hpp>
#include <dp/result.hpp>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace dp {

/// The exact sum of doubles whose bits lie within about 120 binary places of each other, which
/// nearly all data's do: plain bytes, and about 1 ns an addition.
///
/// Shape: a 128-bit fixed-point number whose place moves with the data, and flags for what is
///   not finite. Trivially copyable; starts as NarrowSum{}.
/// Law: the sum of what add() took. A value that it did not take belongs into a WideSum.
struct NarrowSum {
  enum Flag : std::uint8_t { kNan = 1, kPlus = 2, kMinus = 4 };

  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::int16_t exponent = -80;  ///< of the lowest bit
  std::uint8_t flags = 0;
  std::uint8_t unused = 0;
  std::uint32_t extra = 0;  ///< free for the owner: where the WideSum is

  /// Add x; false if it must go to a WideSum instead. NaN and infinities are always taken.
  [[nodiscard]] bool add(double x) noexcept {
    Int128 sum = value();
    if (!add_to(sum, x, exponent)) [[unlikely]]
      return add_slowly(x);
    set(sum);
    return true;
  }
  /// Add doubles from the front until one does not fit at once; return how many were added.
  /// What stopped it, if anything did, is for add(double). Cost: the sum stays in registers.
  std::size_t add_run(const double* values, std::size_t count) noexcept;
  /// Add value * 2^at; false if it does not fit.
  [[nodiscard]] bool add(Int128 value, int at) noexcept;

  [[nodiscard]] Int128 value() const noexcept {
    return static_cast<Int128>(static_cast<UInt128>(high) << 64 | low);
  }
  [[nodiscard]] bool finite() const noexcept { return flags == 0; }
  /// Meaningful if !finite(): NaN, or an infinity.
  [[nodiscard]] double special() const noexcept {
    if (flags == kPlus) return std::numeric_limits<double>::infinity();
    if (flags == kMinus) return -std::numeric_limits<double>::infinity();
    return std::numeric_limits<double>::quiet_NaN();
  }
  [[nodiscard]] BigNumber number() const noexcept { return BigNumber::of(value(), exponent); }

 private:
  static constexpr std::uint64_t kFraction = (std::uint64_t{1} << 52) - 1;
  static constexpr unsigned kRoom = 73;  // 53 + 73 = 126 bits, and one to grow into
  static constexpr int kBits = 126;

  /// Add x to a sum whose lowest bit is 2^at, if x is 0 or has all of its 53 bits in place.
  static bool add_to(Int128& sum, double x, int at) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
    const int shift = biased - 1075 - at;
    if (static_cast<unsigned>(shift) > kRoom || biased == 0x7ff || biased == 0) return x == 0;
    const auto mantissa = static_cast<std::int64_t>((bits & kFraction) | (kFraction + 1));
    const std::int64_t sign = static_cast<std::int64_t>(bits) >> 63;
    const Int128 term = static_cast<Int128>((mantissa ^ sign) - sign)
                        << static_cast<unsigned>(shift);
    Int128 total;
    if (__builtin_add_overflow(sum, term, &total)) return false;
    sum = total;
    return true;
  }
  void set(Int128 sum) noexcept {
    low = static_cast<std::uint64_t>(sum);
    high = static_cast<std::uint64_t>(static_cast<UInt128>(sum) >> 64);
  }
  // Kept out of line, so that the fast way is small enough to be inlined.
  [[nodiscard, gnu::cold]] bool add_slowly(double x) noexcept;
};
static_assert(sizeof(NarrowSum) == 24);

/// What a narrow sum and the wide one beside it (or nullptr) amount to.
class SumView {
 public:
  SumView(const NarrowSum& narrow, const WideSum* wide) noexcept
      : narrow_(&narrow), wide_(wide) {}

  /// The nearest double, ties to even. NaN if a NaN or both infinities were added; an infinity
  /// if one was, or if the sum is beyond the largest double; +0 for a sum of zeros.
  [[nodiscard]] double value() const noexcept {
    return narrow_->finite() ? number().rounded() : narrow_->special();
  }
  /// The sum divided by `count`, rounded once. Precondition: count > 0.
  [[nodiscard]] double mean(std::uint64_t count) const noexcept {
    return narrow_->finite() ? number().divided(count) : narrow_->special();
  }
  /// Append the sum in a form that depends on its value alone.
  ///
  /// Shape: a byte: 0 (>= 0), 1 (< 0), 2 (+inf), 3 (-inf), 4 (NaN). After 0 and 1: int16
  ///   exponent, uint16 size, then `size` bytes, lowest first, of an odd integer m: the sum is
  ///   m * 2^exponent. 0 has exponent and size 0.
  void save(std::string& out) const;

 private:
  [[nodiscard]] BigNumber number() const noexcept {
    if (wide_ == nullptr) return narrow_->number();
    WideSum all = *wide_;
    all.add(narrow_->value(), narrow_->exponent);
    return all.number();
  }
  const NarrowSum* narrow_;
  const WideSum* wide_;
};

/// A saved sum, read back.
///
/// Lifetime: its digits are those bytes that it was read from.
struct LoadedSum {
  std::uint8_t flags = 0;  ///< NarrowSum::Flag
  bool negative = false;
  std::int16_t exponent = 0;
  std::string_view digits;  ///< lowest first

  /// Read one sum from the front of `bytes` and remove it.
  /// Errors: corrupt, `bytes` then unchanged, unless SumView::save can have written it.
  static Result<LoadedSum> read(std::string_view& bytes);

  /// Add to narrow if it fits; else return false: the number belongs into a WideSum.
  [[nodiscard]] bool add_to(NarrowSum& narrow) const noexcept;
  [[nodiscard]] BigNumber number() const noexcept;
};

/// The exact sum of doubles, in any order.
///
/// Law: commutative and associative: equal multisets of values give equal value(), mean() and
///   save(), however they were split, ordered and combined.
/// Cost: 32 bytes and about 1 ns an addition; 272 bytes more and 10 ns if the values' bits lie
///   further than 120 binary places apart (1e20 and 1e-10 in one sum).
/// Threads: one instance belongs to one thread.
class ExactSum {
 public:
  void add(double x) {
    if (!narrow_.add(x)) [[unlikely]]
      add_wide(x);
  }
  void add(std::span<const double> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      i += narrow_.add_run(values.data() + i, values.size() - i);
      if (i < values.size()) add(values[i]);
    }
  }
  void combine(const ExactSum& other);
  [[nodiscard]] double value() const noexcept { return view().value(); }
  [[nodiscard]] double mean(std::uint64_t count) const noexcept { return view().mean(count); }
  void save(std::string& out) const { view().save(out); }
  /// Add a sum that save() wrote, from the front of `bytes`, and remove it there.
  /// Errors: corrupt; *this and `bytes` are then unchanged.
  [[nodiscard]] Status combine_saved(std::string_view& bytes);

 private:
  [[nodiscard]] SumView view() const noexcept { return {narrow_, wide_.get()}; }
  WideSum& wide() {
    if (!wide_) wide_ = std::make_unique<WideSum>();
    return *wide_;
  }
  void add_wide(double x);
  NarrowSum narrow_;
  std::unique_ptr<WideSum> wide_;
};

// ---- inline definitions ---------------------------------------------------------------------

namespace detail {

/// A finite double as value * 2^exponent.
struct Parts {
  std::int64_t value;
  int exponent;
};
inline Parts parts_of(double x) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto biased = static_cast<int>(bits >> 52 & 0x7ff);
  auto mantissa = static_cast<std::int64_t>(bits & ((std::uint64_t{1} << 52) - 1));
  if (biased != 0) mantissa |= std::int64_t{1} << 52;
  return {bits >> 63 != 0 ? -mantissa : mantissa, (biased == 0 ? 1 : biased) - 1075};
}

inline int trailing_zeros(UInt128 value) noexcept {
  const auto low = static_cast<std::uint64_t>(value);
  return low != 0 ? std::countr_zero(low)
                  : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64));
}
inline int bit_width(UInt128 value) noexcept {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  return high != 0 ? 64 + static_cast<int>(std::bit_width(high))
                   : static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value)));
}
inline UInt128 magnitude(Int128 value) noexcept {
  return value < 0 ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
}
/// value * 2^by, exactly: bits shifted out are known to be 0.
inline Int128 scaled(Int128 value, int by) noexcept {
  return by >= 0 ? static_cast<Int128>(static_cast<UInt128>(value) << by) : value >> -by;
}

}  // namespace detail

inline std::size_t NarrowSum::add_run(const double* values, std::size_t count) noexcept {
  Int128 sum = value();
  const int at = exponent;
  std::size_t added = 0;
  while (added < count && add_to(sum, values[added], at)) ++added;
  set(sum);
  return added;
}

inline bool NarrowSum::add(Int128 term, int at) noexcept {
  if (term == 0) return true;
  const auto zeros = detail::trailing_zeros(detail::magnitude(term));
  int lowest = at + zeros;
  int highest = at + detail::bit_width(detail::magnitude(term));
  const Int128 held = value();
  if (held != 0) {
    const auto magnitude = detail::magnitude(held);
    lowest = std::min(lowest, exponent + detail::trailing_zeros(magnitude));
    highest = std::max(highest, exponent + detail::bit_width(magnitude));
  }
  const int free = kBits - (highest - lowest);
  if (free < 0) return false;
  int place = exponent;
  // Move only if it must: most of the free room goes above, where sums grow.
  if (lowest < place || highest > place + kBits) place = lowest - free / 4;
  const Int128 moved = held == 0 ? 0 : detail::scaled(held, exponent - place);
  set(moved + detail::scaled(term, at - place));
  exponent = static_cast<std::int16_t>(place);
  return true;
}

inline bool NarrowSum::add_slowly(double x) noexcept {
  if (std::isnan(x)) {
    flags |= kNan;
  } else if (std::isinf(x)) {
    flags |= x > 0 ? kPlus : kMinus;
  } else {
    const auto parts = detail::parts_of(x);
    return add(parts.value, parts.exponent);
  }
  return true;
}

inline void SumView::save(std::string& out) const {
  if (!narrow_->finite()) {
    const bool plus = narrow_->flags == NarrowSum::kPlus;
    const bool minus = narrow_->flags == NarrowSum::kMinus;
    out.push_back(static_cast<char>(plus ? 2 : minus ? 3 : 4));
    return;
  }
  const BigNumber sum = number();
  std::size_t first = 0;
  std::size_t top = sum.size;
  while (top > 0 && sum.words[top - 1] == 0) --top;
  while (first < top && sum.words[first] == 0) ++first;
  if (first == top) {
    out.append(5, '\0');
    return;
  }
  const auto zeros = static_cast<unsigned>(std::countr_zero(sum.words[first]));
  const auto bits = 64 * (top - first) - zeros -
                    static_cast<std::size_t>(std::countl_zero(sum.words[top - 1]));
  const auto exponent =
      static_cast<std::int16_t>(sum.exponent + static_cast<int>(64 * first + zeros));
  const auto size = static_cast<std::uint16_t>((bits + 7) / 8);
  char bytes[5 + 8 * BigNumber::kWords];
  bytes[0] = sum.negative ? 1 : 0;
  std::memcpy(bytes + 1, &exponent, 2);
  std::memcpy(bytes + 3, &size, 2);
  char* at = bytes + 5;
  for (std::size_t i = first; i < top; ++i, at += 8) {
    std::uint64_t word = sum.words[i] >> zeros;
    if (zeros != 0 && i + 1 < top) word |= sum.words[i + 1] << (64 - zeros);
    std::memcpy(at, &word, 8);
  }
  out.append(bytes, std::size_t{5} + size);
}

inline Result<LoadedSum> LoadedSum::read(std::string_view& bytes) {
  const auto corrupt = [] { return fail(Errc::corrupt, "exact sum: not well formed"); };
  LoadedSum sum;
  if (bytes.empty() || static_cast<unsigned char>(bytes[0]) > 4) return corrupt();
  const char kind = bytes[0];
  if (kind >= 2) {
    sum.flags = static_cast<std::uint8_t>(kind == 2   ? NarrowSum::kPlus
                                          : kind == 3 ? NarrowSum::kMinus
                                                      : NarrowSum::kNan);
    bytes.remove_prefix(1);
    return sum;
  }
  std::uint16_t size;
  if (bytes.size() < 5) return corrupt();
  std::memcpy(&sum.exponent, bytes.data() + 1, 2);
  std::memcpy(&size, bytes.data() + 3, 2);
  if (bytes.size() - 5 < size || size > 8 * WideSum::kWords) return corrupt();
  sum.negative = kind == 1;
  sum.digits = bytes.substr(5, size);
  bytes.remove_prefix(std::size_t{5} + size);
  if (size == 0) {
    if (sum.exponent == 0 && kind == 0) return sum;
  } else {
    const auto highest = static_cast<unsigned char>(sum.digits.back());
    const int high = sum.exponent + 8 * (size - 1) + static_cast<int>(std::bit_width(highest));
    if ((sum.digits[0] & 1) != 0 && highest != 0 && sum.exponent >= WideSum::kLowest &&
        high <= 1024 + 64)
      return sum;
  }
  bytes = {sum.digits.data() - 5, bytes.size() + 5 + size};
  return corrupt();
}

inline BigNumber LoadedSum::number() const noexcept {
  BigNumber made;
  made.negative = negative;
  made.exponent = exponent;
  made.size = (digits.size() + 7) / 8;
  if (made.size == 0) return made;
  made.words[made.size - 1] = 0;
  std::memcpy(made.words, digits.data(), digits.size());
  return made;
}

inline bool LoadedSum::add_to(NarrowSum& narrow) const noexcept {
  narrow.flags |= flags;
  UInt128 magnitude = 0;
  if (digits.empty()) return true;
  if (digits.size() > sizeof magnitude) return false;
  std::memcpy(&magnitude, digits.data(), digits.size());
  if (magnitude >> 126 != 0) return false;
  const auto value = static_cast<Int128>(magnitude);
  return narrow.add(negative ? -value : value, exponent);
}

inline void ExactSum::add_wide(double x) {
  const auto parts = detail::parts_of(x);
  wide().add(parts.value, parts.exponent);
}

inline void ExactSum::combine(const ExactSum& other) {
  narrow_.flags |= other.narrow_.flags;
  if (other.wide_) wide().add(*other.wide_);
  if (!narrow_.add(other.narrow_.value(), other.narrow_.exponent))
    wide().add(other.narrow_.value(), other.narrow_.exponent);
}

inline Status ExactSum::combine_saved(std::string_view& bytes) {
  DP_TRY(const auto sum, LoadedSum::read(bytes));
  if (!sum.add_to(narrow_)) wide().add(sum.number());
  return {};
}

}  // namespace dp
