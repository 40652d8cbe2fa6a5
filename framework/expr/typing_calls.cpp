// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "expr/typing.hpp"

namespace dp::expr {

namespace {

// Rough costs a row, beside 0 for arithmetic.
constexpr int kTextCost = 4;
constexpr int kTimeCost = 1;

}  // namespace

Typed Typing::add_call(Function function, Type type, std::vector<Place> children, int cost) {
  TypedNode node;
  node.kind = TypedNode::Kind::call;
  node.function = function;
  node.type = type;
  node.children = std::move(children);
  node.cost = cost;
  return add(std::move(node));
}

std::optional<ExpressionError> Typing::expect_type(const ExpressionNode& call,
                                                   std::size_t argument, Type type) {
  const auto& node = child(call, argument);
  if (type_of(node) == type) return std::nullopt;
  const std::string hint = type == Type::string  ? "string(x) makes text of a value"
                           : type == Type::int64 ? "int(x) makes a whole number of a value"
                                                 : "";
  return ExpressionError{node.offset, node.length,
                         call.text + " expects " + a_type(type) + " (" + describe(node) + ")",
                         hint};
}

Typed Typing::expect_time(const ExpressionNode& call) {
  const auto& node = child(call, 0);
  const Type type = type_of(node);
  if (type == Type::timestamp || type == Type::date)
    return convert(place_of(node), Type::timestamp);
  return refuse(node, call.text + " expects a timestamp or a date (" + describe(node) + ")",
                type == Type::string ? "timestamp(x) reads a time from text" : "");
}

Typed Typing::type_rounding(const ExpressionNode& node, Function function) {
  const auto& value = child(node, 0);
  if (!is_number(type_of(value)))
    return refuse(
        value, node.text + " expects a number (" + describe(value) + ")",
        type_of(value) == Type::string ? "int(x) and float(x) read numbers from text" : "");
  if (type_of(value) == Type::int64 && function != Function::abs) return place_of(value);
  return add_call(function, type_of(value), {place_of(value)}, 0);
}

Typed Typing::type_text_call(const ExpressionNode& node, Function function, Type result) {
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (auto error = expect_type(node, i, Type::string))
      return tl::unexpected(*std::move(error));
    children.push_back(place_of(child(node, i)));
  }
  return add_call(function, result, std::move(children), kTextCost);
}

Typed Typing::type_part_of_text(const ExpressionNode& node, Function function) {
  const std::size_t texts = function == Function::split_part ? 2 : 1;
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (auto error = expect_type(node, i, i < texts ? Type::string : Type::int64))
      return tl::unexpected(*std::move(error));
    children.push_back(place_of(child(node, i)));
  }
  return add_call(function, Type::string, std::move(children), kTextCost);
}

/// if and coalesce: their branches must have one type.
Typed Typing::type_choice(const ExpressionNode& node, Function function) {
  const std::size_t first = function == Function::choose ? 1 : 0;
  if (first == 1)
    if (auto error = expect_type(node, 0, Type::boolean))
      return tl::unexpected(*std::move(error));
  const ExpressionNode* typed = nullptr;  // the branch that later ones must go with
  std::optional<Type> type;
  for (std::size_t i = first; i < node.children.size(); ++i) {
    const auto& branch = child(node, i);
    if (nodes_[place_of(branch)].is_null) continue;
    const auto both =
        typed == nullptr ? type_of(branch) : common(place_of(*typed), place_of(branch));
    const bool text_then_time =
        typed != nullptr && both && *both != type_of(*typed) && type_of(*typed) == Type::string;
    if (!both || text_then_time)
      return refuse_pair(node, "the values differ in type", *typed, branch);
    if (type != Type::float64 && type != Type::timestamp) type = *both;
    if (typed == nullptr || !is_text_constant(place_of(branch))) typed = &branch;
  }
  if (!type) return refuse(node, "null alone has no type");
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Place place = place_of(child(node, i));
    children.push_back(i < first ? place : convert(place, *type));
  }
  return add_call(function, *type, std::move(children), 0);
}

Typed Typing::type_calendar(const ExpressionNode& node, Function function) {
  auto time = expect_time(node);
  if (!time) return time;
  return add_call(function, Type::int64, {*time}, kTimeCost);
}

