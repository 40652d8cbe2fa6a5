// SPDX-License-Identifier: Apache-2.0
#include "arrow/rows_in.hpp"

#include <algorithm>
#include <utility>

#include "arrow/cells_in.hpp"

namespace dp::arrow {

RowsIn::RowsIn(BatchBuilder& into, std::uint64_t batch_bytes, std::uint64_t item, Output& out)
    : into_(into), batch_bytes_(batch_bytes), item_(item), out_(out) {}

std::uint64_t RowsIn::put(const Batch& batch, std::size_t column, std::uint64_t row,
                          std::size_t to) {
  auto got = put_cell(batch.columns[column], row, into_.column(column), to);
  if (got.is_cut) {
    auto& cut = cuts_[column];
    if (cut.count++ == 0) cut.first = before_ + row;
  }
  if (got.why.empty()) return got.bytes;
  into_.column(column).set_null(to);
  why_.try_emplace(to, "row " + std::to_string(before_ + row + 1) + ": column '" +
                           into_.schema()[column].name + "': " + got.why);
  return 0;
}

std::size_t RowsIn::fill(const Batch& batch, std::uint64_t first, std::size_t most) {
  const auto& schema = into_.schema();
  into_.clear();
  why_.clear();
  std::size_t count = 0;
  for (std::uint64_t bytes = 0; count < most && bytes < batch_bytes_; ++count) {
    into_.offsets()[count] = before_ + first + count;
    for (std::size_t i = 0; i < schema.size(); ++i)
      if (into_.used(i) && is_text(schema[i].type))
        bytes += put(batch, i, first + count, count);
  }
  for (std::size_t i = 0; i < schema.size(); ++i) {
    if (!into_.used(i) || is_text(schema[i].type) ||
        put_run(batch.columns[i], first, count, into_.column(i)))
      continue;
    for (std::size_t row = 0; row < count; ++row) put(batch, i, first + row, row);
  }
  return count;
}

/// What was set of a row that is none is not taken back: those between are filled in once more.
Status RowsIn::emit_without_rejects(const Batch& batch, std::uint64_t first,
                                    std::size_t count) {
  const auto rejects = std::exchange(why_, {});
  auto cuts = cuts_;
  std::size_t begin = 0;
  const auto emit_until = [&](std::size_t end) -> Status {
    if (begin == end) return {};
    fill(batch, first + begin, end - begin);
    return out_.emit(into_.finish(end - begin, item_));
  };
  for (const auto& [row, why] : rejects) {
    DP_CHECK(emit_until(row));
    DP_CHECK(out_.reject(before_ + first + row, {}, why));
    begin = row + 1;
  }
  DP_CHECK(emit_until(count));
  cuts_ = std::move(cuts);
  return {};
}

Status RowsIn::add(const Batch& batch) {
  for (std::uint64_t first = 0; first < batch.rows;) {
    const auto most = std::min<std::uint64_t>(batch.rows - first, into_.capacity());
    const auto count = fill(batch, first, static_cast<std::size_t>(most));
    if (why_.empty())
      DP_CHECK(out_.emit(into_.finish(count, item_)));
    else
      DP_CHECK(emit_without_rejects(batch, first, count));
    first += count;
  }
  before_ += batch.rows;
  return {};
}

Status RowsIn::note() {
  for (const auto& [column, cut] : cuts_)
    DP_CHECK(out_.note(cut.first,
                       "column '" + into_.schema()[column].name +
                           "': nanoseconds are cut off, since timestamps have microseconds",
                       cut.count));
  return {};
}

}  // namespace dp::arrow
