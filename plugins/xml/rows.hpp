// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "xml/paths.hpp"

namespace dp::xml {

/// Turn the values of records into rows, and hand them on in batches of at most 1,024 rows and
/// (one row aside) 256 KiB of input.
class Rows {
 public:
  explicit Rows(const Schema& columns)
      : columns_(columns), batch_(columns, kRows), used_(columns.size(), 1) {}

  void need(std::span<const std::uint8_t> used);
  [[nodiscard]] bool is_used(std::size_t column) const noexcept { return used_[column] != 0; }

  /// Begin a piece of `item`.
  void begin(std::uint64_t item) noexcept;
  /// Whether the batch is to be flushed before a record that ends at `end` is added.
  [[nodiscard]] bool is_full(const char* end) const noexcept {
    return rows_ == kRows ||
           (rows_ != 0 && static_cast<std::size_t>(end - batch_at_) > kBatchBytes);
  }
  /// Add the record whose values are `harvest`, and which begins at `at`, at `offset` in the
  /// item. False if a value does not fit: the row is not added then. Precondition: not is_full().
  [[nodiscard]] bool add(const Harvest& harvest, const char* at, std::uint64_t offset);
  /// Which value did not fit.
  [[nodiscard]] const std::string& misfit() const noexcept { return misfit_; }
  /// Hand on what is left.
  Status flush(Output& out);

 private:
  static constexpr std::size_t kRows = 1024;
  static constexpr std::size_t kBatchBytes = 256 * 1024;
  bool put(std::size_t column, const Value& value);

  const Schema& columns_;
  BatchBuilder batch_;
  std::vector<std::uint8_t> used_;
  std::vector<std::size_t> nulls_;  ///< of the row being added: it may yet be refused
  std::size_t rows_ = 0;
  const char* batch_at_ = nullptr;  ///< where the batch's first record begins
  std::uint64_t item_ = 0;
  std::string misfit_;
};

}  // namespace dp::xml
