// SPDX-License-Identifier: Apache-2.0
#include "expr/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "expr/functions.hpp"
#include "expr/lexer.hpp"
#include "expr/typed_expression.hpp"
#include "expr/typing_plugins.hpp"

namespace dp::expr {

namespace {

std::string quote(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    out += c;
    if (c == mark) out += c;
  }
  return out + mark;
}

/// The shortest digits that read back as `value`, always as a float.
std::string float_text(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, error == std::errc{} ? end : buffer);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

/// How a float that is written out is spelled.
std::string number_text(const ExpressionNode& node) {
  return node.text.empty() ? float_text(node.number) : node.text;
}

/// How tightly the operator of a node binds its operands.
int precedence(Op op) {
  switch (op) {
    case Op::logical_or:
      return 1;
    case Op::logical_and:
      return 2;
    case Op::logical_not:
      return 3;
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::in:
    case Op::is_null:
    case Op::is_not_null:
      return 4;
    case Op::add:
    case Op::subtract:
      return 5;
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
      return 6;
    case Op::negate:
      return 7;
    default:
      return 8;
  }
}

std::string_view symbol(Op op) {
  switch (op) {
    case Op::logical_or:
      return " or ";
    case Op::logical_and:
      return " and ";
    case Op::equal:
      return " == ";
    case Op::not_equal:
      return " != ";
    case Op::less:
      return " < ";
    case Op::less_equal:
      return " <= ";
    case Op::greater:
      return " > ";
    case Op::greater_equal:
      return " >= ";
    case Op::add:
      return " + ";
    case Op::subtract:
      return " - ";
    case Op::multiply:
      return " * ";
    case Op::divide:
      return " / ";
    default:
      return " % ";
  }
}

class Printer {
 public:
  explicit Printer(const std::vector<ExpressionNode>& nodes) : nodes_(&nodes) {}

  void print(const ExpressionNode& node, int least) {
    const bool parenthesis = precedence(node.op) < least;
    if (parenthesis) out += '(';
    print_bare(node);
    if (parenthesis) out += ')';
  }

  std::string out;

 private:
  const ExpressionNode& child(const ExpressionNode& node, std::size_t i) const {
    return (*nodes_)[node.children[i]];
  }

  void print_list(const ExpressionNode& node, std::size_t first) {
    out += '(';
    for (std::size_t i = first; i < node.children.size(); ++i) {
      if (i != first) out += ", ";
      print(child(node, i), 0);
    }
    out += ')';
  }

  void print_leaf(const ExpressionNode& node) {
    if (node.op == Op::boolean) out += node.integer != 0 ? "true" : "false";
    if (node.op == Op::null) out += "null";
    if (node.op == Op::integer) out += std::to_string(node.integer);
    if (node.op == Op::number) out += number_text(node);
    if (node.op == Op::string) out += quote(node.text, '\'');
    if (node.op == Op::column)
      out += is_bare_name(node.text) ? node.text : quote(node.text, '`');
  }

  /// A number after a minus would be read as one negative number.
  void print_negated(const ExpressionNode& operand) {
    const bool literal = operand.op == Op::integer || operand.op == Op::number;
    out += '-';
    print(operand, literal ? 9 : 7);
  }

  void print_bare(const ExpressionNode& node) {
    switch (node.op) {
      case Op::call:
        out += node.text;
        return print_list(node, 0);
      case Op::logical_not:
        out += "not ";
        return print(child(node, 0), 3);
      case Op::negate:
        return print_negated(child(node, 0));
      case Op::in:
        print(child(node, 0), 5);
        out += " in ";
        return print_list(node, 1);
      case Op::is_null:
      case Op::is_not_null:
        print(child(node, 0), 5);
        out += node.op == Op::is_null ? " is null" : " is not null";
        return;
      default:
        if (node.children.empty()) return print_leaf(node);
        print_binary(node);
    }
  }

  void print_binary(const ExpressionNode& node) {
    const int own = precedence(node.op);
    print(child(node, 0), own == 4 ? 5 : own);
    out += symbol(node.op);
    print(child(node, 1), own + 1);
  }

  const std::vector<ExpressionNode>* nodes_;
};

/// Whether a node has as many children as its operation takes.
bool has_operands(const ExpressionNode& node) noexcept {
  const std::size_t count = node.children.size();
  switch (node.op) {
    case Op::null:
    case Op::boolean:
    case Op::integer:
    case Op::number:
    case Op::string:
    case Op::column:
      return count == 0;
    case Op::call: {
      const auto* info = find_function(node.text);
      return info == nullptr || (count >= info->least && count <= info->most);
    }
    case Op::in:
      return count >= 2;
    case Op::logical_not:
    case Op::is_null:
    case Op::is_not_null:
    case Op::negate:
      return count == 1;
    default:
      return count == 2;
  }
}

}  // namespace

Expression::Expression() : nodes_(1) {}

bool Expression::valid() const noexcept {
  if (nodes_.empty() || nodes_.size() > kMostNodes) return false;
  std::array<std::uint16_t, kMostNodes> heights{};
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& node = nodes_[i];
    if (!has_operands(node)) return false;
    for (const auto child : node.children) {
      if (child >= i) return false;
      heights[i] = std::max<std::uint16_t>(heights[i], heights[child] + 1);
    }
    if (heights[i] >= kMostHeight) return false;
  }
  return true;
}

std::string text_of(const Expression& expression, const ExpressionNode& node) {
  Printer printer(expression.nodes());
  printer.print(node, 0);
  return std::move(printer.out);
}

std::optional<Decimal> decimal_of(const ExpressionNode& literal) {
  if (literal.op == Op::integer) return Decimal(literal.integer);
  if (literal.op == Op::number) return Decimal::parse(number_text(literal));
  return std::nullopt;
}

std::string written_digits(std::string_view text, double value) {
  const bool has_exponent = text.find_first_of("eE") != std::string_view::npos;
  const auto shortest = float_text(value);
  const auto written = Decimal::parse(text);
  if (!written) return !has_exponent && Decimal::has_too_many(text) ? std::string(text) : "";
  if (has_exponent && written == Decimal::parse(shortest)) return "";
  auto digits = written->text();
  if (written->scale() == 0) digits += ".0";
  return digits == shortest ? "" : digits;
}

std::string Expression::to_string() const { return text_of(*this, root()); }

std::optional<std::string> Expression::column() const {
  if (root().op != Op::column) return std::nullopt;
  return root().text;
}

std::vector<std::string> Expression::columns() const {
  std::vector<std::string> names;
  for (const auto& node : nodes_)
    if (node.op == Op::column &&
        std::find(names.begin(), names.end(), node.text) == names.end())
      names.push_back(node.text);
  return names;
}

ExpressionResult<Type> Expression::check(const Schema& schema,
                                         FunctionSource* functions) const {
  auto typed = type_expression(*this, schema, functions);
  if (!typed) return tl::unexpected(std::move(typed).error());
  return typed->root().type;
}

std::optional<ExpressionError> Expression::check_functions(FunctionSource* functions) const {
  for (const auto& node : nodes_) {
    if (node.op != Op::call || find_function(node.text) != nullptr) continue;
    auto found = find_plugin_function(node, functions);
    if (!found) return std::move(found).error();
  }
  return std::nullopt;
}

}  // namespace dp::expr
