// SPDX-License-Identifier: Apache-2.0
#include "group/state.hpp"

#include "group/fold.hpp"

namespace dp::group {
namespace {

bool same_words(const Cell& a, const Cell& b) noexcept {
  return ((a.low ^ b.low) | (a.high ^ b.high)) == 0;
}

}  // namespace

Decimal chosen(const Decimal& held, const Decimal& value, Kind kind) noexcept {
  if (held.is_same(kNoDecimal) || value.is_same(kNoDecimal))
    return held.is_same(kNoDecimal) ? value : held;
  const auto order = value <=> held;
  if (order == 0) return value.scale() > held.scale() ? value : held;
  return (order < 0) == (kind == Kind::min_decimal) ? value : held;
}

State::State(const Plan& layout, std::uint64_t seed)
    : plan(&layout), hasher(seed), groups(false, layout.initial) {
  values.reserve(layout.tables);
  for (const auto& each : layout.accumulators) {
    if (each.kind != Kind::distinct && each.kind != Kind::top) continue;
    const std::size_t count_bytes = each.kind == Kind::top ? sizeof(std::uint64_t) : 0;
    values.emplace_back(!one_group(), std::string(count_bytes, '\0'));
  }
  clear();
}

void State::clear() {
  groups.clear();
  for (auto& table : values) table.clear();
  wides.clear();
  texts.clear();
  raw_partitions = whole_partitions = 0;
  trimmed = false;
  if (one_group()) groups.find_or_add(Cell::null(), 0, 0);
}

std::uint64_t State::bytes() const noexcept {
  std::uint64_t sum = groups.bytes() + texts.size() + wides.size() * sizeof(WideSum);
  for (const auto& table : values) sum += table.bytes();
  return sum;
}

std::uint32_t State::group_of(const Cell& key) {
  const auto hash = key.hash(hasher);
  const auto before = groups.size();
  const auto group = groups.find_or_add(key, hash, 0);
  if (group == before && plan->keeps_hash()) store(groups.at(group) + sizeof(Cell), hash);
  return group;
}

/// Text of more than 15 bytes goes to the arena, in a block of a power of two; what replaces it
/// stands there too, however short, so that no order of values leaves many blocks behind.
void State::keep_text(Cell& held, std::string_view text) {
  constexpr unsigned kRoomAt = 48;
  if (!held.is_long() && text.size() <= Cell::kInline) {
    held = Cell::text(text);
    return;
  }
  const auto room_bits =
      held.is_long() ? static_cast<unsigned>(held.high >> kRoomAt & 0x3f) : 0;
  const bool fits = held.is_long() && text.size() <= std::size_t{1} << room_bits;
  const auto bits = fits ? room_bits : static_cast<unsigned>(std::bit_width(text.size() - 1));
  if (!fits) held.low = texts.take(std::size_t{1} << bits);
  held.high = Cell::kLong | std::uint64_t{bits} << kRoomAt | text.size();
  std::memcpy(texts.at(held.low), text.data(), text.size());
}

void Folder::fold(const BatchView& batch, std::size_t first, std::size_t count) {
  for (const auto end = first + count; first < end; first += kBlock)
    fold(Block{&batch, first, std::min(kBlock, end - first)});
}

void Folder::fold(const Block& block) {
  if (!state_->one_group()) find_groups(block);
  for (const auto& each : state_->plan->accumulators) fold(each, block);
}

void Folder::find_groups(const Block& block) {
  const auto& keys = state_->plan->keys;
  if (keys.size() == 1)
    read_cells(block.batch->column(keys[0].column), keys[0].field.type, block, room_, cells_);
  else
    joiner_.join(keys, block, cells_);
  // Times come in runs, and so do the keys of many files: look each run up once.
  std::size_t equal = 0;
  for (std::size_t i = 1; i < block.rows; ++i) equal += same_words(cells_[i], cells_[i - 1]);
  if (2 * equal < block.rows) return look_up(cells_, block.rows, groups_);
  std::size_t last = 0;
  for (std::size_t i = 0; i < block.rows; ++i) {
    last += i > 0 && !same_words(cells_[i], cells_[i - 1]);
    heads_[last] = cells_[i];
    ends_[last] = static_cast<std::uint16_t>(i + 1);
  }
  look_up(heads_, last + 1, found_);
  std::size_t row = 0;
  for (std::size_t run = 0; run <= last; ++run)
    for (; row < ends_[run]; ++row) groups_[row] = found_[run];
}

void Folder::look_up(const Cell* keys, std::size_t count, std::uint32_t* groups) {
  if (!recent_.awake()) return find_or_add(keys, count, groups);
  const auto misses = recent_.find(state_->groups, {keys, count}, groups, missed_.places);
  if (misses == 0) return;
  for (std::size_t i = 0; i < misses; ++i) missed_.keys[i] = keys[missed_.places[i]];
  find_or_add(missed_.keys, misses, missed_.groups);
  for (std::size_t i = 0; i < misses; ++i) {
    groups[missed_.places[i]] = missed_.groups[i];
    recent_.remember(missed_.keys[i], missed_.groups[i]);
  }
}

void Folder::find_or_add(const Cell* keys, std::size_t count, std::uint32_t* groups) {
  auto& table = state_->groups;
  for (std::size_t i = 0; i < count; ++i) hashes_[i] = keys[i].hash(state_->hasher);
  auto next = table.size();
  table.find_or_add({keys, count}, {hashes_, count}, nullptr, groups);
  if (!state_->plan->keeps_hash() || next == table.size()) return;
  for (std::size_t i = 0; i < count; ++i) {
    if (groups[i] != next) continue;  // new ones have the next numbers, in order
    store(table.at(groups[i]) + sizeof(Cell), hashes_[i]);
    ++next;
  }
}

void Folder::fold(const Accumulator& each, const Block& block) {
  switch (each.kind) {
    case Kind::rows:
      return fold_rows(each, block.rows);
    case Kind::trues:
      return fold_column<std::uint64_t>(
          target(each), BoolColumn(block.batch->column(each.column)), block,
          [](auto& count, bool value) { count += value ? 1 : 0; });
    case Kind::min_text:
    case Kind::max_text:
      return fold_text(each, block);
    case Kind::distinct:
    case Kind::top:
      return fold_table(each, block);
    default:
      return fold_values(each, block);
  }
}

Target Folder::target(const Accumulator& each) const noexcept {
  return {state_->field(0, each), state_->groups.stride(),
          state_->one_group() ? nullptr : groups_};
}

void Folder::fold_rows(const Accumulator& each, std::size_t rows) {
  const auto to = target(each);
  if (to.groups == nullptr) return store(to.base, load<std::uint64_t>(to.base) + rows);
  for (std::size_t i = 0; i < rows; ++i) {
    char* at = to.base + to.groups[i] * to.stride;
    store(at, load<std::uint64_t>(at) + 1);
  }
}

void Folder::fold_values(const Accumulator& each, const Block& block) {
  const auto to = target(each);
  const auto& array = block.batch->column(each.column);
  with_column(array, each.type, [&](const auto& column) {
    using Value = std::decay_t<decltype(column[0])>;
    if (each.kind == Kind::values)
      return fold_column<std::uint64_t>(to, column, block, [](auto& sum, auto) { ++sum; });
    if constexpr (std::is_same_v<Value, Decimal>) return fold_decimals(each, block);
    if constexpr (std::is_same_v<Value, double>) {
      if (each.kind == Kind::sum_float) return fold_floats(to, column, block);
    }
    if constexpr (!std::is_same_v<Value, std::string_view> && !std::is_same_v<Value, Decimal>) {
      if (each.kind == Kind::sum_int)
        return fold_column<Int128>(to, column, block, [](auto& sum, auto value) {
          sum += static_cast<std::int64_t>(value);
        });
      if (each.kind == Kind::min_word)
        return fold_column<std::int64_t>(to, column, block, [](auto& least, auto value) {
          least = std::min(least, order_word<Kind::min_word>(value));
        });
      fold_column<std::int64_t>(to, column, block, [](auto& most, auto value) {
        most = std::max(most, order_word<Kind::max_word>(value));
      });
    }
  });
}

void Folder::fold_floats(const Target& to, const Float64Column& column, const Block& block) {
  const auto add = [this](NarrowSum& sum, double value) {
    if (!sum.add(value)) [[unlikely]]
      state_->add_wide(sum, value);
  };
  if (to.groups != nullptr || column.has_nulls())
    return fold_column<NarrowSum>(to, column, block, add);
  auto sum = load<NarrowSum>(to.base);
  const double* const values = column.data() + block.first;
  for (std::size_t i = 0; i < block.rows; ++i) {
    i += sum.add_run(values + i, block.rows - i);
    if (i < block.rows) add(sum, values[i]);
  }
  store(to.base, sum);
}

void Folder::fold_decimals(const Accumulator& each, const Block& block) {
  const auto to = target(each);
  const DecimalColumn column(block.batch->column(each.column));
  if (each.kind == Kind::sum_decimal)
    return fold_column<DecimalSum>(to, column, block,
                                   [](auto& sum, const Decimal& value) { sum.add(value); });
  if (each.kind == Kind::scale)
    return fold_column<std::uint64_t>(to, column, block, [](auto& most, const Decimal& value) {
      most = std::max(most, static_cast<std::uint64_t>(value.scale()));
    });
  fold_column<Decimal>(to, column, block, [&each](auto& held, const Decimal& value) {
    held = chosen(held, value, each.kind);
  });
}

void Folder::fold_text(const Accumulator& each, const Block& block) {
  const auto to = target(each);
  const StringColumn column(block.batch->column(each.column));
  each_value(column, block, [&](std::size_t row, std::string_view text) {
    char* at = to.base + (to.groups == nullptr ? 0 : to.groups[row] * to.stride);
    auto held = load<Cell>(at);
    state_->offer(held, text, each.kind);
    store(at, held);
  });
}

void Folder::fold_table(const Accumulator& each, const Block& block) {
  auto& table = state_->values[each.table];
  const bool scoped = !state_->one_group();
  read_cells(block.batch->column(each.column), each.type, block, room_, cells_);
  const std::size_t count = pick_values(block);
  for (std::size_t i = 0; i < count; ++i) hashes_[i] = cells_[i].hash(state_->hasher);
  if (scoped)
    for (std::size_t i = 0; i < count; ++i)
      hashes_[i] = state_->hasher.words(hashes_[i], state_->hash_of(picked_[i]));
  auto next = table.size();
  table.find_or_add({cells_, count}, {hashes_, count}, picked_, found_);
  if (each.kind == Kind::top) {
    for (std::size_t i = 0; i < count; ++i) {
      char* at = table.at(found_[i]) + table.payload();
      store(at, load<std::uint64_t>(at) + 1);
    }
    return;
  }
  const auto to = target(each);
  if (!scoped) return store(to.base, load<std::uint64_t>(to.base) + (table.size() - next));
  for (std::size_t i = 0; i < count; ++i) {
    if (found_[i] != next) continue;
    char* at = to.base + picked_[i] * to.stride;
    store(at, load<std::uint64_t>(at) + 1);
    ++next;
  }
}

std::size_t Folder::pick_values(const Block& block) {
  const bool scoped = !state_->one_group();
  std::size_t count = 0;
  for (std::size_t i = 0; i < block.rows; ++i) {
    const Cell cell = cells_[i];
    cells_[count] = cell;
    picked_[count] = scoped ? groups_[i] : 0;
    count += cell.is_null() ? 0 : 1;
  }
  return count;
}

}  // namespace dp::group
