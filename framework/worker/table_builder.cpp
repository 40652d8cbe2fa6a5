// SPDX-License-Identifier: Apache-2.0
#include "worker/table_builder.hpp"

#include <algorithm>
#include <bit>
#include <span>
#include <utility>

#include "expr/bits.hpp"
#include "expr/kernel.hpp"
#include "worker/key_cells.hpp"

namespace dp::worker {

namespace {

using detail::Storage;

/// A column's text lies in pieces of at most so many bytes, unless one text is longer.
constexpr std::size_t kTextBytes = std::size_t{1} << 30;
/// A piece that goes into the store at once.
constexpr std::size_t kPiece = std::size_t{16} << 20;
constexpr std::uint64_t kFewestSlots = 16;
/// Rows between two signs of life: some milliseconds.
constexpr std::uint32_t kRowsAlive = 1 << 16;

/// Append to a bitmap of `size` bits the bit `value`.
void push_bit(std::vector<std::uint8_t>& bits, std::uint64_t size, bool value) {
  if (size / 8 == bits.size()) bits.push_back(0);
  if (value) bits[size / 8] = static_cast<std::uint8_t>(bits[size / 8] | 1u << (size % 8));
}

std::uint64_t aligned(std::uint64_t offset) noexcept {
  return (offset + kSectionAlign - 1) / kSectionAlign * kSectionAlign;
}

/// Puts sections one after the other.
class SectionPlaces {
 public:
  explicit SectionPlaces(std::uint64_t begin) : end_(begin) {}
  TableHead::Section next(std::uint64_t size) {
    const auto offset = aligned(end_);
    end_ = offset + size;
    return {offset, size};
  }

 private:
  std::uint64_t end_;
};

/// Writes a table into a store, section by section.
class SectionWriter {
 public:
  explicit SectionWriter(pool::WorkerContext& context) : context_(&context) {}

  /// Let the table begin where its sections are aligned in memory too.
  Status begin() {
    DP_TRY(const auto one, context_->store(pool::Bytes("", 1)));
    const auto end = one.offset + one.size;
    const std::string zeros(aligned(end) - end, '\0');
    if (!zeros.empty()) DP_CHECK(context_->store(zeros));
    return {};
  }
  Status write(const TableHead::Section& section, const void* bytes) {
    if (written_ < section.offset) {
      const std::string zeros(section.offset - written_, '\0');
      DP_CHECK(append(zeros));
    }
    std::span<const char> rest(static_cast<const char*>(bytes), section.size);
    while (!rest.empty()) {
      const auto some = rest.first(std::min(rest.size(), kPiece));
      DP_CHECK(append(some));
      rest = rest.subspan(some.size());
    }
    return {};
  }
  [[nodiscard]] const pool::StoreRange& range() const noexcept { return range_; }

 private:
  Status append(pool::Bytes bytes) {
    context_->report_alive();
    DP_TRY(const auto stored, context_->store(bytes));
    if (range_.size == 0)
      range_ = stored;
    else if (stored.offset != range_.offset + range_.size)
      return fail(Errc::bug, "the store is not one piece");
    else
      range_.size += stored.size;
    written_ += bytes.size();
    return {};
  }

  pool::WorkerContext* context_;
  pool::StoreRange range_;
  std::uint64_t written_ = 0;
};

}  // namespace

TableBuilder::TableBuilder(Schema schema, std::vector<std::uint32_t> places, std::uint32_t keys)
    : schema_(std::move(schema)),
      places_(std::move(places)),
      keys_(keys),
      columns_(schema_.size()) {}

Status TableBuilder::add(const dp_batch& batch) {
  const BatchView view(batch);
  const auto rows = view.rows();
  if (rows_ + rows >= TableHead::kMostRows)
    return fail(Errc::exhausted, "a table of more than " +
                                     std::to_string(TableHead::kMostRows) +
                                     " records cannot be joined with");
  for (std::size_t i = 0; i < columns_.size(); ++i)
    append(columns_[i], schema_[i].type, view.column(places_[i]), rows);
  for (std::size_t row = 0; row < rows; ++row)
    origins_.push_back({view.item(), view.offset(row)});
  rows_ += rows;
  return {};
}

void TableBuilder::append(Column& column, Type type, const ArrowArray& from, std::size_t rows) {
  const ColumnView values(from);
  for (std::size_t row = 0; row < rows; ++row)
    push_bit(column.valid, rows_ + row, !values.is_null(row));
  const auto storage = detail::storage_of(type);
  if (storage == Storage::text) return append_texts(column, from, rows);
  if (storage == Storage::bits) {
    for (std::size_t row = 0; row < rows; ++row)
      push_bit(column.values, rows_ + row, expr::bit_at(from.buffers[1], row));
    return;
  }
  const auto* bytes = static_cast<const std::uint8_t*>(from.buffers[1]);
  column.values.insert(column.values.end(), bytes, bytes + rows * detail::width_of(storage));
}

void TableBuilder::append_texts(Column& column, const ArrowArray& from, std::size_t rows) {
  const StringColumn texts(from);
  for (std::size_t row = 0; row < rows; ++row) {
    StringRef ref{};
    if (!texts.is_null(row)) {
      const auto text = texts[row];
      const bool is_long = text.size() > StringRef::kInline;
      if (is_long &&
          (column.texts.empty() || column.texts.back().size() + text.size() > kTextBytes))
        column.texts.emplace_back();
      const auto offset = is_long ? static_cast<std::int32_t>(column.texts.back().size()) : 0;
      const auto buffer = is_long ? static_cast<std::int32_t>(column.texts.size()) - 1 : 0;
      if (is_long) column.texts.back().append(text);
      ref = expr::make_ref(text, buffer, offset);
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&ref);
    column.values.insert(column.values.end(), bytes, bytes + sizeof ref);
  }
}

void TableBuilder::append_nulls() {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    auto& column = columns_[i];
    push_bit(column.valid, rows_, false);
    const auto storage = detail::storage_of(schema_[i].type);
    column.values.insert(column.values.end(),
                         storage == Storage::bits ? 1 : detail::width_of(storage), 0);
  }
}

