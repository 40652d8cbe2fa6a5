// SPDX-License-Identifier: Apache-2.0
#include "expr/typing.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "expr/typed_expression.hpp"

namespace dp::expr {

namespace {

constexpr std::string_view kTimeHint =
    "write 'YYYY-MM-DD' or 'YYYY-MM-DD hh:mm:ss', which is UTC, or add an offset such as "
    "+02:00";

bool is_time(Type type) noexcept { return type == Type::timestamp || type == Type::date; }

bool looks_like_number(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789.-+eE") == std::string_view::npos;
}

}  // namespace

std::string a_type(Type type) {
  const std::string name(type_name(type));
  return (type == Type::int64 ? "an " : "a ") + name;
}

ExpressionResult<TypedExpression> Typing::run() {
  for (std::size_t i = 0; i < expression_->nodes().size(); ++i) {
    auto place = type_node(i);
    if (!place) return tl::unexpected(std::move(place).error());
    places_.push_back(*place);
  }
  const auto& root = expression_->root();
  if (nodes_[places_.back()].is_null)
    return refuse(root, "null alone has no type", "write a value, as in coalesce(x, 0)");
  return TypedExpression{std::move(nodes_), std::move(opened_)};
}

Typed Typing::add(TypedNode node) {
  for (const Place child : node.children) node.cost += nodes_[child].cost;
  if (!node.children.empty()) node.operand = nodes_[node.children.front()].type;
  nodes_.push_back(std::move(node));
  return static_cast<Place>(nodes_.size() - 1);
}

Typed Typing::add_operation(Op op, Type type, std::vector<Place> children, int cost) {
  TypedNode node;
  node.kind = TypedNode::Kind::operation;
  node.op = op;
  node.type = type;
  node.children = std::move(children);
  node.cost = cost;
  return add(std::move(node));
}

std::string Typing::describe(const ExpressionNode& node) const {
  constexpr std::size_t kMost = 40;
  std::string text = text_of(*expression_, node);
  if (text.size() > kMost) text = "this";
  return text + " is " + a_type(type_of(node));
}

Type Typing::type_of(const ExpressionNode& node) const {
  const auto index = static_cast<std::size_t>(&node - expression_->nodes().data());
  return nodes_[places_[index]].type;
}

Place Typing::place_of(const ExpressionNode& node) const {
  return places_[static_cast<std::size_t>(&node - expression_->nodes().data())];
}

const ExpressionNode& Typing::child(const ExpressionNode& node, std::size_t i) const {
  return expression_->nodes()[node.children[i]];
}

tl::unexpected<ExpressionError> Typing::refuse(const ExpressionNode& at, std::string message,
                                               std::string hint) {
  return tl::unexpected(
      ExpressionError{at.offset, at.length, std::move(message), std::move(hint)});
}

bool Typing::is_text_constant(Place place) const {
  const auto& node = nodes_[place];
  return node.kind == TypedNode::Kind::constant && node.type == Type::string && !node.is_null;
}

/// Make `place` a float, a timestamp or a date, whichever it is not yet but can become.
Place Typing::convert(Place place, Type type) {
  TypedNode& node = nodes_[place];
  if (node.type == type) return place;
  const bool constant = node.kind == TypedNode::Kind::constant;
  if (constant && node.is_null) {
    node.type = type;
    return place;
  }
  if (constant && type == Type::float64) {
    node.number = static_cast<double>(node.integer);
    node.type = type;
    return place;
  }
  if (constant && node.type == Type::string) {
    node.integer = type == Type::date ? civil::parse_date(node.text).value_or(0)
                                      : civil::parse_time(node.text).value_or(0);
    node.type = type;
    return place;
  }
  TypedNode conversion;
  conversion.kind = type == Type::float64 ? TypedNode::Kind::int_to_float
                                          : TypedNode::Kind::date_to_timestamp;
  conversion.type = type;
  conversion.children = {place};
  return *add(std::move(conversion));
}

std::optional<Type> Typing::common(Place a, Place b) const {
  const Type left = nodes_[a].type;
  const Type right = nodes_[b].type;
  if (left == right) return left;
  if (is_number(left) && is_number(right)) return Type::float64;
  if (is_time(left) && is_time(right)) return Type::timestamp;
  const bool left_time = is_time(left) && is_text_constant(b);
  const bool right_time = is_time(right) && is_text_constant(a);
  if (!left_time && !right_time) return std::nullopt;
  const auto& text = nodes_[left_time ? b : a].text;
  if ((left_time ? left : right) == Type::date && civil::parse_date(text)) return Type::date;
  if (civil::parse_time(text)) return Type::timestamp;
  return std::nullopt;
}

tl::unexpected<ExpressionError> Typing::refuse_pair(const ExpressionNode& at,
                                                    std::string_view verb,
                                                    const ExpressionNode& left,
                                                    const ExpressionNode& right) {
  for (const auto& [text, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    if (!is_text_constant(place_of(*text))) continue;
    if (is_time(type_of(*other)))
      return refuse(*text, text_of(*expression_, *text) + " is not a time",
                    std::string(kTimeHint));
    if (is_number(type_of(*other)) && looks_like_number(text->text))
      return refuse(at, std::string(verb) + ": " + describe(left) + ", " + describe(right),
                    "write " + text->text + " without quotes");
  }
  std::string hint;
  if (type_of(left) == Type::string || type_of(right) == Type::string)
    hint = is_time(type_of(left)) || is_time(type_of(right))
               ? "timestamp(x) reads a time from text"
               : "string(x) makes text of a value; int(x) and float(x) read text";
  return refuse(at, std::string(verb) + ": " + describe(left) + ", " + describe(right), hint);
}

/// A null that is written out has a type only where another value gives it one.
std::optional<ExpressionError> Typing::refuse_null(const ExpressionNode& node) {
  for (std::size_t i = 0; i < node.children.size(); ++i)
    if (nodes_[place_of(child(node, i))].is_null)
      return ExpressionError{child(node, i).offset, child(node, i).length,
                             "null cannot be an operand here",
                             "to ask whether x is null, write 'x is null'"};
  return std::nullopt;
}

Typed Typing::type_leaf(const ExpressionNode& node) {
  TypedNode typed;
  typed.integer = node.integer;
  typed.number = node.number;
  typed.text = node.text;
  typed.is_null = node.op == Op::null;
  typed.type = node.op == Op::integer  ? Type::int64
               : node.op == Op::number ? Type::float64
               : node.op == Op::string ? Type::string
                                       : Type::boolean;
  return add(std::move(typed));
}

Typed Typing::type_column(const ExpressionNode& node) {
  const auto found = find_column(*schema_, node.text);
  if (!found) {
    std::vector<std::string> names;
    for (const auto& field : *schema_) names.push_back(field.name);
    std::string hint = names.empty() ? "there are no columns here" : "the columns are ";
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 24); ++i)
      hint += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > 24) hint += ", ...";
    return refuse(node,
                  "there is no column '" + node.text + "'" + did_you_mean(node.text, names),
                  nearest(node.text, names) ? "" : std::move(hint));
  }
  TypedNode typed;
  typed.kind = TypedNode::Kind::column;
  typed.type = (*schema_)[*found].type;
  typed.column = *found;
  return add(std::move(typed));
}

