// SPDX-License-Identifier: Apache-2.0
#include "expr/typed_nodes.hpp"

#include <algorithm>
#include <dp/civil.hpp>

namespace dp::expr {

namespace {

bool is_arithmetic(const Operation& operation) noexcept {
  const auto* op = std::get_if<Op>(&operation);
  return op != nullptr && (*op == Op::negate || (*op >= Op::add && *op <= Op::modulo));
}

/// Where the branches of if() and coalesce() begin; nullopt of other operations.
std::optional<std::size_t> first_branch(const Operation& operation) noexcept {
  const auto* function = std::get_if<Function>(&operation);
  if (function == nullptr) return std::nullopt;
  if (*function == Function::choose) return 1;
  if (*function == Function::coalesce) return 0;
  return std::nullopt;
}

bool is_widened_int(const Operation& operation) noexcept {
  const auto* widening = std::get_if<Widening>(&operation);
  return widening != nullptr && *widening == Widening::int_to_float;
}

void make_float(Constant& constant, Type from) {
  if (from == Type::int64) constant.number = static_cast<double>(constant.integer);
}

}  // namespace

Place TypedNodes::add(What what, Type type, std::vector<Place> operands, int cost) {
  TypedNode node;
  node.what = std::move(what);
  node.type = type;
  node.cost = cost;
  for (const Place operand : operands) node.cost += nodes_[operand].cost;
  if (!operands.empty()) node.operand = nodes_[operands.front()].type;
  node.children = std::move(operands);
  nodes_.push_back(std::move(node));
  return static_cast<Place>(nodes_.size() - 1);
}

const std::string* TypedNodes::text(Place place) const noexcept {
  const auto& node = nodes_[place];
  const auto* constant = node.constant();
  const bool is_text = constant != nullptr && node.type == Type::string && !constant->is_null;
  return is_text ? &constant->text : nullptr;
}

bool TypedNodes::is_exact(Place place) const noexcept {
  const auto& node = nodes_[place];
  if (node.type == Type::int64 || node.type == Type::decimal) return true;
  if (const auto* constant = node.constant())
    return constant->is_null || constant->decimal.has_value();
  const auto* operation = std::get_if<Operation>(&node.what);
  if (operation == nullptr || node.type != Type::float64) return false;
  if (is_widened_int(*operation)) return true;
  const auto first = is_arithmetic(*operation) ? 0 : first_branch(*operation);
  return first &&
         std::all_of(node.children.begin() + static_cast<std::ptrdiff_t>(*first),
                     node.children.end(), [this](Place child) { return is_exact(child); });
}

Type TypedNodes::number_type(const std::vector<Place>& places) const {
  const auto has = [&](Type type) {
    return std::any_of(places.begin(), places.end(),
                       [&](Place place) { return nodes_[place].type == type; });
  };
  if (has(Type::decimal))
    return std::all_of(places.begin(), places.end(),
                       [this](Place place) { return is_exact(place); })
               ? Type::decimal
               : Type::float64;
  return has(Type::float64) ? Type::float64 : Type::int64;
}

std::optional<Type> TypedNodes::common(Place a, Place b) const {
  const Type left = nodes_[a].type;
  const Type right = nodes_[b].type;
  if (left == right) return left;
  if (is_number(left) && is_number(right)) return number_type({a, b});
  if (is_text(left) && is_text(right)) return Type::string;
  if (is_time(left) && is_time(right)) return Type::timestamp;
  const bool time_first = is_time(left);
  const auto* written = text(time_first ? b : a);
  if (written == nullptr || (!time_first && !is_time(right))) return std::nullopt;
  const Type time = time_first ? left : right;
  if (time == Type::date && civil::parse_date(*written)) return Type::date;
  if (civil::parse_time(*written)) return Type::timestamp;
  return std::nullopt;
}

Place TypedNodes::convert(Place place, Type type) {
  TypedNode& node = nodes_[place];
  if (node.type == type) return place;
  auto* constant = std::get_if<Constant>(&node.what);
  if (constant != nullptr && constant->is_null) {
    node.type = type;
    return place;
  }
  if (constant != nullptr && (is_number(node.type) || node.type == Type::string))
    return convert_constant(place, type);
  if (type == Type::decimal) return to_decimal(place);
  if (type == Type::string)
    return add(Operation(Function::to_string), type, {place}, kTextCost);
  const auto widening = type != Type::float64        ? Widening::date_to_timestamp
                        : node.type == Type::decimal ? Widening::decimal_to_float
                                                     : Widening::int_to_float;
  return add(Operation(widening), type, {place});
}

Place TypedNodes::convert_constant(Place place, Type type) {
  TypedNode& node = nodes_[place];
  auto& constant = std::get<Constant>(node.what);
  if (type == Type::float64)
    make_float(constant, node.type);
  else if (type == Type::date)
    constant.integer = civil::parse_date(constant.text).value_or(0);
  else if (type == Type::timestamp)
    constant.integer = civil::parse_time(constant.text).value_or(0);
  node.type = type;
  return place;
}

/// A new node, whose operands are decimals too, in place of one of floats.
Place TypedNodes::to_decimal(Place place) {
  if (nodes_[place].type == Type::int64)
    return add(Operation(Widening::int_to_decimal), Type::decimal, {place});
  auto operation = std::get<Operation>(nodes_[place].what);
  auto operands = nodes_[place].children;
  if (is_widened_int(operation)) return to_decimal(operands[0]);
  for (std::size_t i = first_branch(operation).value_or(0); i < operands.size(); ++i)
    operands[i] = convert(operands[i], Type::decimal);
  return add(std::move(operation), Type::decimal, std::move(operands), kDecimalCost);
}

}  // namespace dp::expr
