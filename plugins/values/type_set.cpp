// SPDX-License-Identifier: Apache-2.0
#include "values/type_set.hpp"

#include "values/come_back.hpp"

namespace dp::values {

std::uint8_t TypeSet::bits_of(Likely likely) noexcept {
  switch (likely) {
    case Likely::anything:
      return kAll;
    case Likely::number:
      return kInt | kFloat;
    case Likely::boolean:
      return kBool;
    case Likely::time:
      return kDate | kTimestamp;
    case Likely::nothing:
      break;
  }
  return 0;
}

void TypeSet::see(std::string_view value, Likely likely) noexcept {
  any_ = true;
  left_ &= bits_of(likely);
  const auto drop_unless = [&](std::uint8_t bit, auto comes_back) {
    if ((left_ & bit) != 0 && !comes_back(value)) left_ &= static_cast<std::uint8_t>(~bit);
  };
  drop_unless(kInt, int_comes_back);
  drop_unless(kFloat, float_comes_back);
  drop_unless(kBool, bool_comes_back);
  drop_unless(kDate, date_comes_back);
  drop_unless(kTimestamp, timestamp_comes_back);
}

Type TypeSet::first() const noexcept {
  if (!any_) return Type::string;
  if ((left_ & kInt) != 0) return Type::int64;
  if ((left_ & kFloat) != 0) return Type::float64;
  if ((left_ & kBool) != 0) return Type::boolean;
  if ((left_ & kDate) != 0) return Type::date;
  return (left_ & kTimestamp) != 0 ? Type::timestamp : Type::string;
}

}  // namespace dp::values
