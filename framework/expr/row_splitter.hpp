// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "expr/row_filter.hpp"

namespace dp::expr {

/// Make a row of each part of a column's texts, or of each element of its arrays of JSON; the other
/// columns are repeated.
///
/// Law: a text without the separator is one part, so is the empty one, and a null stays one row with a
///   null: as many rows come of a record as it has separators, and one. So does an array without
///   elements; what is no array is one row, as it stands.
/// Shape: batches of at most kMostRows rows, however many come of one.
/// Cost: as RowFilter: no text is copied, for parts refer to the text that they are of.
/// Threads: one instance belongs to one worker.
class RowSplitter {
 public:
  static constexpr std::size_t kMostRows = 4096;

  /// Precondition: the column is of strings, `by` is not empty; or it is of JSON, and `by` says nothing.
  RowSplitter(const Schema& schema, std::size_t column, std::string by);
  RowSplitter(const RowSplitter&) = delete;  // its arrays point into it
  RowSplitter& operator=(const RowSplitter&) = delete;
  ~RowSplitter() = default;

  /// Go on with this batch, which has to stay until next() gives nullptr.
  void begin(const dp_batch& batch);
  /// Some more rows of it, or nullptr: there are no more. Lifetime: until the next call.
  [[nodiscard]] const dp_batch* next();

 private:
  void take_parts();
  bool take_part();
  bool take_element();
  void add_piece(std::string_view text, std::size_t begin, std::size_t end);
  void add(const StringRef& ref, bool valid);
  void fill(const ArrowArray& from);

  RowFilter filter_;
  std::size_t column_;
  bool is_json_;
  std::string by_;
  const dp_batch* batch_ = nullptr;
  std::uint32_t row_ = 0;  ///< of batch_
  std::size_t at_ = 0;     ///< in its text: where its next part begins
  /// Some rows to come, of which each is a part of a row of batch_.
  struct Parts {
    std::vector<std::uint32_t> rows;
    std::vector<StringRef> refs;
    std::vector<std::uint8_t> valid;
  } parts_;
  /// These rows as a batch.
  struct Made {
    std::vector<std::uint8_t> bits;
    std::vector<const void*> buffers;
    std::vector<ArrowArray*> children;
    ArrowArray column{};
    ArrowArray array{};
    dp_batch batch{};
  } made_;
};

}  // namespace dp::expr
