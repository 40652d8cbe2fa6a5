// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_calls.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace dp::expr {

namespace {

/// A rough cost, as those of typed_nodes.hpp.
constexpr int kTimeCost = 1;

Place add_call(TypingContext& typing, Function function, Type type, std::vector<Place> operands,
               int cost) {
  return typing.nodes().add(Operation(function), type, std::move(operands), cost);
}

std::optional<ExpressionError> expect_type(const TypingContext& typing,
                                           const ExpressionNode& call, std::size_t argument,
                                           Type type) {
  const auto& node = typing.child(call, argument);
  if (typing.type_of(node) == type) return std::nullopt;
  const std::string hint = type == Type::string  ? "string(x) makes text of a value"
                           : type == Type::int64 ? "int(x) makes a whole number of a value"
                                                 : "";
  return ExpressionError{
      node.offset, node.length,
      call.text + " expects " + a_type(type) + " (" + typing.describe(node) + ")", hint};
}

/// An argument that is text; JSON as the text that it is.
Typed expect_text(TypingContext& typing, const ExpressionNode& call, std::size_t argument) {
  const auto& node = typing.child(call, argument);
  if (typing.type_of(node) != Type::json)
    if (auto error = expect_type(typing, call, argument, Type::string))
      return tl::unexpected(*std::move(error));
  return typing.nodes().convert(typing.place_of(node), Type::string);
}

/// A value whose text is read, if it is JSON.
Place text_of_json(TypingContext& typing, const ExpressionNode& node) {
  const Place place = typing.place_of(node);
  return typing.type_of(node) == Type::json ? typing.nodes().convert(place, Type::string)
                                            : place;
}

Typed expect_time(TypingContext& typing, const ExpressionNode& call) {
  const auto& node = typing.child(call, 0);
  const Type type = typing.type_of(node);
  if (type == Type::timestamp || type == Type::date)
    return typing.nodes().convert(typing.place_of(node), Type::timestamp);
  return refuse(node,
                call.text + " expects a timestamp or a date (" + typing.describe(node) + ")",
                is_text(type) ? "timestamp(x) reads a time from text" : "");
}

/// How many digits round() leaves after the point; nullopt if it is not a number that is written out.
std::optional<int> places_of(const ExpressionNode& node) {
  constexpr int kMost = 18;
  if (node.op != Op::integer || node.integer < -kMost || node.integer > kMost)
    return std::nullopt;
  return static_cast<int>(node.integer);
}

/// round(number, places).
Typed type_round_to(TypingContext& typing, const ExpressionNode& node) {
  const auto& value = typing.child(node, 0);
  const auto& written = typing.child(node, 1);
  const auto places = places_of(written);
  if (!places)
    return refuse(written, "round expects a whole number from -18 to 18 as its places",
                  "write it out, as in round(x, 2)");
  const Type type = typing.type_of(value);
  return typing.nodes().add(Operation(Places{*places}), type, {typing.place_of(value)},
                            kDecimalCost);
}

Typed type_rounding(TypingContext& typing, const ExpressionNode& node, Function function) {
  const auto& value = typing.child(node, 0);
  if (!is_number(typing.type_of(value)))
    return refuse(
        value, node.text + " expects a number (" + typing.describe(value) + ")",
        is_text(typing.type_of(value)) ? "int(x) and float(x) read numbers from text" : "");
  if (node.children.size() > 1) return type_round_to(typing, node);
  if (typing.type_of(value) == Type::int64 && function != Function::abs)
    return typing.place_of(value);
  return add_call(typing, function, typing.type_of(value), {typing.place_of(value)},
                  typing.type_of(value) == Type::decimal ? kDecimalCost : 0);
}

Typed type_text_call(TypingContext& typing, const ExpressionNode& node, Function function,
                     Type result) {
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto text = expect_text(typing, node, i);
    if (!text) return text;
    children.push_back(*text);
  }
  return add_call(typing, function, result, std::move(children), kTextCost);
}

Typed type_part_of_text(TypingContext& typing, const ExpressionNode& node, Function function) {
  const std::size_t texts = function == Function::split_part ? 2 : 1;
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (i < texts) {
      const auto text = expect_text(typing, node, i);
      if (!text) return text;
      children.push_back(*text);
      continue;
    }
    if (auto error = expect_type(typing, node, i, Type::int64))
      return tl::unexpected(*std::move(error));
    children.push_back(typing.place_of(typing.child(node, i)));
  }
  return add_call(typing, function, Type::string, std::move(children), kTextCost);
}

