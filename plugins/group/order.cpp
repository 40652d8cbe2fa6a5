// SPDX-License-Identifier: Apache-2.0
#include "group/order.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "group/partial.hpp"
#include "group/rows.hpp"

namespace dp::group {
namespace {

/// What stands first of all in an ascending order, and after all numbers.
constexpr std::uint64_t kNullRank = 0;
constexpr std::uint64_t kNanRank = std::numeric_limits<std::uint64_t>::max() - 1;

/// A group with the beginning of its place in the order.
///
/// Law: first, then second, are in the order of the groups, but may tie where groups do not.
struct Item {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  const char* text = nullptr;  ///< of the key that is sorted by first, if that is a string
  std::uint32_t size = 0;
  std::uint32_t group = 0;
};

/// The taken columns that decide the order.
std::vector<std::size_t> sorted_by(const Plan& plan) {
  std::vector<std::size_t> taken;
  for (const auto& by : plan.sort)
    if (!by.key) taken.push_back(by.index);
  return taken;
}

/// Compares groups as the plan sorts them.
class Order {
 public:
  explicit Order(const State& state)
      : plan_(*state.plan), rows_(state, sorted_by(*state.plan)) {}

  [[nodiscard]] Item item(std::uint32_t group) const noexcept {
    Item made;
    made.group = group;
    if (plan_.sort.empty()) return made;
    if (by_text()) {
      const auto text = rows_.key_text(plan_.sort[0].index, group);
      made.text = text.data();
      made.size = static_cast<std::uint32_t>(text.size());
      read_words(made, 0);
      return made;
    }
    made.first = word(plan_.sort[0], group, 0);
    const auto type = type_of(plan_.sort[0]);
    if (type == Type::decimal) return made;  // which equal words say little of
    if (is_text(type))
      made.second = word(plan_.sort[0], group, 8);
    else if (made.first > 1 && made.first < kNanRank - 1 && plan_.sort.size() > 1)
      made.second = word(plan_.sort[1], group, 0);  // equal words are equal values here
    return made;
  }
  /// This order, for algorithms, which copy what they compare with.
  [[nodiscard]] auto before() const noexcept {
    return [this](const Item& a, const Item& b) { return (*this)(a, b); };
  }
  /// Put the items in order.
  void sort(std::vector<Item>::iterator first, std::vector<Item>::iterator last) const {
    if (by_text())
      sort_texts(first, last, 0);
    else
      std::sort(first, last, before());
  }
  bool operator()(const Item& a, const Item& b) const noexcept {
    if (a.first != b.first) return a.first < b.first;
    if (a.second != b.second) return a.second < b.second;
    for (const auto& by : plan_.sort)
      if (const auto order = compare(by, a.group, b.group); order != 0) return order < 0;
    return false;
  }

 private:
  using Place = std::vector<Item>::iterator;
  static constexpr std::size_t kWords = 16;     // bytes of text in an item
  static constexpr std::size_t kDeepest = 256;  // bytes of text that are sorted by words

  [[nodiscard]] bool by_text() const noexcept {
    if (plan_.sort.empty()) return false;
    const auto& by = plan_.sort.front();
    return by.key && is_text(plan_.keys[by.index].field.type);
  }
  void read_words(Item& item, std::size_t at) const noexcept {
    const std::string_view text(item.text, item.size);
    const std::uint64_t flip = plan_.sort[0].descending ? ~std::uint64_t{0} : 0;
    item.first = text_word(text, at) ^ flip;
    item.second = text_word(text, at + 8) ^ flip;
  }
  /// Sort by the 16 bytes of text from `at`, before which all agree, then those that agree
  /// there too by the next 16. Texts of one site or folder begin alike for long.
  void sort_texts(Place first, Place last, std::size_t at) const {
    const auto by_words = [](const Item& a, const Item& b) {
      return a.first != b.first ? a.first < b.first : a.second < b.second;
    };
    std::sort(first, last, by_words);
    while (first != last) {
      const auto end = std::find_if(first + 1, last, [&](const Item& item) {
        return item.first != first->first || item.second != first->second;
      });
      if (end - first > 1) sort_equal(first, end, at + kWords);
      first = end;
    }
  }
  void sort_equal(Place first, Place last, std::size_t at) const {
    const bool longer =
        std::any_of(first, last, [at](const Item& item) { return item.size > at; });
    if (!longer || at >= kDeepest) return std::sort(first, last, before());
    for (auto item = first; item != last; ++item) read_words(*item, at);
    sort_texts(first, last, at);
  }
  [[nodiscard]] Type type_of(const SortBy& by) const noexcept {
    return by.key ? plan_.keys[by.index].field.type : plan_.taken[by.index].field.type;
  }
  [[nodiscard]] bool is_int_sum(const SortBy& by) const noexcept {
    return !by.key && rows_.is_int_sum(by.index);
  }
  [[nodiscard]] Datum datum(const SortBy& by, std::uint32_t group, Cell& hold) const noexcept {
    return by.key ? rows_.key(by.index, group, hold) : rows_.taken(by.index, group, hold);
  }

