// SPDX-License-Identifier: Apache-2.0
#include "partial.hpp"

#include <bit>
#include <dp/partial.hpp>
#include <string>

#include "rows.hpp"

namespace dp::group {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kNullByte = 0x40;
constexpr std::uint8_t kLongByte = 0x80;

// ---- write ----------------------------------------------------------------------------------

void put_cell(PartialWriter& out, const Cell& cell) {
  if (cell.is_null()) return out.put(kNullByte);
  const auto text = cell.view();
  if (cell.is_long()) {
    out.put(kLongByte);
    out.put(static_cast<std::uint32_t>(text.size()));
  } else {
    out.put(static_cast<std::uint8_t>(text.size()));
  }
  out.put_bytes(text);
}

void put_int(PartialWriter& out, Int128 value) {
  const auto magnitude = static_cast<UInt128>(value < 0 ? ~value : value);
  const int bits = detail::bit_width(magnitude) + 1;  // and the sign
  const auto size = value == 0 ? 0 : static_cast<std::size_t>(bits + 7) / 8;
  out.put(static_cast<std::uint8_t>(size));
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.put_bytes({bytes, size});
}

/// Writes a state's partitions.
class Saver {
 public:
  Saver(const State& state, Output& out) : state_(state), out_(out), writer_(bytes_) {
    for (const auto& table : state.values) orders_.push_back(table.order());
  }

  Status save() { return state_.one_group() ? save_one() : save_all(); }

 private:
  static constexpr std::size_t kChunk = std::size_t{256} << 10;
  using Entries = std::span<const std::uint32_t>;

  Status save_all() {
    const auto order = state_.groups.order();
    for (std::size_t i = 0; i < orders_.size(); ++i)
      values_.push_back(by_group(state_, state_.values[i], orders_[i].entries));
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
      const auto groups = Entries(order.entries)
                              .subspan(order.starts[p], order.starts[p + 1] - order.starts[p]);
      if (groups.empty()) continue;
      put_header(groups.size());
      for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i + Table::kAhead < groups.size())
          state_.groups.prefetch(groups[i + Table::kAhead]);
        const auto group = groups[i];
        put_cell(writer_, state_.groups.key(group));
        put_group(group, [&](std::size_t table) { return values_[table].of(group); });
        if (bytes_.size() > kChunk) DP_CHECK(flush(p));
      }
      DP_CHECK(flush(p));
    }
    return {};
  }

  /// One group: its values are parted by their hashes, the rest stands in one partition.
  Status save_one() {
    const auto seen = state_.raw_partitions | state_.whole_partitions;
    const auto home = static_cast<std::uint32_t>(seen == 0 ? 0 : std::countr_zero(seen));
    const auto& initial = state_.plan->initial;
    const std::string_view held(state_.groups.at(0) + sizeof(Cell), initial.size());
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
      bool any = p == home && held != initial;
      for (const auto& order : orders_) any |= order.starts[p] != order.starts[p + 1];
      if (!any) continue;
      put_header(1);
      at_home_ = p == home;
      put_group(0, [&](std::size_t table) {
        const auto& order = orders_[table];
        return Entries(order.entries)
            .subspan(order.starts[p], order.starts[p + 1] - order.starts[p]);
      });
      DP_CHECK(flush(p));
    }
    return {};
  }

  Status flush(std::uint32_t partition) {
    auto status = out_.partial(partition, bytes_);
    bytes_.clear();
    return status;
  }

  void put_header(std::size_t groups) {
    writer_.put(kVersion);
    writer_.put(static_cast<std::uint8_t>(state_.trimmed ? 1 : 0));
    writer_.put(state_.plan->fingerprint);
    writer_.put_count(groups);
  }

  template <class ValuesOf>
  void put_group(std::uint32_t group, ValuesOf values_of) {
    for (const auto& each : state_.plan->accumulators) {
      const char* field = at_home_ ? state_.field(group, each)
                                   : state_.plan->initial.data() + each.offset - sizeof(Cell);
      if (each.kind == Kind::distinct)
        put_values(each, values_of(each.table), load<std::uint64_t>(field));
      else if (each.kind == Kind::top)
        put_counts(each, values_of(each.table));
      else
        put_field(each, field);
    }
  }

  void put_field(const Accumulator& each, const char* field) {
    switch (each.kind) {
      case Kind::sum_int:
        return put_int(writer_, load<Int128>(field));
      case Kind::sum_float:
        return state_.view(load<NarrowSum>(field)).save(bytes_);
      case Kind::min_word:
      case Kind::max_word:
        return writer_.put(load<std::int64_t>(field));
      case Kind::min_text:
      case Kind::max_text: {
        const auto held = load<Cell>(field);
        return put_cell(writer_,
                        held.is_null() ? held : Cell::text(held.view(state_.texts.at(0))));
      }
      default:
        return writer_.put_count(load<std::uint64_t>(field));
    }
  }

  /// The field counts the values that stand here too: what is beyond them is known by number.
  void put_values(const Accumulator& each, Entries values, std::uint64_t all) {
    const auto& table = state_.values[each.table];
    const auto live = state_.one_group() ? table.size() : values.size();
    writer_.put_count(at_home_ ? all - live : 0);
    writer_.put_count(values.size());
    for (const auto entry : values) put_cell(writer_, table.key(entry));
  }
  void put_counts(const Accumulator& each, Entries values) {
    const auto& table = state_.values[each.table];
    writer_.put_count(values.size());
    for (const auto entry : values) {
      put_cell(writer_, table.key(entry));
      writer_.put_count(load<std::uint64_t>(table.at(entry) + table.payload()));
    }
  }

  const State& state_;
  Output& out_;
  std::string bytes_;
  PartialWriter writer_;
  std::vector<TableOrder> orders_;
  std::vector<ByGroup> values_;
  bool at_home_ = true;
};

