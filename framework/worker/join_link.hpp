// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "expr/row_filter.hpp"
#include "protocol/counts.hpp"
#include "protocol/record_stages.hpp"
#include "worker/links.hpp"
#include "worker/table_view.hpp"

namespace dp::worker {

/// join: the records with what a table has for them.
///
/// Law: records go on in their order, and one that goes on several times in the order of the table.
/// Shape: batches of at most kMostRows rows where a record can go on several times.
/// Cost: as expr::RowFilter: no text is copied, neither the records' nor the table's.
class JoinLink final : public Link {
 public:
  static constexpr std::size_t kMostRows = 4096;

  /// `input`: the records' columns; `used`: of what comes out, the columns that anyone reads.
  /// `number`: of the stage; `counts`: told whether records come to it, and whether any has a row.
  JoinLink(const protocol::Join& join, std::shared_ptr<const TableView> table,
           const Schema& input, std::span<const std::uint8_t> used, std::size_t number,
           protocol::Counts& counts, Link& next);
  Status push(const dp_batch& batch) override;

 private:
  Status push_rows(const dp_batch& batch);
  Status push_several(const dp_batch& batch);
  Status push_anti(const dp_batch& batch);
  Status flush(const dp_batch& batch);

  protocol::Join join_;
  std::vector<Type> key_types_;
  std::shared_ptr<const TableView> table_;
  std::uint64_t bit_;
  protocol::Counts* counts_;
  Link* next_;
  TableView::Found found_;
  /// What comes out of a batch.
  struct Rows {
    std::vector<std::uint32_t> records;
    std::vector<std::uint32_t> table;  ///< as many
  } rows_;
  expr::RowFilter records_;
  expr::RowFilter taken_;
  /// The table's columns that are taken, as a batch.
  struct Table {
    std::vector<ArrowArray> columns;
    std::vector<ArrowArray*> children;
    ArrowArray array{};
    dp_batch batch{};
  } whole_;
  std::vector<ArrowArray*> children_;
};

}  // namespace dp::worker
