// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "expr/function_source.hpp"
#include "expr/typing_context.hpp"

namespace dp::expr {

/// The mistake of a call of a function that does not exist, with the nearest name.
ExpressionError unknown_function(const ExpressionNode& call,
                                 std::vector<std::string> of_plugins);
/// What a plugin says of the function that is called.
ExpressionResult<const data::TaskDescription*> find_plugin_function(const ExpressionNode& call,
                                                                    FunctionSource* source);

/// Types the calls of plugins' functions in one expression: holds arguments against parameters, and
/// opens the functions with them.
class PluginTyping {
 public:
  /// `source` may be nullptr: there are no such functions.
  explicit PluginTyping(FunctionSource* source) : source_(source) {}

  /// Give a call its type: its constants and the types of its other arguments are given to the
  /// plugin, which says what type it makes of them.
  Typed type(TypingContext& typing, const ExpressionNode& node);

  /// What was opened, in the order of PluginOperation::place.
  [[nodiscard]] std::vector<std::unique_ptr<OpenFunction>> take() { return std::move(opened_); }

 private:
  FunctionSource* source_;
  std::vector<std::unique_ptr<OpenFunction>> opened_;
};

}  // namespace dp::expr