/// The first branch from `first` on that says by itself which type it has: no null, and no text
/// that is written out, which may mean a time. If there is none, the first that is not null.
const ExpressionNode* leading_branch(TypingContext& typing, const ExpressionNode& node,
                                     std::size_t first) {
  const ExpressionNode* text = nullptr;
  for (std::size_t i = first; i < node.children.size(); ++i) {
    const auto& branch = typing.child(node, i);
    if (typing.typed(branch).is_null()) continue;
    if (typing.nodes().text(typing.place_of(branch)) == nullptr) return &branch;
    if (text == nullptr) text = &branch;
  }
  return text;
}

/// The type of branches that are numbers or null.
Type type_of_branches(TypingContext& typing, const ExpressionNode& node, std::size_t first) {
  std::vector<Place> numbers;
  for (std::size_t i = first; i < node.children.size(); ++i) {
    const auto& branch = typing.child(node, i);
    if (!typing.typed(branch).is_null()) numbers.push_back(typing.place_of(branch));
  }
  return typing.nodes().number_type(numbers);
}

/// if and coalesce: their branches must have one type, in whatever order they stand.
Typed type_choice(TypingContext& typing, const ExpressionNode& node, Function function) {
  const std::size_t first = function == Function::choose ? 1 : 0;
  if (first == 1)
    if (auto error = expect_type(typing, node, 0, Type::boolean))
      return tl::unexpected(*std::move(error));
  const auto* leader = leading_branch(typing, node, first);
  if (leader == nullptr) return refuse(node, "null alone has no type");
  Type type = typing.type_of(*leader);
  for (std::size_t i = first; i < node.children.size(); ++i) {
    const auto& branch = typing.child(node, i);
    if (typing.typed(branch).is_null()) continue;
    const auto both = typing.nodes().common(typing.place_of(*leader), typing.place_of(branch));
    const bool later = branch.offset > leader->offset;
    if (!both)
      return typing.refuse_pair(node, "the values differ in type", later ? *leader : branch,
                                later ? branch : *leader);
    if (type != Type::timestamp && type != Type::string) type = *both;
  }
  if (is_number(type)) type = type_of_branches(typing, node, first);
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Place place = typing.place_of(typing.child(node, i));
    children.push_back(i < first ? place : typing.nodes().convert(place, type));
  }
  return add_call(typing, function, type, std::move(children), 0);
}

Typed type_calendar(TypingContext& typing, const ExpressionNode& node, Function function) {
  auto time = expect_time(typing, node);
  if (!time) return time;
  return add_call(typing, function, Type::int64, {*time}, kTimeCost);
}

Typed type_trunc(TypingContext& typing, const ExpressionNode& node) {
  static const std::vector<std::string> kUnits = {"second", "minute", "hour", "day",
                                                  "week",   "month",  "year"};
  auto time = expect_time(typing, node);
  if (!time) return time;
  const auto& unit = typing.child(node, 1);
  const auto found = std::find(kUnits.begin(), kUnits.end(), unit.text);
  if (unit.op != Op::string || found == kUnits.end())
    return refuse(unit,
                  "trunc expects a unit" +
                      (unit.op == Op::string ? did_you_mean(unit.text, kUnits) : std::string()),
                  "'second', 'minute', 'hour', 'day', 'week', 'month' or 'year'");
  return typing.nodes().add(Operation(static_cast<TruncUnit>(found - kUnits.begin())),
                            Type::timestamp, {*time}, kTimeCost);
}

Typed type_strftime(TypingContext& typing, const ExpressionNode& node) {
  auto time = expect_time(typing, node);
  if (!time) return time;
  const auto& format = typing.child(node, 1);
  if (format.op != Op::string)
    return refuse(format, "strftime expects its format in quotes, as in '%Y-%m-%d'");
  std::size_t bad = 0;
  auto parsed = TimeFormat::parse(format.text, &bad);
  if (!parsed)
    return refuse(format, "strftime has no '" + printable(format.text.substr(bad, 2)) + "'",
                  "it has %Y %y %m %b %B %d %e %j %a %A %u %H %I %p %M %S %f %s %F %T %R %D %h "
                  "%z %Z %%");
  return typing.nodes().add(Operation(*std::move(parsed)), Type::string, {*time}, kTimeCost);
}

/// date() and timestamp().
Typed type_to_time(TypingContext& typing, const ExpressionNode& node, Function function) {
  const Type target = function == Function::date ? Type::date : Type::timestamp;
  const auto& value = typing.child(node, 0);
  const Type type = typing.type_of(value);
  if (type == target) return typing.place_of(value);
  if (type == Type::date) return typing.nodes().convert(typing.place_of(value), target);
  if (!is_text(type) && type != Type::timestamp)
    return refuse(value,
                  node.text + " expects a time or text (" + typing.describe(value) + ")");
  return add_call(typing, function, target, {text_of_json(typing, value)},
                  is_text(type) ? kTextCost : 1);
}

