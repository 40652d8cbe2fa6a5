// SPDX-License-Identifier: Apache-2.0
#include "group/plan.hpp"

#include <cmath>
#include <dp/decimal_sum.hpp>
#include <dp/exact_sum.hpp>
#include <dp/hash.hpp>
#include <initializer_list>
#include <limits>
#include <optional>

#include "group/cell.hpp"
#include "group/kinds.hpp"
#include "group/options.hpp"
#include "group/suggest.hpp"

namespace dp::group {
namespace {

/// The texts one after the other.
std::string join(std::initializer_list<std::string_view> texts) {
  std::string joined;
  for (const auto text : texts) joined += text;
  return joined;
}

std::string quoted(std::string_view text) { return join({"'", text, "'"}); }

std::string place(std::string_view option, std::size_t index) {
  return join({option, "[", std::to_string(index), "]"});
}

std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  for (const auto& field : schema) names.push_back(field.name);
  return names;
}

std::optional<Function> function_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kFunctions); ++i)
    if (name == kFunctions[i].name) return static_cast<Function>(i);
  return std::nullopt;
}

/// Builds a Plan from options: one use.
class Planner {
 public:
  explicit Planner(const Context& context) : context_(context) {}

  Result<Plan> plan() {
    DP_CHECK(read_keys());
    DP_CHECK(read_taken());
    lay_out();
    DP_CHECK(read_sort());
    DP_CHECK(read_limit());
    plan_.fingerprint = fingerprint();
    return std::move(plan_);
  }

