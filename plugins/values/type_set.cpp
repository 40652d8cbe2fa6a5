// SPDX-License-Identifier: Apache-2.0
#include "values/type_set.hpp"

#include "values/come_back.hpp"

namespace dp::values {

std::uint16_t TypeSet::bits_of(Likely likely) noexcept {
  switch (likely) {
    case Likely::anything:
      return kEmpty & static_cast<std::uint16_t>(~kUnseen);
    case Likely::number:
      return kInt | kFloat | kDecimal;
    case Likely::boolean:
      return kBool;
    case Likely::time:
      return kDate | kTimestamp | kText;
    case Likely::nothing:
      return kText;
    case Likely::container:
      break;
  }
  return 0;
}

void TypeSet::see(std::string_view value, Likely likely) noexcept {
  bits_ &= bits_of(likely);
  const auto drop_unless = [&](std::uint16_t bit, auto comes_back) {
    if ((bits_ & bit) != 0 && !comes_back(value)) bits_ &= static_cast<std::uint16_t>(~bit);
  };
  drop_unless(kInt, int_comes_back);
  drop_unless(kFloat, float_comes_back);
  drop_unless(kDecimal, decimal_comes_back);
  drop_unless(kBool, bool_comes_back);
  drop_unless(kDate, date_comes_back);
  drop_unless(kTimestamp, timestamp_comes_back);
}

Type TypeSet::first() const noexcept {
  if (is_empty()) return Type::string;
  if ((bits_ & kInt) != 0) return Type::int64;
  if ((bits_ & kFloat) != 0) return Type::float64;
  if ((bits_ & kDecimal) != 0) return Type::decimal;
  if ((bits_ & kBool) != 0) return Type::boolean;
  if ((bits_ & kDate) != 0) return Type::date;
  if ((bits_ & kTimestamp) != 0) return Type::timestamp;
  return (bits_ & kText) != 0 ? Type::string : Type::json;
}

bool TypeSet::has(Type type) const noexcept {
  switch (type) {
    case Type::int64:
      return (bits_ & kInt) != 0;
    case Type::float64:
      return (bits_ & kFloat) != 0;
    case Type::decimal:
      return (bits_ & kDecimal) != 0;
    case Type::boolean:
      return (bits_ & kBool) != 0;
    case Type::date:
      return (bits_ & kDate) != 0;
    case Type::timestamp:
      return (bits_ & kTimestamp) != 0;
    case Type::string:
      return (bits_ & kText) != 0;
    case Type::json:
      break;
  }
  return true;
}

}  // namespace dp::values
