// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/function_source.hpp"
#include "expr/typed_expression.hpp"

namespace dp::expr {

/// The mistake of a call of a function that does not exist, with the nearest name.
ExpressionError unknown_function(const ExpressionNode& call,
                                 std::vector<std::string> of_plugins);
/// What a plugin says of the function that is called.
ExpressionResult<const data::TaskDescription*> find_plugin_function(const ExpressionNode& call,
                                                                    FunctionSource* source);

/// A place in TypedExpression::nodes.
using Place = std::uint32_t;
using Typed = ExpressionResult<Place>;

/// Give every node of an expression its type, or find the first that can have none.
class Typing {
 public:
  Typing(const Expression& expression, const Schema& schema, FunctionSource* functions)
      : expression_(&expression), schema_(&schema), functions_(functions) {}

  ExpressionResult<TypedExpression> run();

 private:
  Typed type_node(std::size_t index);
  Typed type_leaf(const ExpressionNode& node);
  Typed type_column(const ExpressionNode& node);
  Typed type_logic(const ExpressionNode& node);
  Typed type_comparison(const ExpressionNode& node);
  Typed type_in(const ExpressionNode& node);
  Typed type_arithmetic(const ExpressionNode& node);
  Typed type_negate(const ExpressionNode& node);

  Typed type_call(const ExpressionNode& node);
  Typed type_rounding(const ExpressionNode& node, Function function);
  Typed type_text_call(const ExpressionNode& node, Function function, Type result);
  Typed type_part_of_text(const ExpressionNode& node, Function function);
  Typed type_choice(const ExpressionNode& node, Function function);
  Typed type_calendar(const ExpressionNode& node, Function function);
  Typed type_trunc(const ExpressionNode& node);
  Typed type_strftime(const ExpressionNode& node);
  Typed type_to_time(const ExpressionNode& node, Function function);
  Typed type_to_number(const ExpressionNode& node, Function function);
  Typed type_to_string(const ExpressionNode& node);

  /// The parameter of a plugin's function that an argument is for, and its name there.
  struct Slot {
    const data::ParameterDescription* parameter;
    std::string name;
  };
  static Slot slot_of(const data::TaskDescription& function, std::size_t i);
  Typed type_plugin_call(const ExpressionNode& node);
  std::optional<ExpressionError> add_constant(const ExpressionNode& call,
                                              const ExpressionNode& node, const Slot& slot,
                                              data::Value& constants);
  [[nodiscard]] std::optional<ExpressionError> wrong_type(
      const ExpressionNode& call, const ExpressionNode& node,
      const data::ParameterDescription& parameter) const;

  Typed add(TypedNode node);
  Typed add_operation(Op op, Type type, std::vector<Place> children, int cost);
  Typed add_call(Function function, Type type, std::vector<Place> children, int cost);
  Place convert(Place place, Type type);
  [[nodiscard]] std::optional<Type> common(Place a, Place b) const;
  [[nodiscard]] bool is_text_constant(Place place) const;

  std::optional<ExpressionError> refuse_null(const ExpressionNode& node);
  std::optional<ExpressionError> expect_type(const ExpressionNode& call, std::size_t argument,
                                             Type type);
  Typed expect_time(const ExpressionNode& call);
  tl::unexpected<ExpressionError> refuse_pair(const ExpressionNode& at, std::string_view verb,
                                              const ExpressionNode& left,
                                              const ExpressionNode& right);
  static tl::unexpected<ExpressionError> refuse(const ExpressionNode& at, std::string message,
                                                std::string hint = {});

  [[nodiscard]] std::string describe(const ExpressionNode& node) const;
  [[nodiscard]] Type type_of(const ExpressionNode& node) const;
  [[nodiscard]] Place place_of(const ExpressionNode& node) const;
  [[nodiscard]] const ExpressionNode& child(const ExpressionNode& node, std::size_t i) const;

  const Expression* expression_;
  const Schema* schema_;
  FunctionSource* functions_;
  std::vector<TypedNode> nodes_;
  std::vector<Place> places_;  ///< of each node of the expression
  std::vector<std::unique_ptr<OpenFunction>> opened_;
};

}  // namespace dp::expr
