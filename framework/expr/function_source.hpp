// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/result.hpp>
#include <dp/schema.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/task.hpp"
#include "data/value.hpp"

namespace dp::expr {

/// A plugin's function, opened for one call in an expression.
///
/// Threads: one instance belongs to one worker.
class OpenFunction {
 public:
  OpenFunction() = default;
  OpenFunction(const OpenFunction&) = delete;
  OpenFunction& operator=(const OpenFunction&) = delete;
  virtual ~OpenFunction() = default;

  /// The type of its result.
  [[nodiscard]] virtual Type type() const noexcept = 0;
  /// The result for each row of `arguments`, whose columns are those it was opened with.
  /// Errors: those of the plugin; the result has as many rows as the arguments.
  /// Lifetime: until the next call.
  virtual Result<const ArrowArray*> call(const dp_batch& arguments) = 0;
};

/// The functions that plugins give to expressions, beside those of the language itself.
///
/// In the runner workers are asked what there is (planner::PlanFunctions); in a worker the
/// libraries of the plan are (worker::PluginFunctions).
class FunctionSource {
 public:
  FunctionSource() = default;
  FunctionSource(const FunctionSource&) = delete;
  FunctionSource& operator=(const FunctionSource&) = delete;
  virtual ~FunctionSource() = default;

  /// What the plugin says of function `name`. Lifetime: as long as the source.
  /// Errors: not_found with an empty message if no plugin has it; others say why it cannot be
  ///   told.
  virtual Result<const data::TaskDescription*> find(std::string_view name) = 0;
  /// All that find() would find, for suggestions.
  virtual std::vector<std::string> names() = 0;
  /// Open function `name`. `input` has a column for each argument that is not a constant, in
  /// order; `constants` is a map of the others, by their parameter's name.
  /// Errors: what the plugin has against these arguments.
  virtual Result<std::unique_ptr<OpenFunction>> open(std::string_view name, const Schema& input,
                                                     const data::Value& constants) = 0;
};

}  // namespace dp::expr
