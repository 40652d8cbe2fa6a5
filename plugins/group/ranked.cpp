// SPDX-License-Identifier: Apache-2.0
#include "group/ranked.hpp"

#include <algorithm>
#include <dp/exact_sum.hpp>
#include <numeric>

#include "group/rows.hpp"

namespace dp::group {
namespace {

/// A value of a group, and how often it has it.
struct Counted {
  Cell value;
  std::uint64_t times = 0;
};

/// The values of a group, rising.
std::vector<Counted> sorted_values(const Table& table, Type type,
                                   std::span<const std::uint32_t> entries) {
  std::vector<Counted> values;
  values.reserve(entries.size());
  for (const auto entry : entries)
    values.push_back(
        {table.key(entry), load<std::uint64_t>(table.at(entry) + table.payload())});
  std::sort(values.begin(), values.end(), [type](const Counted& a, const Counted& b) {
    return compare(datum_of(a.value, type), datum_of(b.value, type), type) < 0;
  });
  return values;
}

std::uint64_t count_of(const std::vector<Counted>& values) noexcept {
  return std::accumulate(
      values.begin(), values.end(), std::uint64_t{0},
      [](std::uint64_t sum, const Counted& each) { return sum + each.times; });
}

/// The value with number `rank`, from 1. Precondition: there are so many.
const Cell& value_at(const std::vector<Counted>& values, std::uint64_t rank) noexcept {
  std::size_t i = 0;
  for (std::uint64_t before = 0; before + values[i].times < rank; ++i)
    before += values[i].times;
  return values[i].value;
}

/// The least rank at which a share of `count` values is reached.
std::uint64_t rank_of(const Decimal& share, std::uint64_t count) noexcept {
  const auto most = static_cast<std::int64_t>(count);
  const auto part = decimal::multiply(share, Decimal(most));
  const auto rank = part ? decimal::round(*part, 0, decimal::Rounding::up) : part;
  const auto whole = rank ? rank->to_int().value_or(most) : most;
  return static_cast<std::uint64_t>(std::clamp<std::int64_t>(whole, 1, most));
}

/// The first of the most frequent.
const Cell& mode_of(const std::vector<Counted>& values) noexcept {
  return std::max_element(values.begin(), values.end(),
                          [](const Counted& a, const Counted& b) { return a.times < b.times; })
      ->value;
}

double middle_of(double a, double b) {
  ExactSum sum;
  sum.add(a);
  sum.add(b);
  return sum.mean(2);
}

/// The number in the middle of two.
Datum middle_of(const Datum& low, const Datum& high, Type type) {
  Datum middle;
  if (type == Type::decimal) {
    DecimalSum sum;
    sum.add(low.decimal);
    sum.add(high.decimal);
    middle.decimal = sum.mean(2).value_or(Decimal());
  } else if (type == Type::float64) {
    middle.number = middle_of(low.number, high.number);
  } else {
    middle.number = BigNumber::of(Int128{low.integer} + high.integer).divided(2);
  }
  return middle;
}

}  // namespace

Ranked::Ranked(const State& state) : plan_(state.plan), found_(plan_->taken.size()) {
  for (std::size_t t = 0; t < found_.size(); ++t) {
    const auto& taken = plan_->taken[t];
    if (!is_ranked(taken.function)) continue;
    const auto& each = plan_->accumulators[taken.accumulator];
    const auto& table = state.values[each.table];
    std::vector<std::uint32_t> all(table.size());
    std::iota(all.begin(), all.end(), 0u);
    const auto groups = by_group(state, table, all);
    found_[t].resize(state.groups.size());
    for (std::uint32_t group = 0; group < state.groups.size(); ++group) {
      const auto values = sorted_values(table, each.type, groups.of(group));
      if (values.empty()) continue;
      const auto count = count_of(values);
      auto& found = found_[t][group];
      if (taken.function == Function::mode)
        found.low = mode_of(values);
      else if (taken.function == Function::quantile)
        found.low = value_at(values, rank_of(taken.share, count));
      else
        found = {value_at(values, (count + 1) / 2), value_at(values, count / 2 + 1)};
    }
  }
}

Datum Ranked::of(std::size_t index, std::uint32_t group, Cell& hold) const noexcept {
  const auto& taken = plan_->taken[index];
  const auto type = plan_->accumulators[taken.accumulator].type;
  const auto& found = found_[index][group];
  hold = found.low;
  const auto low = datum_of(hold, type);
  if (taken.function != Function::median || low.null) return low;
  return middle_of(low, datum_of(found.high, type), type);
}

}  // namespace dp::group
