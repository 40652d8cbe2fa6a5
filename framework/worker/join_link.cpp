// SPDX-License-Identifier: Apache-2.0
#include "worker/join_link.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace dp::worker {

namespace {

Schema taken_columns(const protocol::Join& join, const TableView& table) {
  Schema schema;
  for (const auto column : join.taken) schema.push_back(table.columns()[column]);
  return schema;
}

}  // namespace

JoinLink::JoinLink(const protocol::Join& join, std::shared_ptr<const TableView> table,
                   const Schema& input, std::span<const std::uint8_t> used, std::size_t number,
                   protocol::Counts& counts, Link& next)
    : join_(join),
      table_(std::move(table)),
      bit_(number < 64 ? std::uint64_t{1} << number : 0),
      counts_(&counts),
      next_(&next),
      records_(input),
      taken_(taken_columns(join, *table_)) {
  for (const auto key : join_.keys) key_types_.push_back(input[key].type);
  for (std::size_t i = 0; i < join_.taken.size(); ++i) {
    whole_.columns.push_back(table_->column(join_.taken[i]));
    // What nobody reads stays empty.
    if (used[input.size() + i] == 0) whole_.columns.back().length = 0;
  }
  for (auto& column : whole_.columns) whole_.children.push_back(&column);
  whole_.array.length = static_cast<std::int64_t>(table_->rows() + 1);
  whole_.array.n_children = static_cast<std::int64_t>(whole_.children.size());
  whole_.array.children = whole_.children.data();
  whole_.batch = {sizeof(dp_batch), &whole_.array, nullptr, 0, nullptr};
}

Status JoinLink::push(const dp_batch& batch) {
  table_->find(batch, {join_.keys, key_types_}, found_);
  const auto is_there = [](std::uint32_t row) { return row != kNoRow; };
  counts_->asked |= found_.rows.empty() ? 0 : bit_;
  if (std::any_of(found_.rows.begin(), found_.rows.end(), is_there)) counts_->kept |= bit_;
  rows_.records.clear();
  rows_.table.clear();
  if (join_.kind == protocol::Join::Kind::anti) return push_anti(batch);
  return join_.several ? push_several(batch) : push_rows(batch);
}

Status JoinLink::push_anti(const dp_batch& batch) {
  for (std::uint32_t row = 0; row < found_.rows.size(); ++row)
    if (found_.rows[row] == kNoRow) rows_.records.push_back(row);
  if (rows_.records.empty()) return {};
  return next_->push(records_.keep(batch, rows_.records));
}

Status JoinLink::push_rows(const dp_batch& batch) {
  const bool is_inner = join_.kind == protocol::Join::Kind::inner;
  for (std::uint32_t row = 0; row < found_.rows.size(); ++row) {
    const auto at = found_.rows[row];
    if (at == kNoRow && is_inner) continue;
    rows_.records.push_back(row);
    rows_.table.push_back(at == kNoRow ? table_->null_row() : at);
  }
  return flush(batch);
}

Status JoinLink::push_several(const dp_batch& batch) {
  const bool is_inner = join_.kind == protocol::Join::Kind::inner;
  for (std::uint32_t row = 0; row < found_.rows.size(); ++row) {
    auto at = found_.rows[row];
    if (at == kNoRow && is_inner) continue;
    do {
      rows_.records.push_back(row);
      rows_.table.push_back(at == kNoRow ? table_->null_row() : at);
      if (rows_.records.size() == kMostRows) DP_CHECK(flush(batch));
      if (at != kNoRow) at = table_->next(at);
    } while (at != kNoRow);
  }
  return flush(batch);
}

/// Push the rows so far.
Status JoinLink::flush(const dp_batch& batch) {
  if (rows_.records.empty()) return {};
  // That each record comes once makes rows that are as many all of them; else they are repeated.
  const auto& records = join_.several ? records_.repeat(batch, rows_.records)
                                      : records_.keep(batch, rows_.records);
  const auto& taken = taken_.repeat(whole_.batch, rows_.table);
  children_.assign(records.array->children,
                   records.array->children + records.array->n_children);
  children_.insert(children_.end(), taken.array->children,
                   taken.array->children + taken.array->n_children);
  ArrowArray array = *records.array;
  array.children = children_.data();
  array.n_children = static_cast<std::int64_t>(children_.size());
  dp_batch wider = records;
  wider.array = &array;
  auto status = next_->push(wider);
  rows_.records.clear();
  rows_.table.clear();
  return status;
}

}  // namespace dp::worker