/// Let the column's array show what it has.
void TableBuilder::view(Column& column) const {
  column.buffers = {column.valid.data(), column.values.data()};
  for (const auto& text : column.texts) column.buffers.push_back(text.data());
  column.array.length = static_cast<std::int64_t>(rows_ + 1);
  column.array.buffers = column.buffers.data();
  column.array.n_buffers = static_cast<std::int64_t>(column.buffers.size());
}

bool TableBuilder::same_key(std::uint32_t a, std::uint32_t b) const noexcept {
  for (std::uint32_t i = 0; i < keys_; ++i)
    if (!same_value(schema_[i].type, columns_[i].array, a, columns_[i].array, b)) return false;
  return true;
}

TableBuilder::Repeats TableBuilder::index(std::uint64_t seed, const Alive& alive) {
  append_nulls();
  for (auto& column : columns_) view(column);
  seed_ = seed;
  const Hasher hasher(seed);
  KeyHashes keys;
  keys.begin(rows_);
  for (std::uint32_t i = 0; i < keys_; ++i) {
    alive();
    keys.add(hasher, columns_[i].array, schema_[i].type);
  }
  return link(keys.hashes, keys.whole, alive);
}

/// From the last row to the first, so that the rows of a key follow each other in the table's order.
TableBuilder::Repeats TableBuilder::link(const std::vector<std::uint64_t>& hashes,
                                         const std::vector<std::uint8_t>& whole,
                                         const Alive& alive) {
  alive();
  slots_.assign(std::bit_ceil(std::max(kFewestSlots, 2 * rows_)), 0);
  next_.assign(rows_, kNoRow);
  const auto mask = slots_.size() - 1;
  Repeats repeats;
  auto first_repeated = kNoRow;
  for (auto row = static_cast<std::uint32_t>(rows_); row-- > 0;) {
    if (row % kRowsAlive == 0) alive();
    if (whole[row] == 0) continue;
    const auto hash = hashes[row];
    auto at = hash & mask;
    while (slots_[at] != 0 &&
           !(is_hash_of(slots_[at], hash) && same_key(row_of(slots_[at]), row)))
      at = (at + 1) & mask;
    if (slots_[at] != 0) {
      next_[row] = row_of(slots_[at]);
      ++repeats.count;
      if (next_[row] < first_repeated) {
        first_repeated = next_[row];
        repeats.at = origins_[first_repeated];
        repeats.before = origins_[row];
      }
    }
    slots_[at] = slot_of(row, hash);
  }
  return repeats;
}

/// Where all goes; `head`: as it is written.
TableHead TableBuilder::layout(std::string& head) const {
  TableHead made;
  made.schema = schema_;
  made.keys = keys_;
  made.rows = rows_;
  made.seed = seed_;
  made.columns.resize(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i)
    made.columns[i].texts.resize(columns_[i].texts.size());
  ByteWriter out(head);
  encode(out, made);
  // The head is as long whatever its numbers are.
  SectionPlaces places(sizeof(std::uint64_t) + head.size());
  made.slots = places.next(slots_.size() * sizeof slots_[0]);
  made.next = places.next(next_.size() * sizeof(std::uint32_t));
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& column = columns_[i];
    made.columns[i].valid = places.next(column.valid.size());
    made.columns[i].values = places.next(column.values.size());
    for (std::size_t k = 0; k < column.texts.size(); ++k)
      made.columns[i].texts[k] = places.next(column.texts[k].size());
  }
  head.clear();
  encode(out, made);
  return made;
}

Result<pool::StoreRange> TableBuilder::store(pool::WorkerContext& context) {
  std::string head;
  const auto made = layout(head);
  std::string begin;
  ByteWriter(begin).put(static_cast<std::uint64_t>(head.size()));
  begin += head;
  SectionWriter writer(context);
  DP_CHECK(writer.begin());
  DP_CHECK(writer.write({0, begin.size()}, begin.data()));
  DP_CHECK(writer.write(made.slots, slots_.data()));
  DP_CHECK(writer.write(made.next, next_.data()));
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& column = columns_[i];
    DP_CHECK(writer.write(made.columns[i].valid, column.valid.data()));
    DP_CHECK(writer.write(made.columns[i].values, column.values.data()));
    for (std::size_t k = 0; k < column.texts.size(); ++k)
      DP_CHECK(writer.write(made.columns[i].texts[k], column.texts[k].data()));
  }
  return writer.range();
}

}  // namespace dp::worker