 private:
  Status read_keys() {
    const auto items = context_.options().items("by");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto path = place("by", i);
      DP_TRY(const auto column, column_of(Options::view(items[i].string), path));
      const auto& field = context_.input()[column];
      for (const auto& key : plan_.keys)
        if (key.field.name == field.name)
          return context_.bad_option(path, quoted(field.name) + " is there twice");
      plan_.keys.push_back({column, field});
      if (field.type == Type::decimal) plan_.keys.back().scale = keep(Kind::scale, column);
    }
    return {};
  }

  Status read_taken() {
    const auto names = context_.options().keys("take");
    const auto items = context_.options().items("take");
    if (items.empty())
      return context_.bad_option("take",
                                 "nothing to take (expected a name and a function, "
                                 "such as {hits: count})");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string name(Options::view(names[i]));
      const auto path = join({"take.", name});
      if (find_column(plan_.output(), name))
        return context_.bad_option(path, quoted(name) + " is already a column of the result");
      DP_TRY(auto taken, read_one(Options(&items[i]), path));
      taken.field.name = name;
      plan_.taken.push_back(std::move(taken));
    }
    return {};
  }

  Result<Taken> read_one(const Options& call, const std::string& path) {
    const auto name = call.text("function");
    const auto function = function_named(name);
    if (!function) {
      std::vector<std::string> names;
      for (const auto& each : kFunctions) names.emplace_back(each.name);
      return context_.bad_option(path, "no function " + quoted(name) + suggest(name, names));
    }
    const auto& known = kFunctions[static_cast<std::size_t>(*function)];
    const auto columns = call.items("columns");
    const auto numbers = call.items("numbers");
    if (columns.size() != known.columns || numbers.size() != known.numbers)
      return context_.bad_option(path, std::string("expected ") + known.signature);
    Taken taken{.function = *function, .field = {"", Type::int64, false}};
    if (known.columns == 0) {
      taken.accumulator = taken.values = keep(Kind::rows, 0);
      return taken;
    }
    DP_TRY(const auto column, column_of(Options::view(columns[0].string), path));
    const auto& field = context_.input()[column];
    if (const auto expected = expected_type(known.accepts, field.type); !expected.empty())
      return context_.bad_option(
          path,
          join({known.name, " expects ", expected, ", ", quoted(field.name),
                field.type == Type::int64 ? " is an " : " is a ", type_name(field.type)}));
    if (*function == Function::top) {
      DP_TRY(taken.most, most_of(numbers[0], path));
    }
    if (*function == Function::quantile) {
      DP_TRY(taken.share, share_of(numbers[0], path));
    }
    take(taken, column);
    return taken;
  }

  Result<std::uint32_t> most_of(const dp_value& value, const std::string& path) const {
    const double k =
        value.kind == DP_VALUE_INT ? static_cast<double>(value.integer) : value.number;
    if (!(k >= 1 && k <= kMostTop) || k != std::floor(k))
      return context_.bad_option(path,
                                 "top expects a whole number from 1 to 1000 as its second");
    return static_cast<std::uint32_t>(k);
  }

  Result<Decimal> share_of(const dp_value& value, const std::string& path) const {
    const double share =
        value.kind == DP_VALUE_INT ? static_cast<double>(value.integer) : value.number;
    const auto found = share >= 0 && share <= 1 ? Decimal::of(share) : std::nullopt;
    if (found) return *found;
    return context_.bad_option(
        path, "quantile expects a share from 0 to 1 as its second, as in 0.95");
  }

  /// Set what `taken` is made from, and the type of what it gives.
  void take(Taken& taken, std::size_t column) {
    const auto& input = context_.input()[column];
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

  std::size_t keep_values(std::size_t column) {
    return context_.input()[column].nullable ? keep(Kind::values, column) : keep(Kind::rows, 0);
  }

  /// Keep the column's values with their counts, at least so many of the most frequent.
  std::size_t keep_counts(std::size_t column, std::uint32_t most) {
    const auto found = keep(Kind::top, column);
    auto& each = plan_.accumulators[found];
    each.most = std::max(each.most, most);
    return found;
  }

  std::size_t keep(Kind kind, std::size_t column) {
    auto& all = plan_.accumulators;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].kind == kind && all[i].column == column) return i;
    Accumulator made;
    made.kind = kind;
    made.column = column;
    if (kind != Kind::rows) made.type = context_.input()[column].type;
    if (kind == Kind::distinct || kind == Kind::top) made.table = plan_.tables++;
    all.push_back(made);
    return all.size() - 1;
  }

  void lay_out() {
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

  Status read_sort() {
    const auto items = context_.options().items("sort");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto path = place("sort", i);
      DP_TRY(const auto by, sort_by(Options::view(items[i].string), path));
      const auto name =
          by.key ? plan_.keys[by.index].field.name : plan_.taken[by.index].field.name;
      if (!by.key && plan_.taken[by.index].function == Function::top)
        return context_.bad_option(path, quoted(name) + " is made by top, which has no order");
      for (const auto& earlier : plan_.sort)
        if (earlier.key == by.key && earlier.index == by.index)
          return context_.bad_option(path, quoted(name) + " is there twice");
      plan_.sort.push_back(by);
    }
    for (std::size_t i = 0; i < plan_.keys.size(); ++i) add_key_to_sort(i);
    return {};
  }

  /// What `text` sorts by: a column of exactly that name, or, after '-', one from its end.
  Result<SortBy> sort_by(std::string_view text, const std::string& path) const {
    const auto schema = plan_.output();
    const bool minus = text.starts_with('-');
    const auto rest = text.substr(minus ? 1 : 0);
    const auto whole = find_column(schema, text);
    const auto after_minus = minus ? find_column(schema, rest) : std::nullopt;
    if (whole && after_minus)
      return context_.bad_option(path, quoted(text) + " is a column of the result, and " +
                                           quoted(rest) +
                                           " is one too: give one of them another name");
    const auto found = whole ? whole : after_minus;
    if (!found)
      return context_.bad_option(path, "no column " + quoted(rest) + " in the result" +
                                           suggest(rest, names_of(schema)));
    const bool key = *found < plan_.keys.size();
    return SortBy{key, key ? *found : *found - plan_.keys.size(), !whole};
  }

  void add_key_to_sort(std::size_t key) {
    for (const auto& by : plan_.sort)
      if (by.key && by.index == key) return;
    plan_.sort.push_back({true, key, false});
  }

  Status read_limit() {
    const auto limit = context_.options().integer("limit");
    if (limit < 0)
      return context_.bad_option(
          "limit", "expected 0 (all) or more (got " + std::to_string(limit) + ")");
    plan_.limit = static_cast<std::uint64_t>(limit);
    return {};
  }

  Result<std::size_t> column_of(std::string_view name, const std::string& path) const {
    if (const auto found = find_column(context_.input(), name)) return *found;
    return context_.bad_option(
        path, "no column " + quoted(name) + suggest(name, names_of(context_.input())));
  }

  /// What partials must agree on to be combined.
  [[nodiscard]] std::uint64_t fingerprint() const {
    std::string text;
    for (const auto& key : plan_.keys) {
      text += key.field.name;
      text.push_back('\0');
      text.push_back(static_cast<char>(key.field.type));
    }
    for (const auto& each : plan_.accumulators) {
      if (each.kind != Kind::rows) text += context_.input()[each.column].name;
      text.push_back('\0');
      text.push_back(static_cast<char>(each.kind));
      text.push_back(static_cast<char>(each.type));
    }
    return Hasher(context_.hash_seed()).bytes(text);
  }

  const Context& context_;
  Plan plan_;
};

}  // namespace

Result<Plan> Plan::make(const Context& context) { return Planner(context).plan(); }

Schema Plan::output() const {
  Schema schema;
  for (const auto& key : keys) schema.push_back(key.field);
  for (const auto& each : taken) schema.push_back(each.field);
  return schema;
}

}  // namespace dp::group
