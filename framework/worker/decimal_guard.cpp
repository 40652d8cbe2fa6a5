// SPDX-License-Identifier: Apache-2.0
#include "worker/decimal_guard.hpp"

#include <dp/column_view.hpp>
#include <dp/decimal.hpp>

namespace dp::worker {

namespace {

/// 10^kDigits: the least coefficient that has too many digits.
constexpr UInt128 too_large() noexcept {
  UInt128 power = 1;
  for (int i = 0; i < Decimal::kDigits; ++i) power *= 10;
  return power;
}

constexpr const char* kWhose = ": a mistake of the plugin (dp::Decimal makes no such)";

/// The scale as it stands there: Decimal::scale() is never more than it may be.
constexpr int scale_of(const Decimal& value) noexcept {
  return static_cast<int>(value.words().second >> 56 & 0x7f);
}

constexpr bool is_decimal(const Decimal& value) noexcept {
  return value.coefficient() < too_large() && scale_of(value) <= Decimal::kMostScale &&
         !(value.is_negative() && value.is_zero());
}

std::string_view fault_of(const Decimal& value) noexcept {
  if (value.coefficient() >= too_large()) return "a coefficient of more than 36 digits";
  return scale_of(value) > Decimal::kMostScale ? "a scale of more than 36"
                                               : "a zero with a sign";
}

}  // namespace

std::string_view decimal_fault(const ArrowArray& values) noexcept {
  // A column that nobody reads is empty.
  if (values.length == 0 || values.buffers[1] == nullptr) return {};
  const DecimalColumn column(values);
  bool all = true;
  for (std::size_t row = 0; row < column.size(); ++row) all &= is_decimal(column[row]);
  for (std::size_t row = 0; !all && row < column.size(); ++row)
    if (!column.is_null(row) && !is_decimal(column[row])) return fault_of(column[row]);
  return {};
}

DecimalGuard::DecimalGuard(const Schema& columns, std::string task,
                           std::span<const std::uint8_t> used)
    : task_(std::move(task)) {
  const auto is_read = [&](std::size_t i) { return i >= used.size() || used[i] != 0; };
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i].type == Type::decimal && is_read(i))
      columns_.emplace_back(i, columns[i].name);
}

Status DecimalGuard::check(const ArrowArray& rows) const {
  for (const auto& [place, name] : columns_) {
    if (place >= static_cast<std::size_t>(rows.n_children)) continue;
    const auto fault = decimal_fault(*rows.children[place]);
    if (!fault.empty())
      return fail(Errc::bug, task_ + ": emits in column '" + name + "' what is no decimal, " +
                                 std::string(fault) + kWhose);
  }
  return {};
}

}  // namespace dp::worker
