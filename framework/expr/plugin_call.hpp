// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <memory>
#include <vector>

#include "expr/function_source.hpp"
#include "expr/kernel.hpp"

namespace dp::expr {

/// One call of a plugin's function in an expression: between the kernels' columns and the
/// plugin's batches.
///
/// Law: the function is called once for each batch, with the rows that are computed and no
///   others; not at all for none.
/// Threads: one instance belongs to one worker.
class PluginCall {
 public:
  /// `arguments`: the types of its columns.
  PluginCall(std::vector<Type> arguments, std::unique_ptr<OpenFunction> function);
  PluginCall(PluginCall&&) noexcept;
  PluginCall& operator=(PluginCall&&) = delete;
  ~PluginCall();

  /// The value for each row of `rows`, of columns with `size` rows.
  /// Errors: those of the function; invalid_plugin if its array is not one of its type.
  /// Lifetime: until the next call.
  Result<Vec> run(std::span<const Vec> arguments, RowSet rows, std::size_t size);

 private:
  /// A column of the batch that the function sees.
  struct Argument {
    Type type = Type::string;
    std::vector<std::uint64_t> values;
    std::vector<std::uint8_t> valid;
    std::vector<const void*> buffers;
    std::vector<std::int64_t> sizes;  ///< Arrow's sizes of the text buffers
    ArrowArray array{};
  };
  void fill(Argument& argument, const Vec& from, RowSet rows);
  Status check(const ArrowArray& result, std::size_t rows) const;
  Vec spread(const ArrowArray& result, RowSet rows, std::size_t size);

  std::vector<Argument> arguments_;
  std::unique_ptr<OpenFunction> function_;
  std::vector<ArrowArray*> children_;
  const void* no_buffers_[1] = {nullptr};
  ArrowArray batch_{};
  std::vector<std::uint64_t> values_;
  std::vector<std::uint8_t> valid_;
};

}  // namespace dp::expr
