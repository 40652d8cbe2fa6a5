// SPDX-License-Identifier: Apache-2.0
#include "group/partial.hpp"

#include <algorithm>
#include <dp/partial.hpp>

namespace dp::group {
namespace {

Cell get_cell(PartialReader& in) {
  const auto kind = in.get<std::uint8_t>();
  if (kind == kNullByte) return Cell::null();
  if (kind <= Cell::kInline) return Cell::text(in.bytes(kind));
  const auto size = kind == kLongByte ? in.get<std::uint32_t>() : 0;
  if (size <= Cell::kInline) in.spoil();
  return Cell::text(in.bytes(size));
}

Int128 get_int(PartialReader& in) {
  const auto size = in.get<std::uint8_t>();
  if (size > sizeof(Int128)) in.spoil();
  const auto bytes = in.bytes(size);
  if (bytes.empty()) return 0;
  Int128 value = static_cast<signed char>(bytes.back()) < 0 ? -1 : 0;
  std::memcpy(&value, bytes.data(), bytes.size());
  return value;
}

/// The smallest or largest decimal, or none: as a fold leaves it.
Decimal get_decimal(PartialReader& in) {
  const auto low = in.get<std::uint64_t>();
  const auto found = Decimal::of_words(low, in.get<std::uint64_t>());
  if (found.is_same(kNoDecimal)) return found;
  const auto made = Decimal::of(found.is_negative(), found.coefficient(), found.scale());
  if (!made || !made->is_same(found)) in.spoil();
  return found;
}

/// Takes what is read, and forgets it.
struct Checker {
  static constexpr bool kChecks = true;

  void expect_groups(std::uint64_t) {}
  void expect_values(const Accumulator&, std::uint64_t) {}
  void group(const Cell&) {}
  void count(const Accumulator&, std::uint64_t) {}
  void sum(const Accumulator&, Int128) {}
  void sum(const Accumulator&, const LoadedSum&) {}
  void sum(const Accumulator&, const DecimalSum&) {}
  void decimal(const Accumulator&, const Decimal&) {}
  void word(const Accumulator&, std::int64_t) {}
  void text(const Accumulator&, const Cell&) {}
  void value(const Accumulator&, const Cell&, std::uint64_t) {}
};

/// Takes what was checked, and adds it to a state.
class Adder {
 public:
  static constexpr bool kChecks = false;

  explicit Adder(State& state) : state_(state) {}
  [[nodiscard]] std::uint32_t group() const noexcept { return group_; }

  void expect_groups(std::uint64_t count) {
    if (!state_.one_group()) state_.groups.reserve(count);
  }
  void expect_values(const Accumulator& each, std::uint64_t count) {
    state_.values[each.table].reserve(count);
  }
  void group(const Cell& key) { group_ = state_.one_group() ? 0 : state_.group_of(key); }
  void count(const Accumulator& each, std::uint64_t count) {
    char* field = state_.field(group_, each);
    const auto held = load<std::uint64_t>(field);
    store(field, each.kind == Kind::scale ? std::max(held, count) : held + count);
  }
  void sum(const Accumulator& each, Int128 value) {
    char* field = state_.field(group_, each);
    store(field, static_cast<UInt128>(load<Int128>(field)) + static_cast<UInt128>(value));
  }
  void sum(const Accumulator& each, const LoadedSum& value) {
    char* field = state_.field(group_, each);
    auto held = load<NarrowSum>(field);
    if (!value.add_to(held)) state_.wide_of(held).add(value.number());
    store(field, held);
  }
  void sum(const Accumulator& each, const DecimalSum& value) {
    char* field = state_.field(group_, each);
    auto held = load<DecimalSum>(field);
    held.combine(value);
    store(field, held);
  }
  void decimal(const Accumulator& each, const Decimal& value) {
    char* field = state_.field(group_, each);
    store(field, chosen(load<Decimal>(field), value, each.kind));
  }
  void word(const Accumulator& each, std::int64_t value) {
    char* field = state_.field(group_, each);
    const auto held = load<std::int64_t>(field);
    store(field, each.kind == Kind::min_word ? std::min(held, value) : std::max(held, value));
  }
  void text(const Accumulator& each, const Cell& value) {
    if (value.is_null()) return;
    char* field = state_.field(group_, each);
    auto held = load<Cell>(field);
    state_.offer(held, value.view(), each.kind);
    store(field, held);
  }
  void value(const Accumulator& each, const Cell& value, std::uint64_t times) {
    auto& table = state_.values[each.table];
    const auto before = table.size();
    const auto entry = table.find_or_add(value, state_.value_hash(value, group_), group_);
    if (each.kind == Kind::distinct) return count(each, table.size() - before);
    char* at = table.at(entry) + table.payload();
    store(at, load<std::uint64_t>(at) + times);
  }

 private:
  State& state_;
  std::uint32_t group_ = 0;
};

/// Adds the groups that a state does not have, and lists them all as bounds.
class BoundAdder {
 public:
  static constexpr bool kChecks = false;

  explicit BoundAdder(State& state) : state_(state), adder_(state) {}

