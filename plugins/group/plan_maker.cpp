// SPDX-License-Identifier: Apache-2.0
#include "group/plan_maker.hpp"

#include <dp/decimal_sum.hpp>
#include <dp/exact_sum.hpp>
#include <dp/hash.hpp>
#include <limits>
#include <string>
#include <utility>

#include "group/cell.hpp"
#include "group/kinds.hpp"

namespace dp::group {

void PlanMaker::add_key(std::size_t column) {
  const auto& field = (*input_)[column];
  plan_.keys.push_back({column, field});
  if (field.type == Type::decimal) plan_.keys.back().scale = keep(Kind::scale, column);
}

void PlanMaker::add_taken(Taken taken, std::size_t column, const std::string& name) {
  if (taken.function == Function::count)
    taken.accumulator = taken.values = keep(Kind::rows, 0);
  else
    take(taken, column);
  taken.field.name = name;
  plan_.taken.push_back(std::move(taken));
}

Plan PlanMaker::finish() {
  for (std::size_t i = 0; i < plan_.keys.size(); ++i) add_key_to_sort(i);
  plan_.fingerprint = fingerprint();
  return std::move(plan_);
}

void PlanMaker::take(Taken& taken, std::size_t column) {
  const auto& input = (*input_)[column];
  auto& field = taken.field;
  taken.values = 0;
  switch (taken.function) {
    case Function::count:
      break;
    case Function::values:
      taken.accumulator = taken.values = keep_values(column);
      break;
    case Function::sum:
    case Function::mean:
      field = {"", input.type, true};
      if (taken.function == Function::mean) field.type = type_of_middle(input.type);
      taken.accumulator = keep(kind_of_sum(input.type), column);
      taken.values = keep_values(column);
      break;
    case Function::min:
      field = {"", input.type, true};
      taken.accumulator = keep(kind_of_least(input.type), column);
      taken.values = keep_values(column);
      break;
    case Function::max:
      field = {"", input.type, true};
      taken.accumulator = keep(kind_of_most(input.type), column);
      taken.values = keep_values(column);
      break;
    case Function::distinct:
      taken.accumulator = keep(Kind::distinct, column);
      break;
    case Function::top:
      field.type = Type::string;
      taken.accumulator = keep_counts(column, taken.most);
      break;
    case Function::count_if:
      taken.accumulator = keep(Kind::trues, column);
      break;
    case Function::mode:
    case Function::quantile:
    case Function::median:
      field = {"", input.type, true};
      if (taken.function == Function::median) field.type = type_of_middle(input.type);
      taken.accumulator = keep_counts(column, kAllValues);
      break;
  }
}

std::size_t PlanMaker::keep_values(std::size_t column) {
  return (*input_)[column].nullable ? keep(Kind::values, column) : keep(Kind::rows, 0);
}

std::size_t PlanMaker::keep_counts(std::size_t column, std::uint32_t most) {
  const auto found = keep(Kind::top, column);
  auto& each = plan_.accumulators[found];
  each.most = std::max(each.most, most);
  return found;
}

std::size_t PlanMaker::keep(Kind kind, std::size_t column) {
  auto& all = plan_.accumulators;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].kind == kind && all[i].column == column) return i;
  Accumulator made;
  made.kind = kind;
  made.column = column;
  if (kind != Kind::rows) made.type = (*input_)[column].type;
  if (kind == Kind::distinct || kind == Kind::top) made.table = plan_.tables++;
  all.push_back(made);
  return all.size() - 1;
}

void PlanMaker::lay_out() {
  auto& initial = plan_.initial;
  const auto put = [&initial](const auto& value) {
    initial.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  if (plan_.keeps_hash()) put(std::uint64_t{0});
  for (auto& each : plan_.accumulators) {
    each.offset = sizeof(Cell) + initial.size();
    switch (each.kind) {
      case Kind::sum_int:
        put(Int128{0});
        break;
      case Kind::sum_float:
        put(NarrowSum{});
        break;
      case Kind::sum_decimal:
        put(DecimalSum{});
        break;
      case Kind::min_decimal:
      case Kind::max_decimal:
        put(kNoDecimal);
        break;
      case Kind::min_word:
        put(std::numeric_limits<std::int64_t>::max());
        break;
      case Kind::max_word:
        put(std::numeric_limits<std::int64_t>::min());
        break;
      case Kind::min_text:
      case Kind::max_text:
        put(Cell::null());
        break;
      case Kind::top:
        break;
      default:
        put(std::uint64_t{0});
    }
  }
}

void PlanMaker::add_key_to_sort(std::size_t key) {
  for (const auto& by : plan_.sort)
    if (by.key && by.index == key) return;
  plan_.sort.push_back({true, key, false});
}

std::uint64_t PlanMaker::fingerprint() const {
  std::string text;
  for (const auto& key : plan_.keys) {
    text += key.field.name;
    text.push_back('\0');
    text.push_back(static_cast<char>(key.field.type));
  }
  for (const auto& each : plan_.accumulators) {
    if (each.kind != Kind::rows) text += (*input_)[each.column].name;
    text.push_back('\0');
    text.push_back(static_cast<char>(each.kind));
    text.push_back(static_cast<char>(each.type));
  }
  return Hasher(seed_).bytes(text);
}

}  // namespace dp::group
