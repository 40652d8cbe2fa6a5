// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <dp/decimal_sum.hpp>
#include <dp/exact_sum.hpp>
#include <dp/hash.hpp>
#include <string_view>
#include <vector>

#include "group/cell.hpp"
#include "group/columns.hpp"
#include "group/memory.hpp"
#include "group/plan.hpp"
#include "group/recent.hpp"
#include "group/table.hpp"

namespace dp::group {

/// Read or write a value of plain bytes in a group's entry.
template <class T>
T load(const char* at) noexcept {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}
template <class T>
void store(char* at, const T& value) noexcept {
  std::memcpy(at, &value, sizeof value);
}

/// What min_decimal or max_decimal, whichever `kind` is, keeps of two: a commutative monoid, whose
/// neutral element is kNoDecimal.
Decimal chosen(const Decimal& held, const Decimal& value, Kind kind) noexcept;

/// All groups with what is kept of them.
///
/// Law: without keys there is one group, entry 0, always.
struct State {
  State(const Plan& layout, std::uint64_t seed);

  /// Back to no rows; keeps storage that will likely be used again.
  void clear();
  [[nodiscard]] std::uint64_t bytes() const noexcept;
  [[nodiscard]] bool one_group() const noexcept { return plan->keys.empty(); }

  [[nodiscard]] char* field(std::uint32_t group, const Accumulator& each) const noexcept {
    return groups.at(group) + each.offset;
  }
  /// Precondition: plan->keeps_hash().
  [[nodiscard]] std::uint64_t hash_of(std::uint32_t group) const noexcept {
    return load<std::uint64_t>(groups.at(group) + sizeof(Cell));
  }
  /// Find or add a group by its key.
  std::uint32_t group_of(const Cell& key);
  /// The hash of a value of a group in its table of values. Without keys it picks the
  /// partition; with keys it is mixed with the group's.
  [[nodiscard]] std::uint64_t value_hash(const Cell& value,
                                         std::uint32_t group) const noexcept {
    const auto hash = value.hash(hasher);
    return one_group() ? hash : hasher.words(hash, hash_of(group));
  }

  /// Add to a float sum what it did not take itself.
  void add_wide(NarrowSum& sum, double x) {
    const auto parts = detail::parts_of(x);
    wide_of(sum).add(parts.value, parts.exponent);
  }
  WideSum& wide_of(NarrowSum& sum) {
    if (sum.extra == 0) {
      wides.emplace_back();
      sum.extra = static_cast<std::uint32_t>(wides.size());
    }
    return wides[sum.extra - 1];
  }
  [[nodiscard]] SumView view(const NarrowSum& sum) const noexcept {
    return {sum, sum.extra == 0 ? nullptr : &wides[sum.extra - 1]};
  }

  /// Keep `text` in `held`, a min_text or max_text, if it is smaller or larger.
  void offer(Cell& held, std::string_view text, Kind kind) {
    if (!held.is_null()) {
      const int order = text.compare(held.view(texts.at(0)));
      if (kind == Kind::min_text ? order >= 0 : order <= 0) return;
    }
    keep_text(held, text);
  }

  const Plan* plan;
  Hasher hasher;
  Table groups;
  std::vector<Table> values;  ///< for distinct and top, by Accumulator::table
  std::vector<WideSum> wides;
  Arena texts;
  /// Bit p: partials of partition p came in raw, or trimmed and whole.
  std::uint64_t raw_partitions = 0;
  std::uint64_t whole_partitions = 0;
  bool trimmed = false;

 private:
  void keep_text(Cell& held, std::string_view text);
};

struct Target;

/// Adds batches to a state.
class Folder {
 public:
  explicit Folder(State& state) : state_(&state) {}
  void fold(const BatchView& batch) { fold(batch, 0, batch.rows()); }
  /// Add `count` rows from `first` on.
  void fold(const BatchView& batch, std::size_t first, std::size_t count);
  /// The state's groups are no longer those that it had.
  void forget() noexcept { recent_.forget(); }

 private:
  void fold(const Block& block);
  void find_groups(const Block& block);
  /// Find `count` keys' groups.
  void look_up(const Cell* keys, std::size_t count, std::uint32_t* groups);
  void find_or_add(const Cell* keys, std::size_t count, std::uint32_t* groups);
  void fold(const Accumulator& each, const Block& block);
  void fold_rows(const Accumulator& each, std::size_t rows);
  void fold_values(const Accumulator& each, const Block& block);
  void fold_floats(const Target& to, const Float64Column& column, const Block& block);
  void fold_decimals(const Accumulator& each, const Block& block);
  void fold_text(const Accumulator& each, const Block& block);
  void fold_table(const Accumulator& each, const Block& block);
  /// Close the gaps that nulls make in cells_, and set picked_ to the groups of what is left.
  std::size_t pick_values(const Block& block);
  [[nodiscard]] Target target(const Accumulator& each) const noexcept;

  State* state_;
  KeyJoiner joiner_;
  DecimalRoom room_;  ///< of cells_
  Cell cells_[kBlock];
  Cell heads_[kBlock];
  std::uint64_t hashes_[kBlock];
  std::uint32_t groups_[kBlock];  ///< of the block's rows, if there are keys
  std::uint32_t picked_[kBlock];
  std::uint32_t found_[kBlock];
  std::uint16_t ends_[kBlock];
  Recent recent_;
  /// Keys that were not seen lately.
  struct Missed {
    std::uint16_t places[kBlock];  ///< among the keys that were looked up
    Cell keys[kBlock];
    std::uint32_t groups[kBlock];
  } missed_;
};

}  // namespace dp::group