  void expect_groups(std::uint64_t) {}
  void expect_values(const Accumulator&, std::uint64_t) {}
  void group(const Cell& key) {
    const auto before = state_.groups.size();
    adder_.group(key);
    is_new_ = state_.groups.size() != before;
    bounds.push_back({adder_.group(), is_new_});
  }
  void count(const Accumulator& each, std::uint64_t count) {
    if (is_new_) adder_.count(each, count);
  }
  template <class Value>
  void sum(const Accumulator& each, const Value& value) {
    if (is_new_) adder_.sum(each, value);
  }
  void decimal(const Accumulator& each, const Decimal& value) {
    if (is_new_) adder_.decimal(each, value);
  }
  void word(const Accumulator& each, std::int64_t value) {
    if (is_new_) adder_.word(each, value);
  }
  void text(const Accumulator& each, const Cell& value) {
    if (is_new_) adder_.text(each, value);
  }
  void value(const Accumulator& each, const Cell& value, std::uint64_t times) {
    if (is_new_) adder_.value(each, value, times);
  }

  std::vector<Bound> bounds;

 private:
  State& state_;
  Adder adder_;
  bool is_new_ = false;
};

template <class Sink>
void walk_values(PartialReader& in, const Accumulator& each, Sink& sink) {
  const bool counted = each.kind == Kind::top;
  const auto values = in.count_of(counted ? 2 : 1);
  sink.expect_values(each, values);
  for (std::uint64_t i = 0; i < values && in.ok(); ++i) {
    const Cell cell = get_cell(in);
    const auto times = counted ? in.count() : 1;
    if constexpr (Sink::kChecks)
      if (!is_value(cell, each.type) || times == 0) in.spoil();
    if (in.ok()) sink.value(each, cell, times);
  }
}

template <class Sink>
void walk_field(PartialReader& in, const Accumulator& each, Sink& sink) {
  switch (each.kind) {
    case Kind::sum_int:
      return sink.sum(each, get_int(in));
    case Kind::sum_float: {
      auto rest = in.rest();
      const auto sum = LoadedSum::read(rest);
      if (!sum) return in.spoil();
      in.set_rest(rest);
      return sink.sum(each, *sum);
    }
    case Kind::sum_decimal: {
      auto rest = in.rest();
      DecimalSum sum;
      if (!sum.combine_saved(rest)) return in.spoil();
      in.set_rest(rest);
      return sink.sum(each, sum);
    }
    case Kind::min_decimal:
    case Kind::max_decimal:
      return sink.decimal(each, get_decimal(in));
    case Kind::scale: {
      const auto scale = in.count();
      if (scale > static_cast<std::uint64_t>(Decimal::kMostScale)) in.spoil();
      return sink.count(each, scale);
    }
    case Kind::min_word:
    case Kind::max_word:
      return sink.word(each, in.get<std::int64_t>());
    case Kind::min_text:
    case Kind::max_text:
      return sink.text(each, get_cell(in));
    case Kind::distinct:
      sink.count(each, in.count());
      return walk_values(in, each, sink);
    case Kind::top:
      return walk_values(in, each, sink);
    default:
      return sink.count(each, in.count());
  }
}

bool is_key(const Cell& cell, const Plan& plan) {
  if (plan.keys.size() > 1) return !cell.is_null() && KeyJoiner::is_key(cell.view(), plan.keys);
  return cell.is_null() || is_value(cell, plan.keys[0].field.type);
}

/// Read the groups of a partial, and hand all that is in them to `sink`. Keys and values, whose checks
/// cost most, are checked once, by the sink that comes first.
template <class Sink>
void walk(PartialReader& in, const Plan& plan, Sink& sink) {
  const auto groups = in.count_of(1);
  if (plan.keys.empty() && groups != 1) in.spoil();
  sink.expect_groups(groups);
  for (std::uint64_t i = 0; i < groups && in.ok(); ++i) {
    const Cell key = plan.keys.empty() ? Cell::null() : get_cell(in);
    if constexpr (Sink::kChecks)
      if (!plan.keys.empty() && !is_key(key, plan)) in.spoil();
    if (!in.ok()) return;
    sink.group(key);
    for (const auto& each : plan.accumulators) walk_field(in, each, sink);
  }
}

/// Read a partial's head, and look through its groups; whether it was trimmed.
Result<bool> open(PartialReader& in, const Plan& plan) {
  const auto version = in.get<std::uint8_t>();
  const auto whole = in.get<std::uint8_t>();
  const auto fingerprint = in.get<std::uint64_t>();
  if (!in.ok() || version != kVersion || whole > 1 || fingerprint != plan.fingerprint)
    return fail(Errc::corrupt, "partial: of another plan, seed or version, or damaged");
  PartialReader check = in;
  Checker checker;
  walk(check, plan, checker);
  DP_CHECK(check.finish());
  return whole == 1;
}

}  // namespace

Status combine(State& state, std::uint32_t partition, std::string_view partial) {
  if (partial.empty()) return {};
  PartialReader in(partial);
  DP_TRY(const bool whole, open(in, *state.plan));
  if (partition >= DP_PARTITIONS) return fail(Errc::corrupt, "partial: of no partition");
  const auto bit = std::uint64_t{1} << partition;
  const auto others =
      whole ? state.raw_partitions | state.whole_partitions : state.whole_partitions;
  if ((others & bit) != 0)
    return fail(Errc::bug, "partial: a trimmed one must be the only one of its partition");
  Adder adder(state);
  walk(in, *state.plan, adder);
  (whole ? state.whole_partitions : state.raw_partitions) |= bit;
  return {};
}

Result<std::vector<Bound>> add_bounds(State& state, std::string_view bounds) {
  PartialReader in(bounds);
  DP_TRY(const bool whole, open(in, *state.plan));
  if (!whole || state.one_group()) return fail(Errc::corrupt, "bounds: of a raw partial");
  BoundAdder adder(state);
  walk(in, *state.plan, adder);
  return std::move(adder.bounds);
}

}  // namespace dp::group