/// int(), float() and decimal().
Typed type_to_number(TypingContext& typing, const ExpressionNode& node, Function function) {
  const Type target = function == Function::to_int     ? Type::int64
                      : function == Function::to_float ? Type::float64
                                                       : Type::decimal;
  const auto& value = typing.child(node, 0);
  const Type type = typing.type_of(value);
  if (type == target) return typing.place_of(value);
  if (type == Type::timestamp || type == Type::date)
    return refuse(
        value, node.text + " expects a number, text or a bool (" + typing.describe(value) + ")",
        "unix(time) gives seconds since 1970");
  const Place place = typing.place_of(value);
  if (is_number(type) && target == Type::decimal && typing.nodes().is_exact(place))
    return typing.nodes().convert(place, target);
  if (is_number(type) && type != Type::float64 && target == Type::float64)
    return typing.nodes().convert(place, target);
  return add_call(typing, function, target, {text_of_json(typing, value)},
                  is_text(type) ? kTextCost : 0);
}

Typed type_to_string(TypingContext& typing, const ExpressionNode& node) {
  const auto& value = typing.child(node, 0);
  if (typing.type_of(value) == Type::string) return typing.place_of(value);
  return add_call(typing, Function::to_string, Type::string, {typing.place_of(value)},
                  kTextCost);
}

/// file() and offset(): of the record alone.
Typed type_place(TypingContext& typing, Function function) {
  return add_call(typing, function, function == Function::file ? Type::string : Type::int64, {},
                  kTimeCost);
}

Typed type_sample(TypingContext& typing, const ExpressionNode& node) {
  const auto& share = typing.child(node, 0);
  const bool is_whole = share.op == Op::integer;
  const double value = is_whole ? static_cast<double>(share.integer) : share.number;
  if ((!is_whole && share.op != Op::number) || !(value >= 0 && value <= 1))
    return refuse(share, "sample expects a share from 0 to 1, as in 0.01");
  Sample sample{value, 0};
  if (node.children.size() > 1) {
    const auto& seed = typing.child(node, 1);
    if (seed.op != Op::integer)
      return refuse(seed, "sample expects a seed that is written out, as in 7");
    sample.seed = static_cast<std::uint64_t>(seed.integer);
  }
  return typing.nodes().add(Operation(sample), Type::boolean, {}, kTimeCost);
}

/// member() and without().
Typed type_members(TypingContext& typing, const ExpressionNode& node, Function function) {
  const auto& value = typing.child(node, 0);
  if (typing.type_of(value) != Type::json)
    return refuse(value, node.text + " expects JSON (" + typing.describe(value) + ")",
                  typing.type_of(value) == Type::string
                      ? "types: {x: json}, given to the reader json, keeps values as JSON"
                      : "");
  std::vector<JsonPath> paths;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const auto& written = typing.child(node, i);
    auto path = written.op == Op::string ? json_path_of(written.text) : std::nullopt;
    if (!path)
      return refuse(written, node.text + " expects a path in quotes, as in 'city' or 'geo.lat'",
                    "names with dots in them are paths that begin with a slash: '/a.b/c'");
    paths.push_back(*std::move(path));
  }
  auto what = function == Function::member ? Operation(Member{std::move(paths.front())})
                                           : Operation(Without{std::move(paths)});
  return typing.nodes().add(std::move(what), Type::json, {typing.place_of(value)}, kTextCost);
}

}  // namespace

Typed type_function(TypingContext& typing, const ExpressionNode& node, Function function) {
  switch (function) {
    case Function::abs:
    case Function::ceil:
    case Function::floor:
    case Function::round:
      return type_rounding(typing, node, function);
    case Function::coalesce:
    case Function::choose:
      return type_choice(typing, node, function);
    case Function::lower:
    case Function::upper:
    case Function::concat:
      return type_text_call(typing, node, function, Type::string);
    case Function::length:
      return type_text_call(typing, node, function, Type::int64);
    case Function::contains:
    case Function::starts_with:
    case Function::ends_with:
      return type_text_call(typing, node, function, Type::boolean);
    case Function::substring:
    case Function::split_part:
      return type_part_of_text(typing, node, function);
    case Function::trunc:
      return type_trunc(typing, node);
    case Function::strftime:
      return type_strftime(typing, node);
    case Function::date:
    case Function::timestamp:
      return type_to_time(typing, node, function);
    case Function::to_int:
    case Function::to_float:
    case Function::to_decimal:
      return type_to_number(typing, node, function);
    case Function::to_string:
      return type_to_string(typing, node);
    case Function::file:
    case Function::offset:
      return type_place(typing, function);
    case Function::sample:
      return type_sample(typing, node);
    case Function::member:
    case Function::without:
      return type_members(typing, node, function);
    default:
      return type_calendar(typing, node, function);
  }
}

}  // namespace dp::expr
