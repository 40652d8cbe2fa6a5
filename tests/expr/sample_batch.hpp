// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dp::test {

/// A cell of a batch; monostate is null. Timestamps and dates are integers, decimals and JSON text.
using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string>;
using Row = std::vector<Cell>;

/// Rows in a BatchBuilder. Strings of even rows point into a text, those of odd rows are
/// copies.
class SampleBatch {
 public:
  SampleBatch(const Schema& schema, const std::vector<Row>& rows);
  [[nodiscard]] const dp_batch& batch() const { return batch_; }
  [[nodiscard]] BatchView view() const { return BatchView(batch_); }

 private:
  BatchBuilder builder_;
  std::string text_;
  dp_batch batch_{};
};

/// A cell of a column, as a Cell.
Cell cell_of(const ArrowArray& column, Type type, std::size_t row);

/// "null", "404", "'abc'", for messages of tests.
std::string show(const Cell& cell);

}  // namespace dp::test