  [[nodiscard]] std::uint64_t word(const SortBy& by, std::uint32_t group,
                                   std::size_t at) const noexcept {
    Cell hold;
    auto value = datum(by, group, hold);
    const Type type = type_of(by);
    if (is_int_sum(by)) value.integer = clamped(rows_.int_sum(by.index, group));
    if (is_text(type)) {
      const auto found = value.null ? 0 : text_word(value.text, at);
      return by.descending ? ~found : found;
    }
    if (value.null) return by.descending ? ~kNullRank : kNullRank;
    if (type == Type::decimal) value.number = rough(by, group, value.decimal);
    if (type == Type::float64 || type == Type::decimal) {
      if (value.number != value.number) return kNanRank;
      value.integer = float_order(static_cast<std::int64_t>(float_key(value.number)));
    }
    const auto place = by.descending ? ~ordered(value.integer) : ordered(value.integer);
    return std::clamp<std::uint64_t>(place, 1, kNanRank - 1);
  }
  /// A float in the order of the decimals, or of their sums: equal ones say nothing.
  [[nodiscard]] double rough(const SortBy& by, std::uint32_t group,
                             const Decimal& value) const noexcept {
    if (by.key || !rows_.is_decimal_sum(by.index)) return value.to_double();
    // The mean of so many has room, whatever the sum is.
    constexpr auto kMany = std::numeric_limits<std::uint64_t>::max();
    const auto part = rows_.decimal_sum(by.index, group).mean(kMany);
    return part ? part->to_double() : 0;
  }
  static std::int64_t clamped(Int128 sum) noexcept {
    using Limits = std::numeric_limits<std::int64_t>;
    if (sum > Limits::max()) return Limits::max();
    return sum < Limits::min() ? Limits::min() : static_cast<std::int64_t>(sum);
  }

  [[nodiscard]] std::strong_ordering compare(const SortBy& by, std::uint32_t a,
                                             std::uint32_t b) const noexcept {
    Cell hold_a;
    Cell hold_b;
    const auto x = datum(by, a, hold_a);
    const auto y = datum(by, b, hold_b);
    const Type type = type_of(by);
    auto order = std::strong_ordering::equal;
    if (is_int_sum(by) && !x.null && !y.null) {
      const auto left = rows_.int_sum(by.index, a);
      const auto right = rows_.int_sum(by.index, b);
      order = left < right   ? std::strong_ordering::less
              : right < left ? std::strong_ordering::greater
                             : std::strong_ordering::equal;
    } else if (!by.key && rows_.is_decimal_sum(by.index) && !x.null && !y.null) {
      order = order_of(rows_.decimal_sum(by.index, a).compare(rows_.decimal_sum(by.index, b)));
    } else {
      // NaN stays after the numbers whichever way they run.
      const bool nan_a = !x.null && type == Type::float64 && x.number != x.number;
      const bool nan_b = !y.null && type == Type::float64 && y.number != y.number;
      if (nan_a != nan_b && !x.null && !y.null) return nan_a <=> nan_b;
      order = group::compare(x, y, type);
    }
    return by.descending ? 0 <=> order : order;
  }

