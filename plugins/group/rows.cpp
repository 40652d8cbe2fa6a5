// SPDX-License-Identifier: Apache-2.0
#include "group/rows.hpp"

#include <algorithm>
#include <dp/format.hpp>
#include <numeric>
#include <optional>

namespace dp::group {
namespace {

std::uint64_t count_of(const Table& table, std::uint32_t entry) noexcept {
  return load<std::uint64_t>(table.at(entry) + table.payload());
}

void append_json(std::string& out, const Datum& value, Type type) {
  if (is_text(type)) return format::append_json(out, value.text);
  out += '"';
  append_shown(out, value, type);
  out += '"';
}

std::vector<std::size_t> all_taken(const Plan& plan) {
  std::vector<std::size_t> all(plan.taken.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

/// Fills batches row by row, and hands them on.
class Emitter {
 public:
  Emitter(const State& state, Output& out)
      : state_(state),
        rows_(state, all_taken(*state.plan)),
        out_(out),
        batch_(state.plan->output(), kRows) {
    for (const auto& table : state.values) {
      std::vector<std::uint32_t> all(table.size());
      std::iota(all.begin(), all.end(), 0u);
      values_.push_back(by_group(state, table, all));
    }
  }

  Status add(std::uint32_t group) {
    const auto& plan = *state_.plan;
    std::size_t column = 0;
    for (std::size_t i = 0; i < plan.keys.size(); ++i) {
      Cell hold;
      auto key = rows_.key(i, group, hold);
      const auto type = plan.keys[i].field.type;
      if (type == Type::decimal) key.decimal = at_scale(key.decimal, rows_.key_scale(i, group));
      put(column++, type, key);
    }
    for (std::size_t i = 0; i < plan.taken.size(); ++i) DP_CHECK(add_taken(column++, i, group));
    if (++count_ == kRows || text_bytes_ > kTextBytes) return flush();
    return {};
  }
  Status flush() {
    if (count_ == 0) return {};
    const auto batch = batch_.finish(count_, 0);
    DP_CHECK(out_.emit(batch));
    batch_.clear();
    count_ = text_bytes_ = 0;
    return {};
  }

 private:
  static constexpr std::size_t kRows = 1024;
  static constexpr std::size_t kTextBytes = std::size_t{1} << 20;

  Status add_taken(std::size_t column, std::size_t index, std::uint32_t group) {
    const auto& taken = state_.plan->taken[index];
    if (taken.function == Function::top) {
      put_text(column, top(taken, group));
      return {};
    }
    Cell hold;
    DP_TRY(const auto value, rows_.checked(index, group, hold));
    put(column, taken.field.type, value);
    return {};
  }

  void put(std::size_t column, Type type, const Datum& value) {
    if (is_text(type) && !value.null) return put_text(column, value.text);
    put_datum(batch_.column(column), count_, value, type);
  }
  void put_text(std::size_t column, std::string_view text) {
    batch_.column(column).put_copy(count_, text);
    text_bytes_ += text.size();
  }

  std::string top(const Taken& taken, std::uint32_t group) const {
    const auto& each = state_.plan->accumulators[taken.accumulator];
    const auto& table = state_.values[each.table];
    const auto found = values_[each.table].of(group);
    std::vector<std::uint32_t> best(found.begin(), found.end());
    most_frequent(table, each.type, taken.most, best);
    std::string text = "{";
    for (const auto entry : best) {
      if (text.size() > 1) text += ", ";
      const Cell value = table.key(entry);
      append_json(text, datum_of(value, each.type), each.type);
      text += ": " + std::to_string(count_of(table, entry));
    }
    return text + "}";
  }

  const State& state_;
  Rows rows_;
  Output& out_;
  BatchBuilder batch_;
  std::vector<ByGroup> values_;
  std::size_t count_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace

void append_shown(std::string& out, const Datum& value, Type type) {
  if (value.null) {
    out += "null";
    return;
  }
  switch (type) {
    case Type::string:
    case Type::json:
      out += value.text;
      return;
    case Type::boolean:
      out += value.integer != 0 ? "true" : "false";
      return;
    case Type::decimal:
      out += value.decimal.text();
      return;
    case Type::float64:
      return format::append_float(out, value.number);
    case Type::timestamp:
      return format::append_timestamp(out, value.integer);
    case Type::date:
      return format::append_date(out, static_cast<std::int32_t>(value.integer));
    case Type::int64:
      return format::append_int(out, value.integer);
  }
}

void put_datum(ColumnBuilder& column, std::size_t row, const Datum& value, Type type) {
  if (value.null) return column.set_null(row);
  switch (type) {
    case Type::string:
    case Type::json:
      return column.put_copy(row, value.text);
    case Type::decimal:
      return column.put(row, value.decimal);
    case Type::float64:
      return column.put(row, value.number);
    case Type::boolean:
      return column.put(row, value.integer != 0);
    case Type::date:
      return column.put(row, static_cast<std::int32_t>(value.integer));
    case Type::int64:
    case Type::timestamp:
      return column.put(row, value.integer);
  }
}

Datum Rows::key(std::size_t index, std::uint32_t group, Cell& hold) const noexcept {
  const auto& keys = state_->plan->keys;
  hold = state_->groups.key(group);
  if (keys.size() > 1) {
    const Cell joined = hold;
    hold = KeyJoiner::part(joined.view(), keys, index).value_or(Cell::null());
  }
  return datum_of(hold, keys[index].field.type);
}

std::string_view Rows::key_text(std::size_t index, std::uint32_t group) const noexcept {
  const auto& keys = state_->plan->keys;
  const auto text = state_->groups.text(group);
  return keys.size() > 1 ? KeyJoiner::text(text, keys, index) : text;
}

int Rows::key_scale(std::size_t index, std::uint32_t group) const noexcept {
  const auto& plan = *state_->plan;
  const auto& each = plan.accumulators[plan.keys[index].scale];
  return static_cast<int>(load<std::uint64_t>(state_->field(group, each)));
}

bool Rows::is_decimal_sum(std::size_t index) const noexcept {
  const auto& taken = state_->plan->taken[index];
  return taken.function == Function::sum && taken.field.type == Type::decimal;
}

DecimalSum Rows::decimal_sum(std::size_t index, std::uint32_t group) const noexcept {
  const auto& plan = *state_->plan;
  return load<DecimalSum>(
      state_->field(group, plan.accumulators[plan.taken[index].accumulator]));
}

bool Rows::is_int_sum(std::size_t index) const noexcept {
  const auto& taken = state_->plan->taken[index];
  return taken.function == Function::sum && taken.field.type == Type::int64;
}

Int128 Rows::int_sum(std::size_t index, std::uint32_t group) const noexcept {
  const auto& plan = *state_->plan;
  return load<Int128>(state_->field(group, plan.accumulators[plan.taken[index].accumulator]));
}

Datum Rows::taken(std::size_t index, std::uint32_t group, Cell& hold) const noexcept {
  const auto& plan = *state_->plan;
  const auto& taken = plan.taken[index];
  const auto& each = plan.accumulators[taken.accumulator];
  const char* field = state_->field(group, each);
  const auto values = [&] {
    return load<std::uint64_t>(state_->field(group, plan.accumulators[taken.values]));
  };
  Datum datum;
  switch (each.kind) {
    case Kind::top:
      return ranked_.of(index, group, hold);
    case Kind::sum_int:
      datum.null = values() == 0;
      if (taken.function == Function::mean && !datum.null)
        datum.number = BigNumber::of(load<Int128>(field)).divided(values());
      return datum;
    case Kind::sum_float: {
      datum.null = values() == 0;
      if (datum.null) return datum;
      const auto sum = load<NarrowSum>(field);
      const auto view = state_->view(sum);
      datum.number = taken.function == Function::mean ? view.mean(values()) : view.value();
      return datum;
    }
    case Kind::sum_decimal: {
      datum.null = values() == 0;
      const auto sum = load<DecimalSum>(field);
      const auto found = taken.function == Function::mean ? sum.mean(values()) : sum.value();
      datum.decimal = found.value_or(Decimal());
      return datum;
    }
    case Kind::min_decimal:
    case Kind::max_decimal:
      datum.decimal = load<Decimal>(field);
      datum.null = datum.decimal.is_same(kNoDecimal);
      return datum;
    case Kind::min_text:
    case Kind::max_text:
      hold = load<Cell>(field);
      datum.null = hold.is_null();
      if (!datum.null) datum.text = hold.view(state_->texts.at(0));
      return datum;
    case Kind::min_word:
    case Kind::max_word:
      return word(taken, group);
    default:
      datum.integer = load<std::int64_t>(field);
      return datum;
  }
}

Result<Datum> Rows::checked(std::size_t index, std::uint32_t group, Cell& hold) const {
  const auto& name = state_->plan->taken[index].field.name;
  auto value = taken(index, group, hold);
  if (is_int_sum(index)) {
    const Int128 sum = int_sum(index, group);
    value.integer = static_cast<std::int64_t>(sum);
    if (value.integer != sum)
      return fail(Errc::task_failed, "group: " + name +
                                         ": the sum is beyond a 64-bit integer; sum floats "
                                         "instead, such as sum(1.0 * column)");
  }
  if (is_decimal_sum(index) && !decimal_sum(index, group).value())
    return fail(Errc::task_failed, "group: " + name +
                                       ": the sum has more than 36 digits; sum floats "
                                       "instead, such as sum(float(column))");
  return value;
}

Datum Rows::word(const Taken& taken, std::uint32_t group) const noexcept {
  const auto& plan = *state_->plan;
  const auto& each = plan.accumulators[taken.accumulator];
  const auto found = load<std::int64_t>(state_->field(group, each));
  Datum datum;
  datum.null = load<std::uint64_t>(state_->field(group, plan.accumulators[taken.values])) == 0;
  datum.integer = found;
  if (each.type == Type::float64) {
    // Both NaN marks read back as a NaN; float_key makes them one.
    const auto bits = static_cast<std::uint64_t>(float_order(found));
    datum.number = std::bit_cast<double>(float_key(std::bit_cast<double>(bits)));
  }
  return datum;
}

ByGroup by_group(const State& state, const Table& table, std::span<const std::uint32_t> order) {
  ByGroup made;
  made.starts.assign(std::size_t{state.groups.size()} + 1, 0);
  if (state.one_group()) {
    made.entries.assign(order.begin(), order.end());
    made.starts[1] = static_cast<std::uint32_t>(order.size());
    return made;
  }
  made.entries.resize(order.size());
  for (const auto entry : order) ++made.starts[table.scope(entry) + 1];
  std::partial_sum(made.starts.begin(), made.starts.end(), made.starts.begin());
  auto next = made.starts;
  for (const auto entry : order) made.entries[next[table.scope(entry)]++] = entry;
  return made;
}

void most_frequent(const Table& table, Type type, std::size_t most,
                   std::vector<std::uint32_t>& entries) {
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const auto x = count_of(table, a);
    const auto y = count_of(table, b);
    if (x != y) return x > y;
    const Cell left = table.key(a);
    const Cell right = table.key(b);
    return compare(datum_of(left, type), datum_of(right, type), type) < 0;
  };
  const auto kept = std::min(most, entries.size());
  const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(entries.begin(), middle, entries.end(), before);
  entries.erase(middle, entries.end());
}

Status emit_rows(const State& state, std::span<const std::uint32_t> groups, Output& out) {
  Emitter emitter(state, out);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i + Table::kAhead < groups.size()) state.groups.prefetch(groups[i + Table::kAhead]);
    DP_CHECK(emitter.add(groups[i]));
  }
  return emitter.flush();
}

}  // namespace dp::group