// ---- read -----------------------------------------------------------------------------------

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

/// Takes what is read, and forgets it.
struct Checker {
  void expect_groups(std::uint64_t) {}
  void expect_values(const Accumulator&, std::uint64_t) {}
  void group(const Cell&) {}
  void count(const Accumulator&, std::uint64_t) {}
  void sum(const Accumulator&, Int128) {}
  void sum(const Accumulator&, const LoadedSum&) {}
  void word(const Accumulator&, std::int64_t) {}
  void text(const Accumulator&, const Cell&) {}
  void value(const Accumulator&, const Cell&, std::uint64_t) {}
};

/// Takes what is read, and adds it to a state.
class Adder {
 public:
  explicit Adder(State& state) : state_(state) {}

  void expect_groups(std::uint64_t count) {
    if (!state_.one_group()) state_.groups.reserve(count);
  }
  void expect_values(const Accumulator& each, std::uint64_t count) {
    state_.values[each.table].reserve(count);
  }
  void group(const Cell& key) { group_ = state_.one_group() ? 0 : state_.group_of(key); }
  void count(const Accumulator& each, std::uint64_t count) {
    char* field = state_.field(group_, each);
    store(field, load<std::uint64_t>(field) + count);
  }
  void sum(const Accumulator& each, Int128 value) {
    char* field = state_.field(group_, each);
    store(field, static_cast<UInt128>(load<Int128>(field)) + static_cast<UInt128>(value));
  }
  void sum(const Accumulator& each, const LoadedSum& value) {
    char* field = state_.field(group_, each);
    auto held = load<NarrowSum>(field);
    if (!value.add_to(held)) state_.wide_of(held).add(value.number);
    store(field, held);
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

template <class Sink>
void walk_values(PartialReader& in, const Accumulator& each, Sink& sink) {
  const bool counted = each.kind == Kind::top;
  const auto values = in.count_of(counted ? 2 : 1);
  sink.expect_values(each, values);
  for (std::uint64_t i = 0; i < values && in.ok(); ++i) {
    const Cell cell = get_cell(in);
    const auto times = counted ? in.count() : 1;
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

/// Read the groups of a partial, and hand all that is in them to `sink`.
template <class Sink>
void walk(PartialReader& in, const Plan& plan, Sink& sink) {
  const auto groups = in.count_of(1);
  if (plan.keys.empty() && groups != 1) in.spoil();
  sink.expect_groups(groups);
  for (std::uint64_t i = 0; i < groups && in.ok(); ++i) {
    const Cell key = plan.keys.empty() ? Cell::null() : get_cell(in);
    if (!plan.keys.empty() && !is_key(key, plan)) in.spoil();
    if (!in.ok()) return;
    sink.group(key);
    for (const auto& each : plan.accumulators) walk_field(in, each, sink);
  }
}

}  // namespace

Status save(const State& state, Output& out) { return Saver(state, out).save(); }

Status combine(State& state, std::uint32_t partition, std::string_view partial) {
  if (partial.empty()) return {};
  PartialReader in(partial);
  const auto version = in.get<std::uint8_t>();
  const auto whole = in.get<std::uint8_t>();
  const auto fingerprint = in.get<std::uint64_t>();
  if (partition >= DP_PARTITIONS || !in.ok() || version != kVersion || whole > 1 ||
      fingerprint != state.plan->fingerprint)
    return fail(Errc::corrupt, "partial: of another plan, seed or version, or damaged");
  const auto bit = std::uint64_t{1} << partition;
  const auto others =
      whole == 1 ? state.raw_partitions | state.whole_partitions : state.whole_partitions;
  if ((others & bit) != 0)
    return fail(Errc::bug, "partial: a trimmed one must be the only one of its partition");
  PartialReader check = in;
  Checker checker;
  walk(check, *state.plan, checker);
  DP_CHECK(check.finish());
  Adder adder(state);
  walk(in, *state.plan, adder);
  (whole == 1 ? state.whole_partitions : state.raw_partitions) |= bit;
  return {};
}

}  // namespace dp::group
