// SPDX-License-Identifier: Apache-2.0
#include "worker/table_view.hpp"

#include <bit>
#include <cstring>
#include <utility>

#include "base/fields.hpp"

namespace dp::worker {

namespace {

tl::unexpected<Error> damaged(std::string_view what) {
  return fail(Errc::corrupt, "the table of a join: " + std::string(what));
}

}  // namespace

Result<std::unique_ptr<TableView>> TableView::open(pool::StoreView bytes) {
  std::unique_ptr<TableView> view(new TableView(std::move(bytes)));
  DP_CHECK(view->read_head());
  DP_CHECK(view->read_index());
  for (std::size_t i = 0; i < view->head_.schema.size(); ++i) DP_CHECK(view->read_column(i));
  return view;
}

Status TableView::read_head() {
  ByteReader in(bytes_.bytes());
  const auto head = in.text();
  if (!in.ok()) return damaged("it is cut short");
  DP_TRY(head_, decode_all<TableHead>(head, "the table of a join"));
  hasher_ = Hasher(head_.seed);
  return {};
}

Result<const char*> TableView::section(const TableHead::Section& section) const {
  const auto bytes = bytes_.bytes();
  if (section.offset > bytes.size() || section.size > bytes.size() - section.offset)
    return damaged("it is cut short");
  const char* at = bytes.data() + section.offset;
  if (reinterpret_cast<std::uintptr_t>(at) % alignof(StringRef) != 0)
    return damaged("it is not aligned");
  return at;
}

Status TableView::read_index() {
  const auto slots = head_.slots.size / sizeof(std::uint64_t);
  if (!std::has_single_bit(slots) || slots < 2 * head_.rows ||
      head_.next.size / sizeof(std::uint32_t) != head_.rows)
    return damaged("its index does not fit");
  DP_TRY(const auto* slot, section(head_.slots));
  DP_TRY(const auto* next, section(head_.next));
  slots_ = {reinterpret_cast<const std::uint64_t*>(slot), slots};
  next_ = {reinterpret_cast<const std::uint32_t*>(next), head_.rows};
  return {};
}

Status TableView::read_column(std::size_t index) {
  const auto& places = head_.columns[index];
  const auto rows = head_.rows + 1;
  const auto storage = detail::storage_of(head_.schema[index].type);
  const auto bytes =
      storage == detail::Storage::bits ? (rows + 7) / 8 : rows * detail::width_of(storage);
  if (places.valid.size != (rows + 7) / 8 || places.values.size < bytes)
    return damaged("column '" + head_.schema[index].name + "' does not fit");
  auto& column = columns_.emplace_back();
  DP_TRY(const auto* valid, section(places.valid));
  DP_TRY(const auto* values, section(places.values));
  column.buffers = {valid, values};
  for (const auto& text : places.texts) {
    DP_TRY(const auto* at, section(text));
    column.buffers.push_back(at);
    column.sizes.push_back(static_cast<std::int64_t>(text.size));
  }
  column.buffers.push_back(column.sizes.data());
  column.array.length = static_cast<std::int64_t>(rows);
  column.array.null_count = -1;  // Arrow's "not counted"
  const bool is_text = storage == detail::Storage::text;
  column.array.n_buffers = static_cast<std::int64_t>(is_text ? column.buffers.size() : 2);
  column.array.buffers = column.buffers.data();
  return {};
}

/// The batch's key in the types of the table's.
void TableView::take_key(const dp_batch& batch, const KeyColumns& key, Found& found) const {
  const BatchView view(batch);
  found.numbers.resize(key.places.size());
  found.columns.clear();
  for (std::size_t i = 0; i < key.places.size(); ++i) {
    const auto& column = view.column(key.places[i]);
    const auto type = head_.schema[i].type;
    found.columns.push_back(
        key.types[i] == type
            ? &column
            : &found.numbers[i].convert(column, key.types[i], type, view.rows()));
  }
}

void TableView::find(const dp_batch& batch, const KeyColumns& key, Found& found) const {
  const auto rows = BatchView(batch).rows();
  take_key(batch, key, found);
  found.keys.begin(rows);
  for (std::size_t i = 0; i < found.columns.size(); ++i)
    found.keys.add(hasher_, *found.columns[i], head_.schema[i].type);
  const auto mask = slots_.size() - 1;
  for (const auto hash : found.keys.hashes) __builtin_prefetch(&slots_[hash & mask]);
  const auto same_key = [&](std::size_t row, std::uint32_t mine) {
    for (std::size_t i = 0; i < found.columns.size(); ++i)
      if (!same_value(head_.schema[i].type, *found.columns[i], row, column(i), mine))
        return false;
    return true;
  };
  found.rows.assign(rows, kNoRow);
  for (std::size_t row = 0; row < rows; ++row) {
    if (found.keys.whole[row] == 0) continue;
    const auto hash = found.keys.hashes[row];
    for (auto at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
      if (!is_hash_of(slots_[at], hash) || !same_key(row, row_of(slots_[at]))) continue;
      found.rows[row] = row_of(slots_[at]);
      break;
    }
  }
}

}  // namespace dp::worker
