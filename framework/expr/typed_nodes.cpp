// SPDX-License-Identifier: Apache-2.0
#include "expr/typed_nodes.hpp"

#include <dp/civil.hpp>

namespace dp::expr {

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

std::optional<Type> TypedNodes::common(Place a, Place b) const {
  const Type left = nodes_[a].type;
  const Type right = nodes_[b].type;
  if (left == right) return left;
  if (is_number(left) && is_number(right)) return Type::float64;
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
  const bool is_float = type == Type::float64;
  const bool is_text = node.type == Type::string;
  if (constant == nullptr || (!constant->is_null && !is_float && !is_text))
    return add(Operation(is_float ? Widening::int_to_float : Widening::date_to_timestamp), type,
               {place});
  if (constant->is_null) {
    node.type = type;
    return place;
  }
  if (is_float)
    constant->number = static_cast<double>(constant->integer);
  else
    constant->integer = type == Type::date ? civil::parse_date(constant->text).value_or(0)
                                           : civil::parse_time(constant->text).value_or(0);
  node.type = type;
  return place;
}

}  // namespace dp::expr
