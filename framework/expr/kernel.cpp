// SPDX-License-Identifier: Apache-2.0
#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

bool has_decimals(const Call& call) noexcept {
  return call.operand == Type::decimal || call.type == Type::decimal;
}

Vec run_operator(Op op, const Call& call) {
  switch (op) {
    case Op::logical_and:
    case Op::logical_or:
      return connect(call, op);
    case Op::logical_not:
      return logical_not(call);
    case Op::is_null:
    case Op::is_not_null:
      return null_test(call, op);
    case Op::negate:
      return has_decimals(call) ? negate_decimals(call) : negate(call);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
      if (has_decimals(call)) return decimal_arithmetic(call, op);
      return is_time(call.operand) ? difference_of_times(call) : arithmetic(call, op);
    default:
      return compare(call, op);
  }
}

Vec run_function(Function function, const Call& call) {
  switch (function) {
    case Function::choose:
      return choose(call);
    case Function::coalesce:
      return coalesce(call);
    case Function::abs:
    case Function::ceil:
    case Function::floor:
    case Function::round:
    case Function::to_int:
    case Function::to_float:
    case Function::to_decimal:
      if (has_decimals(call)) return call_decimal(call, function);
      return call_number(call, function);
    case Function::lower:
    case Function::upper:
    case Function::concat:
    case Function::length:
    case Function::contains:
    case Function::starts_with:
    case Function::ends_with:
    case Function::substring:
    case Function::split_part:
    case Function::to_string:
      return call_text(call, function);
    case Function::file:
    case Function::offset:
      return call_place(call, function);
    default:
      return call_time(call, function);
  }
}

/// The kernel of each kind of operation.
struct Kernels {
  Vec operator()(Op op) const { return run_operator(op, call); }
  Vec operator()(Function function) const { return run_function(function, call); }
  Vec operator()(const InList& list) const { return is_in(call, list); }
  Vec operator()(TruncUnit unit) const { return truncate_times(call, unit); }
  Vec operator()(const TimeFormat& format) const { return format_times(call, format); }
  Vec operator()(Widening widening) const {
    return has_decimals(call) ? widen_decimals(call, widening) : widen(call, widening);
  }
  Vec operator()(const Places& places) const { return round_to(call, places); }
  Vec operator()(const Sample& sample) const { return choose_sample(call, sample); }
  Vec operator()(const Member& member) const { return pick_member(call, member); }
  Vec operator()(const Without& without) const { return remove_members(call, without); }
  const Call& call;
};

}  // namespace

Vec run_kernel(const Operation& operation, const Call& call) {
  return std::visit(Kernels{call}, operation);
}

}  // namespace dp::expr
