// SPDX-License-Identifier: Apache-2.0
#include "records/state.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "cells/cells.hpp"

namespace dp::records {
namespace {

/// Of head and tail so many records more than asked for are kept before they are cut.
constexpr std::uint64_t kSlack = 4096;
constexpr std::uint64_t kMuchLost = std::uint64_t{8} << 20;
constexpr std::size_t kFewestSlots = 1024;
constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kRowsAtOnce = 1024;

/// The partition of a hash.
std::uint32_t partition_of(std::uint64_t hash) noexcept {
  return static_cast<std::uint32_t>(hash >> 58);
}
static_assert(DP_PARTITIONS == 64);

tl::unexpected<Error> too_many(const char* what, std::uint64_t got, std::uint64_t most) {
  return fail(Errc::exhausted, std::string("records: ") + what + " (got " +
                                   std::to_string(got) + ", expected at most " +
                                   std::to_string(most) + ")");
}

}  // namespace

bool State::is_before(const Row& a, const Row& b) noexcept {
  if (a.prefix != b.prefix) return a.prefix < b.prefix;
  return a.order_key() < b.order_key();
}

/// Records of one place are told apart by the order in which they come: they are made of one record.
Result<Place> State::next_place(const BatchView& batch, std::size_t row) {
  Place place{batch.item(), batch.offset(row), 0};
  // Where records are numbers, an offset is a place in the batch, which is no place in the input.
  if (batch.item_name().empty()) place = {batch.item() + batch.offset(row), 0, 0};
  if (last_ && last_->item == place.item && last_->offset == place.offset) {
    if (last_->number >= limits_.made_of_one - 1)
      return too_many("too many records are made of one record", limits_.made_of_one + 1,
                      limits_.made_of_one);
    place.number = last_->number + 1;
  }
  last_ = place;
  return place;
}

Status State::update(const BatchView& batch) {
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    key_.clear();
    distinct_.clear();
    cells_.clear();
    for (const auto& by : layout_.sort)
      put_order(key_, layout_.schema[by.column].type, batch.column(by.column), row,
                by.descending);
    DP_TRY(const auto place, next_place(batch, row));
    put_place(key_, place);
    for (const auto column : layout_.distinct)
      cells::put_key(distinct_, layout_.schema[column].type, batch.column(column), row);
    for (std::size_t i = 0; i < layout_.schema.size(); ++i)
      cells::put_cell(cells_, layout_.schema[i].type, batch.column(i), row);
    DP_CHECK(add(key_, distinct_, cells_));
  }
  return {};
}

/// The slot of a distinct key: its row's, or a free one.
std::uint32_t& State::slot_of(std::uint64_t hash, std::string_view distinct) {
  const auto mask = slots_.size() - 1;
  auto at = hash & mask;
  while (slots_[at] != 0) {
    const auto& row = rows_[slots_[at] - 1];
    if (row.hash == hash && row.distinct_key() == distinct) break;
    at = (at + 1) & mask;
  }
  return slots_[at];
}

void State::fill_slots() {
  std::fill(slots_.begin(), slots_.end(), 0);
  for (std::uint32_t i = 0; i < rows_.size(); ++i)
    slot_of(rows_[i].hash, rows_[i].distinct_key()) = i + 1;
}

/// Have room for one more row, and at least half of the slots free.
void State::grow_slots() {
  const auto needed = 2 * (rows_.size() + 1);
  if (needed <= slots_.size()) return;
  slots_.resize(std::bit_ceil(std::max(kFewestSlots, needed)));
  fill_slots();
}

Result<State::Row> State::row_of(std::string_view key, std::string_view distinct,
                                 std::string_view cells) const {
  const auto longest = std::max({key.size(), distinct.size(), cells.size()});
  if (longest > limits_.record_bytes)
    return too_many("a record is too long, in bytes", longest, limits_.record_bytes);
  Row row;
  row.prefix = prefix_of(key);
  row.hash =
      hasher_.bytes(layout_.is_distinct ? distinct : key.substr(key.size() - Place::kBytes));
  row.key = static_cast<std::uint32_t>(key.size());
  row.distinct = static_cast<std::uint32_t>(distinct.size());
  row.cells = static_cast<std::uint32_t>(cells.size());
  return row;
}

Status State::add(std::string_view key, std::string_view distinct, std::string_view cells) {
  DP_TRY(auto row, row_of(key, distinct, cells));
  std::uint32_t* slot = nullptr;
  if (layout_.is_distinct) {
    grow_slots();
    slot = &slot_of(row.hash, distinct);
    const auto place = key.substr(key.size() - Place::kBytes);
    if (*slot != 0 && rows_[*slot - 1].place() <= place) return {};
  }
  const bool is_new = slot == nullptr || *slot == 0;
  if (is_new && rows_.size() >= limits_.records)
    return too_many(
        "too many records for one part; take fewer, or spread them over several runs",
        rows_.size() + 1, limits_.records);
  std::string bytes;
  bytes.reserve(row.bytes());
  bytes.append(key).append(distinct).append(cells);
  row.at = arena_.keep(bytes);
  keep(row, slot);
  if (layout_.can_cut_early() && rows_.size() >= 2 * layout_.most + kSlack)
    cut();
  else if (lost_ > kMuchLost && 2 * lost_ > arena_.size())
    compact();
  return {};
}