Typed Typing::type_logic(const ExpressionNode& node) {
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto& operand = child(node, i);
    if (type_of(operand) != Type::boolean)
      return refuse(operand, "expected a condition (" + describe(operand) + ")",
                    is_number(type_of(operand)) ? "compare it, as in x != 0"
                                                : "compare it, as in x == 'a'");
    children.push_back(place_of(operand));
  }
  return add_operation(node.op, Type::boolean, std::move(children), 0);
}

Typed Typing::type_comparison(const ExpressionNode& node) {
  const auto& left = child(node, 0);
  const auto& right = child(node, 1);
  const auto type = common(place_of(left), place_of(right));
  if (!type) return refuse_pair(node, "these cannot be compared", left, right);
  if (*type == Type::boolean && node.op != Op::equal && node.op != Op::not_equal)
    return refuse(node, "a bool has no order: only == and != compare it");
  std::vector<Place> children = {convert(place_of(left), *type),
                                 convert(place_of(right), *type)};
  return add_operation(node.op, Type::boolean, std::move(children),
                       *type == Type::string ? 2 : 0);
}

Typed Typing::type_in(const ExpressionNode& node) {
  const auto& value = child(node, 0);
  Place place = place_of(value);
  Type type = nodes_[place].type;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const auto& item = child(node, i);
    if (nodes_[place_of(item)].kind != TypedNode::Kind::constant)
      return refuse(item, "the list of 'in' holds numbers and texts only",
                    "write x == a or x == b");
    const auto both = common(place, place_of(item));
    if (!both) return refuse_pair(item, "these cannot be compared", value, item);
    if (type != Type::timestamp || *both != Type::date) type = *both;
    place = convert(place, type);
  }
  TypedNode in;
  in.kind = TypedNode::Kind::operation;
  in.op = Op::in;
  in.type = Type::boolean;
  in.cost = type == Type::string ? 3 : 0;
  in.children = {place};
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const auto& item = nodes_[convert(place_of(child(node, i)), type)];
    in.texts.push_back(item.text);
    in.integers.push_back(item.integer);
    in.numbers.push_back(item.number);
  }
  std::sort(in.texts.begin(), in.texts.end());
  std::sort(in.integers.begin(), in.integers.end());
  std::sort(in.numbers.begin(), in.numbers.end());
  return add(std::move(in));
}