  const Plan& plan_;
  Rows rows_;
};

std::vector<std::uint32_t> first_groups(const State& state, std::uint64_t most) {
  const Order order(state);
  std::vector<Item> items;
  items.reserve(state.groups.size());
  for (std::uint32_t i = 0; i < state.groups.size(); ++i) items.push_back(order.item(i));
  const auto kept = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(most, items.size()));
  const auto middle = items.begin() + kept;
  if (static_cast<std::size_t>(kept) < items.size() / 16) {
    std::partial_sort(items.begin(), middle, items.end(), order.before());
  } else {
    if (middle != items.end())
      std::nth_element(items.begin(), middle, items.end(), order.before());
    order.sort(items.begin(), middle);
  }
  std::vector<std::uint32_t> groups;
  groups.reserve(static_cast<std::size_t>(kept));
  for (auto item = items.begin(); item != middle; ++item) groups.push_back(item->group);
  return groups;
}

constexpr std::uint32_t kGone = std::numeric_limits<std::uint32_t>::max();

/// Keep only `kept` (rising) of the groups; return the old ones' new numbers.
std::vector<std::uint32_t> keep_groups(State& state, const std::vector<std::uint32_t>& kept) {
  std::vector<std::uint32_t> renumbered(state.groups.size(), kGone);
  for (std::uint32_t i = 0; i < kept.size(); ++i) renumbered[kept[i]] = i;
  state.groups.keep(kept, [&state](std::uint32_t group) {
    return state.groups.key(group).hash(state.hasher);
  });
  return renumbered;
}

/// Keep the top list's values of the groups that are left.
void keep_top(State& state, const Accumulator& each,
              const std::vector<std::uint32_t>& renumbered, const ByGroup& values) {
  auto& table = state.values[each.table];
  std::vector<std::uint32_t> kept;
  for (std::uint32_t group = 0; group < renumbered.size(); ++group) {
    if (renumbered[group] == kGone) continue;
    const auto all = values.of(group);
    std::vector<std::uint32_t> best(all.begin(), all.end());
    if (best.size() > each.most) most_frequent(table, each.type, each.most, best);
    kept.insert(kept.end(), best.begin(), best.end());
  }
  std::sort(kept.begin(), kept.end());
  if (!state.one_group())
    for (const auto entry : kept)
      store(table.at(entry) + sizeof(Cell), renumbered[table.scope(entry)]);
  table.keep(kept, [&](std::uint32_t entry) {
    return state.value_hash(table.key(entry), state.one_group() ? 0 : table.scope(entry));
  });
}

}  // namespace

std::vector<std::uint32_t> result_order(const State& state) {
  const auto limit = state.plan->limit;
  return first_groups(state, limit == 0 ? state.groups.size() : limit);
}

void trim(State& state) {
  const auto limit = state.plan->limit;
  std::vector<std::uint32_t> kept(state.groups.size());
  std::iota(kept.begin(), kept.end(), 0u);
  if (limit != 0 && limit < kept.size()) {
    kept = first_groups(state, limit);
    std::sort(kept.begin(), kept.end());
  }
  state.trimmed = true;
  if (kept.size() == state.groups.size() && state.values.empty()) return;
  std::vector<ByGroup> values;
  for (const auto& table : state.values) {
    std::vector<std::uint32_t> all(table.size());
    std::iota(all.begin(), all.end(), 0u);
    values.push_back(by_group(state, table, all));
  }
  const auto renumbered = keep_groups(state, kept);
  for (const auto& each : state.plan->accumulators) {
    if (each.kind == Kind::distinct) state.values[each.table].clear();
    if (each.kind == Kind::top) keep_top(state, each, renumbered, values[each.table]);
  }
}

Status save_bounds(const State& state, std::uint32_t ranges, Output& out) {
  if (state.plan->limit != 0 || state.one_group()) return {};
  const auto order = result_order(state);
  std::vector<std::uint32_t> bounds;
  for (std::uint64_t i = 1; i < ranges; ++i) {
    const auto at = static_cast<std::uint32_t>(i * order.size() / ranges);
    if (at != 0 && (bounds.empty() || bounds.back() != order[at])) bounds.push_back(order[at]);
  }
  const std::uint32_t starts[] = {0, static_cast<std::uint32_t>(bounds.size())};
  return save_groups(state, bounds, starts, out);
}

Status save_ranges(State& state, std::string_view bounds, Output& out) {
  DP_TRY(const auto added, add_bounds(state, bounds));
  if (added.size() >= DP_PARTITIONS) return fail(Errc::corrupt, "bounds: too many");
  std::vector<std::uint8_t> is_bound(state.groups.size(), 0);
  constexpr std::uint8_t kBound = 1;
  constexpr std::uint8_t kForeign = 2;
  for (const auto& bound : added) is_bound[bound.group] = bound.is_new ? kForeign : kBound;
  std::vector<std::uint32_t> groups;
  std::vector<std::uint32_t> starts{0};
  for (const auto group : result_order(state)) {
    if (is_bound[group] != 0) starts.push_back(static_cast<std::uint32_t>(groups.size()));
    if (is_bound[group] != kForeign) groups.push_back(group);
  }
  starts.push_back(static_cast<std::uint32_t>(groups.size()));
  return save_groups(state, groups, starts, out);
}

}  // namespace dp::group
