// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "expr/row_filter.hpp"
#include "protocol/record_stages.hpp"
#include "worker/links.hpp"

namespace dp::worker {

/// unpivot: a record for each of some columns of one, with the column's name and its value.
///
/// Law: of a record come its columns in the order that they were named in, nulls too.
/// Shape: batches of at most kMostRows rows, or one record's if that has more columns.
/// Cost: values and string views are copied; never text.
class UnpivotLink final : public Link {
 public:
  static constexpr std::size_t kMostRows = 4096;

  /// `type`: of the values: that of the columns, or decimal, of which some may be ints. `used`: of what
  /// comes out, the columns that anyone reads.
  UnpivotLink(const protocol::Unpivot& unpivot, const Schema& input, Type type,
              std::vector<std::uint8_t> used, Link& next);
  Status push(const dp_batch& batch) override;

 private:
  Status push_some(const dp_batch& batch, std::uint32_t first, std::uint32_t count);
  void fill_values(const dp_batch& batch, std::uint32_t first, std::uint32_t count);
  void fill_plain(const dp_batch& batch, std::uint32_t first, std::uint32_t count);
  void fill_texts(const dp_batch& batch, std::uint32_t first, std::uint32_t count);
  void fill_names(std::uint32_t count);

  /// A column that is made here.
  struct Made {
    std::vector<std::uint64_t> values;
    std::vector<std::uint8_t> valid;
    std::vector<const void*> buffers;
    std::vector<std::int64_t> sizes;
    ArrowArray array{};
  };

  protocol::Unpivot unpivot_;
  Type type_;                         ///< of the values
  std::vector<std::uint8_t> is_int_;  ///< of each column: its ints become decimals
  std::vector<std::uint8_t> used_;
  Link* next_;
  expr::RowFilter others_;
  std::vector<std::uint32_t> rows_;
  /// The columns' names.
  struct Names {
    std::vector<StringRef> refs;
    std::string texts;  ///< of those that are not inline
  } of_columns_;
  Made names_, values_;
  std::vector<ArrowArray*> picked_, children_;
};

}  // namespace dp::worker