/// `slot`: of its distinct key, if there are any.
void State::keep(const Row& row, std::uint32_t* slot) {
  if (slot != nullptr && *slot != 0) {
    auto& old = rows_[*slot - 1];
    lost_ += old.bytes();
    old = row;
    return;
  }
  rows_.push_back(row);
  if (slot != nullptr) *slot = static_cast<std::uint32_t>(rows_.size());
}

/// Keep the first or last records, as head or tail asks for.
void State::cut() {
  if (layout_.end == Layout::End::all || rows_.size() <= layout_.most) return;
  const auto most = static_cast<std::ptrdiff_t>(layout_.most);
  const bool is_head = layout_.end == Layout::End::head;
  const auto border = is_head ? rows_.begin() + most : rows_.end() - most;
  std::nth_element(rows_.begin(), border, rows_.end(), is_before);
  if (is_head)
    rows_.erase(border, rows_.end());
  else
    rows_.erase(rows_.begin(), border);
  compact();
}

/// Let go of bytes that no row has.
void State::compact() {
  Arena kept;
  for (auto& row : rows_) row.at = kept.keep({row.at, row.bytes()});
  arena_ = std::move(kept);
  lost_ = 0;
  if (layout_.is_distinct && !slots_.empty()) fill_slots();
}

void State::clear() {
  arena_.clear();
  rows_ = {};
  slots_ = {};
  lost_ = 0;
  last_.reset();
}

void State::trim() { cut(); }

void State::sort() {
  std::sort(rows_.begin(), rows_.end(), is_before);
  slots_ = {};
}

void State::put(std::string& out, const Row& row) {
  PartialWriter writer(out);
  writer.put_text(row.order_key());
  writer.put_text(row.distinct_key());
  writer.put_text(row.cell_bytes());
}

Status State::save(Output& out) {
  if (layout_.can_cut_early()) cut();
  std::vector<std::vector<std::uint32_t>> rows(DP_PARTITIONS);
  for (std::uint32_t i = 0; i < rows_.size(); ++i)
    rows[partition_of(rows_[i].hash)].push_back(i);
  std::string piece;
  for (std::uint32_t partition = 0; partition < DP_PARTITIONS; ++partition) {
    for (const auto i : rows[partition]) {
      put(piece, rows_[i]);
      if (piece.size() < kPiece) continue;
      DP_CHECK(out.partial(partition, piece));
      piece.clear();
    }
    if (!piece.empty()) DP_CHECK(out.partial(partition, piece));
    piece.clear();
  }
  return {};
}

Status State::check_cells(std::string_view cells) {
  PartialReader reader(cells);
  for (const auto& field : layout_.schema) cells::get_cell(reader, field.type, nullptr, 0);
  return reader.finish();
}

Status State::combine(std::string_view partial) {
  PartialReader reader(partial);
  while (reader.ok() && !reader.rest().empty()) {
    const auto key = reader.text();
    const auto distinct = reader.text();
    const auto cells = reader.text();
    if (key.size() < Place::kBytes || (!layout_.is_distinct && !distinct.empty()))
      reader.spoil();
    if (!reader.ok()) break;
    DP_CHECK(check_cells(cells));
    DP_CHECK(add(key, distinct, cells));
  }
  return reader.finish();
}

/// The order keys of rows at even distances.
Status State::bounds(std::uint32_t ranges, Output& out) {
  if (layout_.end != Layout::End::all || rows_.empty()) return {};
  sort();
  std::string bounds;
  PartialWriter writer(bounds);
  for (std::uint32_t i = 1; i < ranges; ++i)
    writer.put_text(rows_[rows_.size() * i / ranges].order_key());
  return out.write(bounds);
}

Status State::save_ranges(std::string_view bounds, Output& out) {
  std::vector<std::string_view> begins;  // of the ranges but the first
  PartialReader reader(bounds);
  while (reader.ok() && !reader.rest().empty()) begins.push_back(reader.text());
  DP_CHECK(reader.finish());
  sort();
  std::string piece;
  std::uint32_t range = 0;
  const auto flush = [&]() -> Status {
    if (piece.empty()) return {};
    DP_CHECK(out.partial(range, piece));
    piece.clear();
    return {};
  };
  for (const auto& row : rows_) {
    auto next = range;
    while (next < begins.size() && row.order_key() >= begins[next]) ++next;
    if (next != range || piece.size() >= kPiece) DP_CHECK(flush());
    range = next;
    put(piece, row);
  }
  return flush();
}

Status State::emit(Output& out) {
  if (!builder_) builder_ = std::make_unique<BatchBuilder>(layout_.schema, kRowsAtOnce);
  std::size_t count = 0;
  std::uint64_t bytes = 0;
  const auto flush = [&]() -> Status {
    if (count != 0) DP_CHECK(out.emit(builder_->finish(count, 0)));
    builder_->clear();
    count = 0;
    bytes = 0;
    return {};
  };
  builder_->clear();
  for (const auto& row : rows_) {
    if (count == kRowsAtOnce || (count != 0 && bytes + row.cells > limits_.batch_bytes))
      DP_CHECK(flush());
    PartialReader reader(row.cell_bytes());
    for (std::size_t i = 0; i < layout_.schema.size(); ++i)
      cells::get_cell(reader, layout_.schema[i].type, &builder_->column(i), count);
    builder_->offsets()[count++] = 0;
    bytes += row.cells;
  }
  return flush();
}

Status State::finalize(Output& out) {
  cut();
  sort();
  return emit(out);
}

}  // namespace dp::records
