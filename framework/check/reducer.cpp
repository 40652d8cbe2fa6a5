// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "check/laws.hpp"

namespace dp::check {

namespace {

/// The ways in which dp may bring the same rows to the same result.
class ReducerWays {
 public:
  explicit ReducerWays(Driver& driver) : driver_(&driver) {}

  /// Rows in these batches, saved.
  Result<Partials> folded(std::span<const Row> rows, const std::vector<std::size_t>& batches) {
    DP_TRY(auto reducer, driver_->open<plugin::ReducerInstance>());
    for (const auto size : batches) {
      DP_CHECK(driver_->update(reducer, rows.first(size)));
      rows = rows.subspan(size);
    }
    return driver_->save(reducer);
  }
  Result<Partials> folded(std::span<const Row> rows) { return folded(rows, {rows.size()}); }

  /// Partials combined in this order, and saved again.
  Result<Partials> merged(const std::vector<Partials>& all, bool trim = false) {
    DP_TRY(auto reducer, driver_->open<plugin::ReducerInstance>());
    for (const auto& each : all) DP_CHECK(driver_->combine(reducer, each));
    if (trim) DP_CHECK(driver_->trim(reducer));
    return driver_->save(reducer);
  }
  /// Partials combined in this order, and finalized.
  Outcome result(const std::vector<Partials>& all) {
    DP_TRY(auto reducer, driver_->open<plugin::ReducerInstance>());
    for (const auto& each : all) DP_CHECK(driver_->combine(reducer, each));
    return driver_->finalize(reducer);
  }

  Outcome direct() {
    DP_TRY(auto reducer, driver_->open<plugin::ReducerInstance>());
    DP_CHECK(driver_->update(reducer, driver_->rows()));
    return driver_->finalize(reducer);
  }
  Outcome whole() {
    DP_TRY(auto partials, folded(driver_->rows()));
    return result({std::move(partials)});
  }
  Outcome in_batches() {
    auto random = driver_->random(1);
    DP_TRY(auto partials,
           folded(driver_->rows(), random_pieces(driver_->rows().size(), random)));
    return result({std::move(partials)});
  }
  /// The next epoch of an instance that has been saved and reset.
  Outcome after_reset() {
    DP_TRY(auto reducer, driver_->open<plugin::ReducerInstance>());
    DP_CHECK(driver_->update(reducer, driver_->part(0)));
    DP_TRY(const auto unused, driver_->save(reducer));
    DP_CHECK(driver_->reset(reducer));
    DP_CHECK(driver_->update(reducer, driver_->rows()));
    DP_TRY(auto partials, driver_->save(reducer));
    return result({std::move(partials)});
  }
  Outcome with_nothing(bool before) {
    DP_TRY(auto all, folded(driver_->rows()));
    DP_TRY(auto nothing, folded({}));
    return before ? result({std::move(nothing), std::move(all)})
                  : result({std::move(all), std::move(nothing)});
  }
  Outcome nothing() {
    DP_TRY(auto nothing, folded({}));
    return result({std::move(nothing)});
  }
  Outcome grouped(bool left) {
    DP_TRY(auto a, folded(driver_->part(0)));
    DP_TRY(auto b, folded(driver_->part(1)));
    DP_TRY(auto c, folded(driver_->part(2)));
    if (left) {
      DP_TRY(auto ab, merged({std::move(a), std::move(b)}));
      return result({std::move(ab), std::move(c)});
    }
    DP_TRY(auto bc, merged({std::move(b), std::move(c)}));
    return result({std::move(a), std::move(bc)});
  }
  Outcome in_order(const std::vector<std::uint8_t>& order) {
    std::vector<Partials> all;
    for (const auto number : order) {
      DP_TRY(auto partials, folded(driver_->part(number)));
      all.push_back(std::move(partials));
    }
    return result(all);
  }
  /// One instance is handed the chunks in another order, as after a retry.
  Outcome fed_in_order(const std::vector<std::uint8_t>& order) {
    DP_TRY(auto reducer, driver_->open<plugin::ReducerInstance>());
    for (const auto number : order) DP_CHECK(driver_->update(reducer, driver_->part(number)));
    DP_TRY(auto partials, driver_->save(reducer));
    return result({std::move(partials)});
  }
  Outcome in_pieces() {
    auto random = driver_->random(2);
    auto rest = driver_->rows();
    std::vector<Partials> all;
    for (const auto size : random_pieces(rest.size(), random)) {
      DP_TRY(auto partials, folded(rest.first(size)));
      all.push_back(std::move(partials));
      rest = rest.subspan(size);
    }
    return result(all);
  }
  /// Each hash partition combined and trimmed on its own, as large reductions are.
  Outcome spread() {
    DP_TRY(const auto by_partition, partials_by_partition());
    std::vector<Partials> all;
    for (const auto& [partition, pieces] : by_partition) {
      DP_TRY(auto partials, merged(pieces, true));
      all.push_back(std::move(partials));
    }
    return result(all);
  }
  /// The same, saved by ranges of the result, each of which is finalized on its own.
  Outcome ranged() {
    DP_TRY(const auto by_partition, partials_by_partition());
    std::string bounds;
    std::map<std::uint32_t, std::vector<Partials>> by_range;
    for (const auto& [partition, pieces] : by_partition) {
      DP_TRY(auto reducer, driver_->open<plugin::ReducerInstance>());
      for (const auto& each : pieces) DP_CHECK(driver_->combine(reducer, each));
      DP_CHECK(driver_->trim(reducer));
      if (bounds.empty()) {
        DP_TRY(bounds, driver_->bounds(reducer, kRanges));
      }
      if (bounds.empty()) return spread();
      DP_TRY(auto saved, driver_->save_ranges(reducer, bounds));
      for (auto& [range, bytes] : saved)
        by_range[range].push_back({{partition, std::move(bytes)}});
    }
    if (bounds.empty()) return result({});
    Seen seen;
    for (const auto& [range, pieces] : by_range) {
      DP_TRY(const auto rows, result(pieces));
      seen.rows.insert(seen.rows.end(), rows.rows.begin(), rows.rows.end());
    }
    return seen;
  }
  Result<bool> has_ranges() {
    DP_TRY(const auto reducer, driver_->open<plugin::ReducerInstance>());
    return reducer.has_ranges();
  }
  /// A partial that was cut short may be refused or not; it must not end the process.
  void damaged() {
    auto partials = folded(driver_->rows());
    auto random = driver_->random(3);
    for (int round = 0; partials && round < 4; ++round) {
      auto cut = *partials;
      for (auto& [partition, bytes] : cut) {
        if (random.one_in(2))
          bytes.resize(random.below(bytes.size()));
        else
          bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
      }
      auto reducer = driver_->open<plugin::ReducerInstance>();
      if (reducer) (void)!driver_->combine(*reducer, cut, Call::combine_damaged).has_value();
    }
  }

