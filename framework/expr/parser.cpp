// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <dp/number.hpp>
#include <limits>
#include <utility>

#include "base/text.hpp"
#include "expr/expression.hpp"
#include "expr/functions.hpp"
#include "expr/lexer.hpp"

namespace dp::expr {

namespace {

constexpr std::size_t kMaxDepthOfCalls = 64;

struct Binary {
  std::string_view symbol;
  Op op;
  int precedence;
};
// `not` stands at 3, between `and` and the comparisons.
constexpr int kOr = 1, kAnd = 2, kCompare = 4, kAdd = 5, kMultiply = 6;
constexpr Binary kBinaries[] = {
    {"or", Op::logical_or, kOr},    {"and", Op::logical_and, kAnd},
    {"==", Op::equal, kCompare},    {"!=", Op::not_equal, kCompare},
    {"<", Op::less, kCompare},      {"<=", Op::less_equal, kCompare},
    {">", Op::greater, kCompare},   {">=", Op::greater_equal, kCompare},
    {"+", Op::add, kAdd},           {"-", Op::subtract, kAdd},
    {"*", Op::multiply, kMultiply}, {"/", Op::divide, kMultiply},
    {"%", Op::modulo, kMultiply},
};

const Binary* find_binary(const Token& token) {
  if (token.kind != Token::Kind::symbol && token.kind != Token::Kind::keyword) return nullptr;
  for (const auto& binary : kBinaries)
    if (binary.symbol == token.text) return &binary;
  return nullptr;
}

using Place = std::uint32_t;
using Parsed = ExpressionResult<Place>;

}  // namespace

#define DP_PARSE(name, ...)                                                    \
  auto name##_parsed = (__VA_ARGS__);                                          \
  if (!name##_parsed) return tl::unexpected(std::move(name##_parsed).error()); \
  const Place name = *name##_parsed

/// Build the tree by precedence climbing over the tokens.
class ExpressionParser {
 public:
  explicit ExpressionParser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  ExpressionResult<Expression> whole() {
    if (peek().kind == Token::Kind::end) return refuse(peek(), "the expression is empty");
    auto expression = one();
    if (expression && peek().kind != Token::Kind::end) return unexpected_token();
    return expression;
  }

  ExpressionResult<AggregateCall> aggregate();

 private:
  /// An expression with a tree of its own.
  ExpressionResult<Expression> one() {
    nodes_.clear();
    heights_.clear();
    auto root = binary(kOr);
    if (!root) return tl::unexpected(std::move(root).error());
    Expression expression;
    expression.nodes_ = std::move(nodes_);
    return expression;
  }

  const Token& peek() const { return tokens_[at_]; }
  Token next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool accept(Token::Kind kind, std::string_view word) {
    if (!peek().is(kind, word)) return false;
    ++at_;
    return true;
  }
  bool accept_symbol(std::string_view word) { return accept(Token::Kind::symbol, word); }
  bool accept_keyword(std::string_view word) { return accept(Token::Kind::keyword, word); }

  static tl::unexpected<ExpressionError> refuse(const Token& token, std::string message,
                                                std::string hint = {}) {
    return tl::unexpected(ExpressionError{token.offset, std::max<std::size_t>(1, token.length),
                                          std::move(message), std::move(hint)});
  }

  tl::unexpected<ExpressionError> unexpected_token() const {
    const Token& token = peek();
    if (token.kind == Token::Kind::end) return refuse(token, "the expression ends too early");
    const std::string hint = token.kind == Token::Kind::name && token.text == "like"
                                 ? "there is no 'like': see contains, starts_with and ends_with"
                             : token.kind == Token::Kind::name && token.text == "between"
                                 ? "write x >= a and x <= b"
                                 : "";
    return refuse(token, "'" + printable(token.text) + "' cannot be here", hint);
  }

  /// Append a node that reaches from its first child, or `from`, to the last token taken.
  Parsed add(ExpressionNode node, std::size_t from) {
    std::size_t height = 1;
    for (const Place child : node.children) height = std::max(height, heights_[child] + 1);
    const Token& last = tokens_[at_ == 0 ? 0 : at_ - 1];
    node.offset = from;
    node.length = last.offset + last.length - from;
    if (height > Expression::kMostHeight)
      return refuse(last, "a chain of more than 999 operators",
                    "put parts in parentheses, or use 'in' for a list of values");
    if (nodes_.size() >= Expression::kMostNodes)
      return refuse(last, "more than 4,096 operators and values in one expression",
                    "derive columns of its parts in steps before");
    nodes_.push_back(std::move(node));
    heights_.push_back(height);
    return static_cast<Place>(nodes_.size() - 1);
  }

  Parsed add(Op op, std::vector<Place> children, std::size_t from) {
    ExpressionNode node;
    node.op = op;
    node.children = std::move(children);
    return add(std::move(node), from);
  }

  Parsed binary(int least) {
    const std::size_t from = peek().offset;
    auto left = least <= 3 ? negation() : unary();
    if (left && least <= kCompare) left = postfix(*left, from);
    while (left) {
      const Binary* found = find_binary(peek());
      if (found == nullptr || found->precedence < least) return left;
      next();
      DP_PARSE(right, binary(found->precedence + 1));
      left = add(found->op, {*left, right}, from);
      if (left && found->precedence == kCompare) left = refuse_chain(*left);
      if (left && found->precedence > kCompare && least <= kCompare)
        left = postfix(*left, from);
    }
    return left;
  }

  Parsed refuse_chain(Place left) {
    const Binary* more = find_binary(peek());
    if (more == nullptr || more->precedence != kCompare) return left;
    return refuse(peek(), "comparisons do not chain", "write a < b and b < c");
  }

  Parsed negation() {
    if (!peek().is(Token::Kind::keyword, "not")) return unary();
    const Deeper deeper(*this);
    if (deeper.too_deep()) return refuse(peek(), "nested deeper than 64");
    const std::size_t from = next().offset;
    DP_PARSE(inside, binary(3));
    return add(Op::logical_not, {inside}, from);
  }

  /// `is null` and `in (...)` after a value.
  Parsed postfix(Place value, std::size_t from) {
    if (accept_keyword("is")) {
      const bool is_not = accept_keyword("not");
      if (!accept_keyword("null"))
        return refuse(peek(), "'is' expects 'null' or 'not null'", "to compare, write '=='");
      return add(is_not ? Op::is_not_null : Op::is_null, {value}, from);
    }
    const bool is_not = peek().is(Token::Kind::keyword, "not");
    if (is_not && !tokens_[at_ + 1].is(Token::Kind::keyword, "in")) return unexpected_token();
    if (is_not) next();
    if (!accept_keyword("in")) return value;
    if (!accept_symbol("(")) return refuse(peek(), "'in' expects a list: in (1, 2, 3)");
    Token list = tokens_[at_ - 1];
    auto children = arguments();
    if (!children) return tl::unexpected(std::move(children).error());
    list.length = tokens_[at_ - 1].offset + 1 - list.offset;
    if (children->empty()) return refuse(list, "the list of 'in' is empty");
    children->insert(children->begin(), value);
    auto in = add(Op::in, *std::move(children), from);
    return is_not && in ? add(Op::logical_not, {*in}, from) : in;
  }

  Parsed unary() {
    if (!peek().is(Token::Kind::symbol, "-")) return primary();
    const Token minus = next();
    if (peek().kind == Token::Kind::number) return number(next(), "-", minus.offset);
    const Deeper deeper(*this);
    if (deeper.too_deep()) return refuse(minus, "nested deeper than 64");
    DP_PARSE(inside, unary());
    return add(Op::negate, {inside}, minus.offset);
  }

  Parsed primary() {
    switch (peek().kind) {
      case Token::Kind::number: {
        const Token token = next();
        return number(token, "", token.offset);
      }
      case Token::Kind::string:
        return leaf(Op::string);
      case Token::Kind::column:
        return leaf(Op::column);
      case Token::Kind::name:
        return tokens_[at_ + 1].is(Token::Kind::symbol, "(") ? call() : leaf(Op::column);
      case Token::Kind::keyword:
        return keyword();
      case Token::Kind::value:
        return value();
      default:
        return peek().is(Token::Kind::symbol, "(") ? parenthesis() : unexpected_token();
    }
  }

  Parsed leaf(Op op) {
    const Token token = next();
    ExpressionNode node;
    node.op = op;
    node.text = token.text;
    return add(std::move(node), token.offset);
  }

  Parsed value() {
    const Token token = next();
    ExpressionNode node;
    node.op = token.value->op;
    node.integer = token.value->integer;
    node.number = token.value->number;
    if (node.op == Op::string) node.text = token.text;
    if (node.op == Op::number) node.text = written_digits(token.text, node.number);
    return add(std::move(node), token.offset);
  }

  Parsed keyword() {
    ExpressionNode node;
    const Token token = peek();
    if (token.text == "true" || token.text == "false") {
      node.op = Op::boolean;
      node.integer = token.text == "true" ? 1 : 0;
    } else if (token.text != "null") {
      return unexpected_token();
    }
    next();
    return add(std::move(node), token.offset);
  }

  Parsed number(const Token& token, std::string_view sign, std::size_t from) {
    const std::string text = std::string(sign) + token.text;
    const char* end = text.data() + text.size();
    ExpressionNode node;
    if (token.text.find_first_of(".eE") == std::string::npos) {
      node.op = Op::integer;
      if (std::from_chars(text.data(), end, node.integer).ec != std::errc{})
        return refuse(token, "the number is too large for an int",
                      "write " + token.text + ".0 for a float");
      return add(std::move(node), from);
    }
    node.op = Op::number;
    const auto value = dp::number::parse_float(text);
    if (!value) return refuse(token, "'" + token.text + "' is not a number");
    node.number = *value;
    node.text = written_digits(text, *value);
    return add(std::move(node), from);
  }

  Parsed parenthesis() {
    const Token open = next();
    const Deeper deeper(*this);
    if (deeper.too_deep()) return refuse(open, "nested deeper than 64");
    DP_PARSE(inside, binary(kOr));
    if (accept_symbol(")")) return inside;
    if (peek().kind == Token::Kind::end) return refuse(open, "this ( is never closed");
    return unexpected_token();
  }

  /// What stands between "(" (taken) and ")" (taken too), separated by commas.
  ExpressionResult<std::vector<Place>> arguments() {
    std::vector<Place> children;
    const Token open = tokens_[at_ - 1];
    const Deeper deeper(*this);
    if (deeper.too_deep()) return refuse(open, "nested deeper than 64");
    if (accept_symbol(")")) return children;
    do {
      DP_PARSE(child, binary(kOr));
      children.push_back(child);
    } while (accept_symbol(","));
    if (accept_symbol(")")) return children;
    if (peek().kind == Token::Kind::end) return refuse(open, "this ( is never closed");
    return unexpected_token();
  }

  Parsed call() {
    const Token name = next();
    // Whether there is one of another name, plugins say when types are checked.
    const auto* info = find_function(name.text);
    next();
    auto children = arguments();
    if (!children) return tl::unexpected(std::move(children).error());
    if (info != nullptr && (children->size() < info->least || children->size() > info->most))
      return refuse(name,
                    name.text + " takes " + count_of_arguments(info->least, info->most) +
                        " (got " + std::to_string(children->size()) + ")",
                    std::string(info->signature));
    ExpressionNode node;
    node.op = Op::call;
    node.text = name.text;
    node.children = *std::move(children);
    return add(std::move(node), name.offset);
  }

  /// Count one level of nesting while it lives.
  class Deeper {
   public:
    explicit Deeper(ExpressionParser& parser) : parser_(&parser) { ++parser_->depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    ~Deeper() { --parser_->depth_; }
    [[nodiscard]] bool too_deep() const { return parser_->depth_ > kMaxDepthOfCalls; }

   private:
    ExpressionParser* parser_;
  };

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<ExpressionNode> nodes_;
  std::vector<std::size_t> heights_;
};

ExpressionResult<AggregateCall> ExpressionParser::aggregate() {
  const Token name = peek();
  if (name.kind != Token::Kind::name)
    return refuse(name, "expected an aggregate, as in count or sum(x)");
  next();
  AggregateCall call{name.text, name.offset, name.length, {}};
  if (accept_symbol("(") && !accept_symbol(")")) {
    const Token open = tokens_[at_ - 1];
    if (peek().is(Token::Kind::symbol, "*"))
      return refuse(peek(), "'*' cannot be here", "write " + name.text + " alone");
    do {
      auto argument = one();
      if (!argument) return tl::unexpected(std::move(argument).error());
      call.arguments.push_back(*std::move(argument));
    } while (accept_symbol(","));
    if (peek().kind == Token::Kind::end) return refuse(open, "this ( is never closed");
    if (!accept_symbol(")")) return unexpected_token();
  }
  if (peek().kind != Token::Kind::end) return unexpected_token();
  return call;
}

#undef DP_PARSE

ExpressionResult<Expression> Expression::parse(std::string_view text,
                                               std::span<const BoundValue> values) {
  auto tokens = tokenize(text, values);
  if (!tokens) return tl::unexpected(std::move(tokens).error());
  return ExpressionParser(*std::move(tokens)).whole();
}

ExpressionResult<AggregateCall> parse_aggregate(std::string_view text,
                                                std::span<const BoundValue> values) {
  auto tokens = tokenize(text, values);
  if (!tokens) return tl::unexpected(std::move(tokens).error());
  return ExpressionParser(*std::move(tokens)).aggregate();
}

}  // namespace dp::expr
