// SPDX-License-Identifier: Apache-2.0
#include "group/plan.hpp"

#include <cmath>
#include <initializer_list>
#include <optional>
#include <utility>

#include "group/kinds.hpp"
#include "group/options.hpp"
#include "group/plan_maker.hpp"
#include "group/suggest.hpp"

namespace dp::group {
namespace {

/// The texts one after the other.
std::string join(std::initializer_list<std::string_view> texts) {
  std::string joined;
  for (const auto text : texts) joined += text;
  return joined;
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
class Planner : private PlanMaker {
 public:
  explicit Planner(const Context& context)
      : PlanMaker(context.input(), context.hash_seed()), context_(context) {}

  Result<Plan> make() {
    DP_CHECK(read_keys());
    DP_CHECK(read_taken());
    lay_out();
    DP_CHECK(read_sort());
    DP_CHECK(read_limit());
    return finish();
  }

 private:
  Status read_keys() {
    const auto items = context_.options().items("by");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto path = place("by", i);
      DP_TRY(const auto column, column_of(Options::view(items[i].string), path));
      for (const auto& key : plan().keys)
        if (key.column == column)
          return context_.bad_option(path, in_quotes(key.field.name) + " is there twice");
      add_key(column);
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
      if (find_column(plan().output(), name))
        return context_.bad_option(path,
                                   in_quotes(name) + " is already a column of the result");
      DP_CHECK(read_one(Options(&items[i]), path, name));
    }
    return {};
  }

  Status read_one(const Options& call, const std::string& path, const std::string& as) {
    const auto name = call.text("function");
    const auto function = function_named(name);
    if (!function) {
      std::vector<std::string> names;
      for (const auto& each : kFunctions) names.emplace_back(each.name);
      return context_.bad_option(path, "no function " + in_quotes(name) + suggest(name, names));
    }
    const auto& known = kFunctions[static_cast<std::size_t>(*function)];
    const auto columns = call.items("columns");
    const auto numbers = call.items("numbers");
    if (columns.size() != known.columns || numbers.size() != known.numbers)
      return context_.bad_option(path, std::string("expected ") + known.signature);
    Taken taken{.function = *function, .field = {"", Type::int64, false}};
    if (known.columns == 0) {
      add_taken(std::move(taken), 0, as);
      return {};
    }
    DP_TRY(const auto column, column_of(Options::view(columns[0].string), path));
    const auto& field = context_.input()[column];
    if (const auto expected = expected_type(known.accepts, field.type); !expected.empty())
      return context_.bad_option(
          path,
          join({known.name, " expects ", expected, ", ", in_quotes(field.name),
                field.type == Type::int64 ? " is an " : " is a ", type_name(field.type)}));
    if (*function == Function::top) {
      DP_TRY(taken.most, most_of(numbers[0], path));
    }
    if (*function == Function::quantile) {
      DP_TRY(taken.share, share_of(numbers[0], path));
    }
    add_taken(std::move(taken), column, as);
    return {};
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

  Status read_sort() {
    const auto items = context_.options().items("sort");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto path = place("sort", i);
      DP_TRY(const auto by, sort_by(Options::view(items[i].string), path));
      const auto name =
          by.key ? plan().keys[by.index].field.name : plan().taken[by.index].field.name;
      if (!by.key && plan().taken[by.index].function == Function::top)
        return context_.bad_option(path,
                                   in_quotes(name) + " is made by top, which has no order");
      for (const auto& earlier : plan().sort)
        if (earlier.key == by.key && earlier.index == by.index)
          return context_.bad_option(path, in_quotes(name) + " is there twice");
      plan().sort.push_back(by);
    }
    return {};
  }

  /// What `text` sorts by: a column of exactly that name, or, after '-', one from its end.
  Result<SortBy> sort_by(std::string_view text, const std::string& path) const {
    const auto schema = plan().output();
    const bool minus = text.starts_with('-');
    const auto rest = text.substr(minus ? 1 : 0);
    const auto whole = find_column(schema, text);
    const auto after_minus = minus ? find_column(schema, rest) : std::nullopt;
    if (whole && after_minus)
      return context_.bad_option(path, in_quotes(text) + " is a column of the result, and " +
                                           in_quotes(rest) +
                                           " is one too: give one of them another name");
    const auto found = whole ? whole : after_minus;
    if (!found)
      return context_.bad_option(path, "no column " + in_quotes(rest) + " in the result" +
                                           suggest(rest, names_of(schema)));
    const bool key = *found < plan().keys.size();
    return SortBy{key, key ? *found : *found - plan().keys.size(), !whole};
  }

  Status read_limit() {
    const auto limit = context_.options().integer("limit");
    if (limit < 0)
      return context_.bad_option(
          "limit", "expected 0 (all) or more (got " + std::to_string(limit) + ")");
    plan().limit = static_cast<std::uint64_t>(limit);
    return {};
  }

  Result<std::size_t> column_of(std::string_view name, const std::string& path) const {
    if (const auto found = find_column(context_.input(), name)) return *found;
    return context_.bad_option(
        path, "no column " + in_quotes(name) + suggest(name, names_of(context_.input())));
  }

  const Context& context_;
};

}  // namespace

Result<Plan> Plan::make(const Context& context) { return Planner(context).make(); }

Schema Plan::output() const {
  Schema schema;
  for (const auto& key : keys) schema.push_back(key.field);
  for (const auto& each : taken) schema.push_back(each.field);
  return schema;
}

}  // namespace dp::group
