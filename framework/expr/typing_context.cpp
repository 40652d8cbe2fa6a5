// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_context.hpp"

#include <utility>

namespace dp::expr {

namespace {

constexpr std::string_view kTimeHint =
    "write 'YYYY-MM-DD' or 'YYYY-MM-DD hh:mm:ss', which is UTC, or add an offset such as "
    "+02:00";

bool looks_like_number(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789.-+eE") == std::string_view::npos;
}

}  // namespace

std::string a_type(Type type) {
  const std::string name(type_name(type));
  return (type == Type::int64 ? "an " : "a ") + name;
}

tl::unexpected<ExpressionError> refuse(const ExpressionNode& at, std::string message,
                                       std::string hint) {
  return tl::unexpected(
      ExpressionError{at.offset, at.length, std::move(message), std::move(hint)});
}

Place TypingContext::place_of(const ExpressionNode& node) const {
  return places_[static_cast<std::size_t>(&node - expression_->nodes().data())];
}

const TypedNode& TypingContext::typed(const ExpressionNode& node) const {
  return nodes_[place_of(node)];
}

std::string TypingContext::describe(const ExpressionNode& node) const {
  constexpr std::size_t kMost = 40;
  std::string text = text_of(*expression_, node);
  if (text.size() > kMost) text = "this";
  return text + " is " + a_type(type_of(node));
}

std::optional<ExpressionError> TypingContext::null_operand(const ExpressionNode& node) const {
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto& operand = child(node, i);
    if (typed(operand).is_null())
      return ExpressionError{operand.offset, operand.length, "null cannot be an operand here",
                             "to ask whether x is null, write 'x is null'"};
  }
  return std::nullopt;
}

tl::unexpected<ExpressionError> TypingContext::refuse_pair(const ExpressionNode& at,
                                                           std::string_view message,
                                                           const ExpressionNode& left,
                                                           const ExpressionNode& right) const {
  for (const auto& [text, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    if (nodes_.text(place_of(*text)) == nullptr) continue;
    if (is_time(type_of(*other)))
      return refuse(*text, text_of(*expression_, *text) + " is not a time",
                    std::string(kTimeHint));
    if (is_number(type_of(*other)) && looks_like_number(text->text))
      return refuse(at, std::string(message) + ": " + describe(left) + ", " + describe(right),
                    "write " + text->text + " without quotes");
  }
  std::string hint;
  if (is_text(type_of(left)) || is_text(type_of(right)))
    hint = is_time(type_of(left)) || is_time(type_of(right))
               ? "timestamp(x) reads a time from text"
               : "string(x) makes text of a value; int(x) and float(x) read text";
  return refuse(at, std::string(message) + ": " + describe(left) + ", " + describe(right),
                hint);
}

}  // namespace dp::expr