Typed Typing::type_trunc(const ExpressionNode& node) {
  static const std::vector<std::string> kUnits = {"second", "minute", "hour", "day",
                                                  "week",   "month",  "year"};
  auto time = expect_time(node);
  if (!time) return time;
  const auto& unit = child(node, 1);
  const auto found = std::find(kUnits.begin(), kUnits.end(), unit.text);
  if (unit.op != Op::string || found == kUnits.end())
    return refuse(unit,
                  "trunc expects a unit" +
                      (unit.op == Op::string ? did_you_mean(unit.text, kUnits) : std::string()),
                  "'second', 'minute', 'hour', 'day', 'week', 'month' or 'year'");
  auto place = add_call(Function::trunc, Type::timestamp, {*time}, kTimeCost);
  nodes_[*place].integer = found - kUnits.begin();
  return place;
}

Typed Typing::type_strftime(const ExpressionNode& node) {
  auto time = expect_time(node);
  if (!time) return time;
  const auto& format = child(node, 1);
  if (format.op != Op::string)
    return refuse(format, "strftime expects its format in quotes, as in '%Y-%m-%d'");
  std::size_t bad = 0;
  auto parsed = TimeFormat::parse(format.text, &bad);
  if (!parsed)
    return refuse(format, "strftime has no '" + printable(format.text.substr(bad, 2)) + "'",
                  "it has %Y %y %m %b %B %d %e %j %a %A %u %H %I %p %M %S %f %s %F %T %R %D %h "
                  "%z %Z %%");
  auto place = add_call(Function::strftime, Type::string, {*time}, kTimeCost);
  nodes_[*place].format = std::move(parsed);
  return place;
}

/// date() and timestamp().
Typed Typing::type_to_time(const ExpressionNode& node, Function function) {
  const Type target = function == Function::date ? Type::date : Type::timestamp;
  const auto& value = child(node, 0);
  const Type type = type_of(value);
  if (type == target) return place_of(value);
  if (type == Type::date) return convert(place_of(value), target);
  if (type != Type::string && type != Type::timestamp)
    return refuse(value, node.text + " expects a time or text (" + describe(value) + ")");
  return add_call(function, target, {place_of(value)}, type == Type::string ? kTextCost : 1);
}

/// int() and float().
Typed Typing::type_to_number(const ExpressionNode& node, Function function) {
  const Type target = function == Function::to_int ? Type::int64 : Type::float64;
  const auto& value = child(node, 0);
  const Type type = type_of(value);
  if (type == target) return place_of(value);
  if (type == Type::timestamp || type == Type::date)
    return refuse(value,
                  node.text + " expects a number, text or a bool (" + describe(value) + ")",
                  "unix(time) gives seconds since 1970");
  if (type == Type::int64) return convert(place_of(value), Type::float64);
  return add_call(function, target, {place_of(value)}, type == Type::string ? kTextCost : 0);
}

Typed Typing::type_to_string(const ExpressionNode& node) {
  const auto& value = child(node, 0);
  if (type_of(value) == Type::string) return place_of(value);
  return add_call(Function::to_string, Type::string, {place_of(value)}, kTextCost);
}

Typed Typing::type_call(const ExpressionNode& node) {
  const auto* info = find_function(node.text);
  if (info == nullptr) {
    if (auto error = refuse_null(node)) return tl::unexpected(*std::move(error));
    return type_plugin_call(node);
  }
  const Function function = info->function;
  const bool is_choice = function == Function::choose || function == Function::coalesce;
  if (!is_choice)
    if (auto error = refuse_null(node)) return tl::unexpected(*std::move(error));
  switch (function) {
    case Function::abs:
    case Function::ceil:
    case Function::floor:
    case Function::round:
      return type_rounding(node, function);
    case Function::coalesce:
    case Function::choose:
      return type_choice(node, function);
    case Function::lower:
    case Function::upper:
    case Function::concat:
      return type_text_call(node, function, Type::string);
    case Function::length:
      return type_text_call(node, function, Type::int64);
    case Function::contains:
    case Function::starts_with:
    case Function::ends_with:
      return type_text_call(node, function, Type::boolean);
    case Function::substring:
    case Function::split_part:
      return type_part_of_text(node, function);
    case Function::trunc:
      return type_trunc(node);
    case Function::strftime:
      return type_strftime(node);
    case Function::date:
    case Function::timestamp:
      return type_to_time(node, function);
    case Function::to_int:
    case Function::to_float:
      return type_to_number(node, function);
    case Function::to_string:
      return type_to_string(node);
    default:
      return type_calendar(node, function);
  }
}

}  // namespace dp::expr
