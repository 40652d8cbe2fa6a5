// SPDX-License-Identifier: Apache-2.0
#include "group/pivot_plan.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "group/kinds.hpp"
#include "group/options.hpp"
#include "group/plan_maker.hpp"
#include "group/suggest.hpp"

namespace dp::group {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& number) noexcept {
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end;
}

/// The value that a text is in a column of a type, of a text but that it is one.
std::optional<Datum> datum_in(std::string_view text, Type type) {
  Datum made;
  switch (type) {
    case Type::string:
      return made;
    case Type::boolean:
      made.integer = text == "true" ? 1 : 0;
      return text == "true" || text == "false" ? std::optional(made) : std::nullopt;
    case Type::int64:
      return read_number(text, made.integer) ? std::optional(made) : std::nullopt;
    case Type::float64:
      return read_number(text, made.number) ? std::optional(made) : std::nullopt;
    case Type::decimal:
      if (const auto found = Decimal::parse(text)) {
        made.decimal = *found;
        return made;
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

/// Makes a PivotPlan of options: one use.
class PivotPlanner {
 public:
  explicit PivotPlanner(const Context& context)
      : context_(context), input_(context.input()), maker_(input_, context.hash_seed()) {}

  Result<PivotPlan> make() {
    DP_TRY(made_.name, column_of("name", context_.options().text("name")));
    DP_TRY(value_, column_of("value", context_.options().text("value")));
    made_.name_of = input_[made_.name].name;
    if (input_[made_.name].type != Type::string)
      return context_.bad_option("name", in_quotes(made_.name_of) + " is " +
                                             std::string(type_name(input_[made_.name].type)) +
                                             ", expected a string: cast it before, cast: {" +
                                             made_.name_of + ": string}");
    if (value_ == made_.name)
      return context_.bad_option("value", "expected another column than name has");
    DP_CHECK(read_by());
    maker_.add_key(made_.name);
    DP_CHECK(read_combine());
    maker_.lay_out();
    made_.plan = maker_.finish();
    DP_CHECK(read_names());
    DP_CHECK(read_fill());
    return std::move(made_);
  }

 private:
  Result<std::size_t> column_of(const std::string& path, std::string_view name) const {
    if (const auto found = find_column(input_, name)) return *found;
    std::vector<std::string> names;
    for (const auto& field : input_) names.push_back(field.name);
    return context_.bad_option(path, "no column " + in_quotes(name) + suggest(name, names));
  }

  Status read_by() {
    if (!context_.options().has("by")) {
      for (std::size_t i = 0; i < input_.size(); ++i)
        if (i != made_.name && i != value_) add_key(i);
      return {};
    }
    const auto items = context_.options().items("by");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto name = Options::view(items[i].string);
      DP_TRY(const auto column, column_of(place("by", i), name));
      if (column == made_.name || column == value_)
        return context_.bad_option(place("by", i), in_quotes(name) + " is spread over columns");
      if (std::find(by_.begin(), by_.end(), column) != by_.end())
        return context_.bad_option(place("by", i), in_quotes(name) + " is there twice");
      add_key(column);
    }
    return {};
  }
  void add_key(std::size_t column) {
    by_.push_back(column);
    maker_.add_key(column);
  }

  Status read_combine() {
    const auto name = context_.options().text("combine");
    made_.is_single = name == "error";
    auto function = Function::min;  // of one value: that one
    for (std::size_t i = 0; i < std::size(kFunctions); ++i)
      if (name == kFunctions[i].name) function = static_cast<Function>(i);
    const auto& known = kFunctions[static_cast<std::size_t>(function)];
    const auto& field = input_[value_];
    if (const auto expected = expected_type(known.accepts, field.type); !expected.empty())
      return context_.bad_option(
          "combine", std::string(known.name) + " expects " + std::string(expected) + ", " +
                         in_quotes(field.name) + " is " + std::string(type_name(field.type)));
    const Taken taken{.function = function, .field = {"", Type::int64, false}};
    maker_.add_taken(taken, value_, field.name);
    maker_.add_taken({.function = Function::count, .field = {"", Type::int64, false}}, 0, "");
    return {};
  }

  Status read_names() {
    const auto items = context_.options().items("columns");
    if (items.empty()) return context_.bad_option("columns", "expected names (got none)");
    for (const auto& item : items) made_.names.emplace_back(Options::view(item.string));
    for (std::size_t i = 0; i < made_.names.size(); ++i) {
      const auto& name = made_.names[i];
      if (!made_.places.emplace(name, i).second)
        return context_.bad_option(place("columns", i), in_quotes(name) + " is there twice");
      for (const auto column : by_)
        if (input_[column].name == name)
          return context_.bad_option(place("columns", i),
                                     in_quotes(name) + " is already a column of the result");
    }
    return {};
  }

  Status read_fill() {
    if (!context_.options().has("fill")) return {};
    const auto type = made_.value().type;
    made_.fill_text = context_.options().text("fill");
    made_.fill = datum_in(made_.fill_text, type);
    if (made_.fill) return {};
    return context_.bad_option("fill", "got " + in_quotes(made_.fill_text) +
                                           ", expected a value of the type " +
                                           std::string(type_name(type)));
  }

  const Context& context_;
  const Schema& input_;
  PlanMaker maker_;
  PivotPlan made_;
  std::size_t value_ = 0;
  std::vector<std::size_t> by_;
};

}  // namespace

Result<PivotPlan> PivotPlan::make(const Context& context) {
  return PivotPlanner(context).make();
}

Schema PivotPlan::output() const {
  Schema schema;
  for (std::size_t i = 0; i < keys(); ++i) schema.push_back(plan.keys[i].field);
  for (const auto& each : names) schema.push_back({each, value().type, !fill.has_value()});
  return schema;
}

}  // namespace dp::group
