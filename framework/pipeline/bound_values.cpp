// SPDX-License-Identifier: Apache-2.0
#include "pipeline/bound_values.hpp"

#include <algorithm>

namespace dp::pipeline {

namespace {

/// The bytes of one reference in a scalar's text.
struct Range {
  std::size_t begin;
  std::size_t end;
  std::size_t from;  ///< where the reference stands in the original
  bool quoted;
};

std::vector<Range> ranges_of(const Node& scalar) {
  std::vector<Range> ranges;
  const auto& pieces = scalar.pieces;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& piece = pieces[i];
    if (!piece.variable) continue;
    const auto end = i + 1 < pieces.size() ? pieces[i + 1].at : scalar.text.size();
    const bool goes_on = !ranges.empty() && ranges.back().from == piece.from;
    if (!goes_on) ranges.push_back({piece.at, end, piece.from, false});
    ranges.back().end = end;
    ranges.back().quoted = ranges.back().quoted || piece.quoted;
  }
  return ranges;
}

void set_type(expr::BoundValue& value, const Node& given) {
  if (const auto flag = given.boolean()) {
    value.op = expr::Op::boolean;
    value.integer = *flag ? 1 : 0;
  } else if (const auto integer = given.integer()) {
    value.op = expr::Op::integer;
    value.integer = *integer;
  } else if (const auto number = given.number()) {
    value.op = expr::Op::number;
    value.number = *number;
  }
}

}  // namespace

std::vector<expr::BoundValue> bound_values(const Node& scalar) {
  std::vector<expr::BoundValue> values;
  for (const auto& range : ranges_of(scalar)) {
    expr::BoundValue value;
    value.offset = range.begin;
    value.length = range.end - range.begin;
    Node given;
    given.kind = Node::Kind::scalar;
    given.quoted = range.quoted;
    given.text = scalar.text.substr(value.offset, value.length);
    set_type(value, given);
    values.push_back(value);
  }
  return values;
}

bool is_in_value(const Node& scalar, std::size_t offset, std::size_t length) {
  const auto ranges = ranges_of(scalar);
  return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
    return range.begin <= offset && offset + length <= range.end;
  });
}

}  // namespace dp::pipeline
