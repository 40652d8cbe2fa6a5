// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <memory>
#include <span>
#include <vector>

#include "expr/expression.hpp"

namespace dp::expr {

/// Compute an expression over batches, a column at a time.
///
/// Law: null follows SQL's three-valued logic; integer overflow, a decimal that has no room and
///   division by zero give null.
///   The right side of and/or is computed only for the rows that need it.
/// Threads: one instance belongs to one worker; it keeps scratch space between batches.
/// Cost: no allocation once the largest batch has been seen, but for new text that it makes.
class Evaluator {
 public:
  /// `functions` opens the plugins' functions that it calls. Errors: those of Expression::check.
  static ExpressionResult<Evaluator> make(const Expression& expression, const Schema& schema,
                                          FunctionSource* functions = nullptr);

  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;
  ~Evaluator();

  /// The type of the values.
  [[nodiscard]] Type type() const noexcept;
  /// Places in the schema of the columns that it reads, rising. Others may have length 0.
  [[nodiscard]] const std::vector<std::size_t>& reads() const noexcept;

  /// The rows for which a boolean expression is true (neither false nor null), rising.
  /// Precondition: type() is boolean. Lifetime: until the next call.
  /// Errors: those of the plugins' functions that it calls.
  [[nodiscard]] Result<std::span<const std::uint32_t>> select(const BatchView& batch);

  /// The values, one for each row of the batch. Errors: as select.
  /// Lifetime: until the next call; strings may point into the batch's own buffers.
  [[nodiscard]] Result<const ArrowArray*> evaluate(const BatchView& batch);

 private:
  class Impl;
  explicit Evaluator(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dp::expr