Typed Typing::type_arithmetic(const ExpressionNode& node) {
  const auto& left = child(node, 0);
  const auto& right = child(node, 1);
  const Type a = type_of(left);
  const Type b = type_of(right);
  if (node.op == Op::subtract && (is_time(a) || is_time(b))) {
    const auto type = common(place_of(left), place_of(right));
    if (!type) return refuse_pair(node, "these cannot be subtracted", left, right);
    std::vector<Place> times = {convert(place_of(left), *type),
                                convert(place_of(right), *type)};
    return add_operation(Op::subtract, *type == Type::date ? Type::int64 : Type::float64,
                         std::move(times), 0);
  }
  for (const auto* operand : {&left, &right}) {
    if (is_number(type_of(*operand))) continue;
    const bool text = type_of(*operand) == Type::string;
    return refuse(*operand, "expected a number (" + describe(*operand) + ")",
                  text ? node.op == Op::add
                             ? "concat(a, b) joins texts; int(x) and float(x) read "
                               "numbers from text"
                             : "int(x) and float(x) read numbers from text"
                       : "");
  }
  const bool whole = a == Type::int64 && b == Type::int64 && node.op != Op::divide;
  const Type type = whole ? Type::int64 : Type::float64;
  std::vector<Place> children = {convert(place_of(left), type), convert(place_of(right), type)};
  return add_operation(node.op, type, std::move(children), 0);
}

Typed Typing::type_negate(const ExpressionNode& node) {
  const auto& operand = child(node, 0);
  if (!is_number(type_of(operand)))
    return refuse(operand, "expected a number (" + describe(operand) + ")");
  return add_operation(Op::negate, type_of(operand), {place_of(operand)}, 0);
}

Typed Typing::type_node(std::size_t index) {
  const auto& node = expression_->nodes()[index];
  if (node.op != Op::call)
    if (auto error = refuse_null(node)) return tl::unexpected(*std::move(error));
  switch (node.op) {
    case Op::null:
    case Op::boolean:
    case Op::integer:
    case Op::number:
    case Op::string:
      return type_leaf(node);
    case Op::column:
      return type_column(node);
    case Op::call:
      return type_call(node);
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return type_logic(node);
    case Op::in:
      return type_in(node);
    case Op::is_null:
    case Op::is_not_null:
      return add_operation(node.op, Type::boolean, {place_of(child(node, 0))}, 0);
    case Op::negate:
      return type_negate(node);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
      return type_arithmetic(node);
    default:
      return type_comparison(node);
  }
}

ExpressionResult<TypedExpression> type_expression(const Expression& expression,
                                                  const Schema& schema,
                                                  FunctionSource* functions) {
  return Typing(expression, schema, functions).run();
}

}  // namespace dp::expr
