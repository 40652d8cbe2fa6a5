// SPDX-License-Identifier: Apache-2.0
#include "expr/row_splitter.hpp"

#include <algorithm>
#include <utility>

#include "expr/bits.hpp"
#include "expr/json_scan.hpp"
#include "expr/kernel.hpp"

namespace dp::expr {
using json_scan::blanks_before;
using json_scan::element_end;
using json_scan::skip_blanks;

RowSplitter::RowSplitter(const Schema& schema, std::size_t column, std::string by)
    : filter_(schema),
      column_(column),
      is_json_(schema[column].type == Type::json),
      by_(std::move(by)) {}

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
  const StringColumn texts(BatchView(*batch_).column(column_));
  if (texts.is_null(row_)) {
    add(StringRef{}, false);
    return true;
  }
  const std::string_view text = texts[row_];
  const auto end = text.find(by_, at_);
  add_piece(text, at_, std::min(end, text.size()));
  at_ = end == std::string_view::npos ? 0 : end + by_.size();
  return end == std::string_view::npos;
}

/// Take the next element of row_'s array. Returns whether it was the last.
bool RowSplitter::take_element() {
  const StringColumn texts(BatchView(*batch_).column(column_));
  if (texts.is_null(row_)) {
    add(StringRef{}, false);
    return true;
  }
  const std::string_view text = texts[row_];
  if (at_ == 0) {
    const auto open = skip_blanks(text, 0);
    if (open == text.size() || text[open] != '[') {
      add_piece(text, 0, text.size());
      return true;
    }
    at_ = open + 1;
    if (const auto first = skip_blanks(text, at_); first == text.size() || text[first] == ']') {
      add(StringRef{}, false);
      at_ = 0;
      return true;
    }
  }
  const auto begin = skip_blanks(text, at_);
  const auto end = element_end(text, begin);
  add_piece(text, begin, end - blanks_before(text, begin, end));
  const bool is_last = end == text.size() || text[end] == ']';
  at_ = is_last ? 0 : end + 1;
  return is_last;
}

/// Add a row with text[begin, end) of row_'s text; a null of JSON is one.
void RowSplitter::add_piece(std::string_view text, std::size_t begin, std::size_t end) {
  const auto piece = text.substr(begin, end - begin);
  if (is_json_ && piece == "null") return add(StringRef{}, false);
  const auto& from = BatchView(*batch_).column(column_);
  const auto& whole = static_cast<const StringRef*>(from.buffers[1])[row_];
  const bool is_inline = whole.size <= StringRef::kInline;
  add(make_ref(piece, is_inline ? 0 : whole.where.buffer,
               is_inline ? 0 : whole.where.offset + static_cast<std::int32_t>(begin)),
      true);
}

void RowSplitter::take_parts() {
  parts_.rows.clear();
  parts_.refs.clear();
  parts_.valid.clear();
  const auto rows = static_cast<std::uint32_t>(batch_->array->length);
  while (row_ < rows && parts_.rows.size() < kMostRows)
    if (is_json_ ? take_element() : take_part()) ++row_;
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
