// SPDX-License-Identifier: Apache-2.0
#include "arrow/decimals.hpp"

#include <algorithm>
#include <cstring>
#include <dp/detail/wide_int.hpp>

namespace dp::arrow {
namespace {

constexpr auto& kPowers = dp::detail::kPowersOfTen;

int digits_of(UInt128 number) noexcept {
  return static_cast<int>(std::upper_bound(kPowers.begin(), kPowers.end(), number) -
                          kPowers.begin());
}

}  // namespace

void Digits::add(const Decimal& value) noexcept {
  before_ = std::max(before_, digits_of(value.coefficient()) - value.scale());
  after_ = std::max(after_, value.scale());
  if (value.scale() > shortest_after_)
    shortest_after_ = std::max(shortest_after_, decimal::shortest(value).scale());
}

int Digits::scale() const noexcept {
  return before_ + after_ <= kMostDigits ? after_ : shortest_after_;
}

bool put_decimal(char* out, const Decimal& value, int scale) noexcept {
  const auto kept = value.scale() > scale ? decimal::shortest(value) : value;
  const int more = scale - kept.scale();
  if (more < 0 || (!kept.is_zero() && digits_of(kept.coefficient()) + more > kMostDigits))
    return false;
  const auto size =
      kept.is_zero() ? 0 : kept.coefficient() * kPowers[static_cast<unsigned>(more)];
  const auto number = kept.is_negative() ? UInt128{0} - size : size;
  std::memcpy(out, &number, sizeof number);
  return true;
}

}  // namespace dp::arrow