 private:
  static constexpr std::uint32_t kRanges = 4;

  /// What was saved of each of the three parts, by hash partition.
  Result<std::map<std::uint32_t, std::vector<Partials>>> partials_by_partition() {
    std::map<std::uint32_t, std::vector<Partials>> by_partition;
    for (std::uint8_t number = 0; number < 3; ++number) {
      DP_TRY(auto partials, folded(driver_->part(number)));
      for (auto& [partition, bytes] : partials)
        by_partition[partition].push_back({{partition, std::move(bytes)}});
    }
    return by_partition;
  }

  Driver* driver_;
};

constexpr std::string_view kWhole = "all rows at once";

/// What one state must keep by itself.
std::optional<Fault> broken_law_of_one(ReducerWays& ways, const Outcome& expected) {
  auto fault = hold("is not what was saved", "the state itself", ways.direct(),
                    "the state saved and combined into a new one", expected);
  if (!fault)
    fault = hold("depends on batches", kWhole, expected, "the same in random batches",
                 ways.in_batches());
  if (!fault)
    fault = hold("reset forgets not all", kWhole, expected, "the same after a save and a reset",
                 ways.after_reset());
  return fault;
}

/// What combining must keep.
std::optional<Fault> broken_law_of_many(ReducerWays& ways, const Outcome& expected,
                                        bool ordered) {
  constexpr std::string_view kIdentity = "an empty state is not nothing";
  auto fault = hold(kIdentity, "(a)", expected, "(empty a)", ways.with_nothing(true));
  if (!fault) fault = hold(kIdentity, "(a)", expected, "(a empty)", ways.with_nothing(false));
  if (!fault) fault = hold(kIdentity, "()", ways.result({}), "(empty)", ways.nothing());
  if (!fault)
    fault = hold("not associative", "((a b) c)", ways.grouped(true), "(a (b c))",
                 ways.grouped(false));
  if (fault || ordered) return fault;
  fault = hold("not commutative", "(a b c)", ways.in_order({0, 1, 2}), "(c a b)",
               ways.in_order({2, 0, 1}));
  if (!fault)
    fault = hold("depends on the order of chunks", "a, b, c", expected, "c, a, b",
                 ways.fed_in_order({2, 0, 1}));
  return fault;
}

/// What mostly follows from the laws above.
std::optional<Fault> broken_general_law(ReducerWays& ways, const Outcome& expected,
                                        bool ordered) {
  std::optional<Fault> fault;
  if (!ordered)
    fault = hold("depends on hash partitions", kWhole, expected,
                 "a, b and c, combined and trimmed partition by partition", ways.spread());
  if (!fault && !ordered && ways.has_ranges().value_or(false))
    fault = hold("depends on ranges", kWhole, expected,
                 "the ranges of its result, finalized one by one", ways.ranged());
  if (!fault)
    fault = hold("depends on the split", kWhole, expected, "the same in pieces, combined",
                 ways.in_pieces());
  if (fault) fault->general = true;
  return fault;
}

}  // namespace

Verdict try_reducer(Driver& driver) {
  ReducerWays ways(driver);
  const auto expected = ways.whole();
  auto verdict = judge_reference(expected);
  if (verdict.fault || !verdict.refused.empty()) return verdict;
  const bool ordered = (driver.trial().subject.traits & DP_ORDER_INPUT) != 0;
  verdict.fault = broken_law_of_one(ways, expected);
  if (!verdict.fault) verdict.fault = broken_law_of_many(ways, expected, ordered);
  if (!verdict.fault) verdict.fault = broken_general_law(ways, expected, ordered);
  if (!verdict.fault) ways.damaged();
  return verdict;
}

}  // namespace dp::check
