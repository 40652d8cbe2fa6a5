// SPDX-License-Identifier: Apache-2.0
#include "expr/row_splitter.hpp"

#include <algorithm>
#include <utility>

#include "expr/bits.hpp"
#include "expr/kernel.hpp"

namespace dp::expr {

RowSplitter::RowSplitter(const Schema& schema, std::size_t column, std::string by)
    : filter_(schema), column_(column), by_(std::move(by)) {}

void RowSplitter::begin(const dp_batch& batch) {
  batch_ = &batch;
  row_ = 0;
  at_ = 0;
}

void RowSplitter::add(const StringRef& ref, bool valid) {
  parts_.rows.push_back(row_);
  parts_.refs.push_back(ref);
  parts_.valid.push_back(valid ? 1 : 0);
}

/// Take the next part of row_'s text. Returns whether it was the last.
bool RowSplitter::take_part() {
  const BatchView view(*batch_);
  const auto& from = view.column(column_);
  const StringColumn texts(from);
  if (texts.is_null(row_)) {
    add(StringRef{}, false);
    return true;
  }
  const std::string_view text = texts[row_];
  const auto end = text.find(by_, at_);
  const auto part = text.substr(at_, end == std::string_view::npos ? end : end - at_);
  const auto& whole = static_cast<const StringRef*>(from.buffers[1])[row_];
  const bool is_inline = whole.size <= StringRef::kInline;
  add(make_ref(part, is_inline ? 0 : whole.where.buffer,
               is_inline ? 0 : whole.where.offset + static_cast<std::int32_t>(at_)),
      true);
  at_ = end == std::string_view::npos ? 0 : end + by_.size();
  return end == std::string_view::npos;
}

void RowSplitter::take_parts() {
  parts_.rows.clear();
  parts_.refs.clear();
  parts_.valid.clear();
  const auto rows = static_cast<std::uint32_t>(batch_->array->length);
  while (row_ < rows && parts_.rows.size() < kMostRows)
    if (take_part()) ++row_;
}

/// Make a column of the parts, which lie where the texts do.
void RowSplitter::fill(const ArrowArray& from) {
  made_.column = ArrowArray{};
  made_.column.length = static_cast<std::int64_t>(parts_.rows.size());
  made_.buffers.assign(from.buffers, from.buffers + from.n_buffers);
  made_.buffers[0] = nullptr;
  made_.buffers[1] = parts_.refs.data();
  if (std::find(parts_.valid.begin(), parts_.valid.end(), 0) != parts_.valid.end()) {
    made_.bits.resize(parts_.rows.size() / 8 + 1);
    BitWriter bits(made_.bits.data(), parts_.rows.size());
    for (const auto valid : parts_.valid) bits.put(valid);
    made_.buffers[0] = made_.bits.data();
    made_.column.null_count = -1;  // Arrow's "not counted"
  }
  made_.column.n_buffers = from.n_buffers;
  made_.column.buffers = made_.buffers.data();
}

const dp_batch* RowSplitter::next() {
  take_parts();
  if (parts_.rows.empty()) return nullptr;
  made_.batch = filter_.repeat(*batch_, parts_.rows);
  fill(*batch_->array->children[column_]);
  made_.array = *made_.batch.array;
  made_.children.assign(made_.array.children, made_.array.children + made_.array.n_children);
  made_.children[column_] = &made_.column;
  made_.array.children = made_.children.data();
  made_.batch.array = &made_.array;
  return &made_.batch;
}

}  // namespace dp::expr
