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
  std::uint64_t word = 0;  ///< see order_word()
  std::uint64_t times = 0;
  std::uint32_t entry = 0;
};

/// The values of a group.
class Values {
 public:
  Values(const Table& table, Type type) : table_(&table), type_(type) {}

  void read(std::span<const std::uint32_t> entries) {
    all_.clear();
    count_ = 0;
    for (const auto entry : entries) {
      const auto times = load<std::uint64_t>(table_->at(entry) + table_->payload());
      all_.push_back({order_word(table_->key(entry), type_), times, entry});
      count_ += times;
    }
  }
  [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// The value with number `rank`, from 1, in their order. Precondition: there are so many.
  /// Cost: linear, for each step leaves half of them.
  Cell at(std::uint64_t rank) {
    std::span<Counted> left(all_);
    while (left.size() > 1) {
      const auto low = left.first(left.size() / 2);
      std::nth_element(left.begin(), low.end(), left.end(),
                       [this](const Counted& a, const Counted& b) { return is_before(a, b); });
      const auto count = std::accumulate(
          low.begin(), low.end(), std::uint64_t{0},
          [](std::uint64_t sum, const Counted& each) { return sum + each.times; });
      left = rank <= count ? low : left.subspan(low.size());
      if (rank > count) rank -= count;
    }
    return table_->key(left[0].entry);
  }
  /// The smallest of the most frequent. Precondition: there is one.
  [[nodiscard]] Cell mode() const {
    const auto found =
        std::min_element(all_.begin(), all_.end(), [this](const Counted& a, const Counted& b) {
          return a.times != b.times ? a.times > b.times : is_before(a, b);
        });
    return table_->key(found->entry);
  }

 private:
  [[nodiscard]] bool is_before(const Counted& a, const Counted& b) const noexcept {
    if (a.word != b.word) return a.word < b.word;
    const Cell left = table_->key(a.entry);
    const Cell right = table_->key(b.entry);
    return compare(datum_of(left, type_), datum_of(right, type_), type_) < 0;
  }

  const Table* table_;
  Type type_;
  std::vector<Counted> all_;
  std::uint64_t count_ = 0;
};

/// The least rank at which a share of `count` values is reached.
std::uint64_t rank_of(const Decimal& share, std::uint64_t count) noexcept {
  const auto most = static_cast<std::int64_t>(count);
  const auto part = decimal::multiply(share, Decimal(most));
  const auto rank = part ? decimal::round(*part, 0, decimal::Rounding::up) : part;
  const auto whole = rank ? rank->to_int().value_or(most) : most;
  return static_cast<std::uint64_t>(std::clamp<std::int64_t>(whole, 1, most));
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

Ranked::Ranked(const State& state, std::span<const std::size_t> wanted)
    : plan_(state.plan), found_(plan_->taken.size()) {
  for (std::size_t i = 0; i < plan_->accumulators.size(); ++i) {
    std::vector<std::size_t> columns;
    for (const auto index : wanted)
      if (plan_->taken[index].accumulator == i && is_ranked(plan_->taken[index].function))
        columns.push_back(index);
    if (!columns.empty()) find(state, plan_->accumulators[i], columns);
  }
}

void Ranked::find(const State& state, const Accumulator& each,
                  std::span<const std::size_t> columns) {
  const auto& table = state.values[each.table];
  std::vector<std::uint32_t> all(table.size());
  std::iota(all.begin(), all.end(), 0u);
  const auto groups = by_group(state, table, all);
  for (const auto column : columns) found_[column].resize(state.groups.size());
  Values values(table, each.type);
  for (std::uint32_t group = 0; group < state.groups.size(); ++group) {
    values.read(groups.of(group));
    if (values.empty()) continue;
    for (const auto column : columns) {
      const auto& taken = plan_->taken[column];
      auto& found = found_[column][group];
      const auto count = values.count();
      if (taken.function == Function::mode) {
        found.low = values.mode();
      } else if (taken.function == Function::quantile) {
        found.low = values.at(rank_of(taken.share, count));
      } else {
        found.low = values.at((count + 1) / 2);
        found.high = count % 2 == 0 ? values.at(count / 2 + 1) : found.low;
      }
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
