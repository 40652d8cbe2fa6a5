// SPDX-License-Identifier: Apache-2.0
#include "worker/own_places.hpp"

#include <dp/column_view.hpp>
#include <functional>

namespace dp::worker {

namespace {

bool rejects_unfit(const input::ItemBuffer& buffer) noexcept {
  return buffer.text() != nullptr &&
         buffer.text()->encoding().bad == protocol::BadBytes::reject;
}

/// A byte that does not decode is shown as this one, which is in no UTF-8.
constexpr char kUnfit = '\xff';

}  // namespace

void OwnPlaces::show(const input::ItemBuffer& buffer, std::size_t place, std::string_view data,
                     std::uint64_t offset) noexcept {
  buffer_ = &buffer;
  place_ = place;
  data_ = data;
  offset_ = offset;
}

std::uint64_t OwnPlaces::offset_of(std::uint64_t offset) const {
  if (!differ() || offset < offset_ || offset - offset_ > data_.size()) return offset;
  return buffer_->own_offset(place_ + static_cast<std::size_t>(offset - offset_));
}

std::string_view OwnPlaces::bytes_of(std::string_view part) const {
  const std::less_equal<const char*> before;
  const bool is_part = differ() && before(data_.data(), part.data()) &&
                       before(part.data() + part.size(), data_.data() + data_.size());
  if (!is_part) return part;
  const auto at = static_cast<std::size_t>(part.data() - data_.data());
  return buffer_->own_bytes(place_ + at, part.size());
}

std::string OwnPlaces::fault_of(std::string_view bytes, std::uint64_t offset) const {
  return buffer_ == nullptr ? std::string() : worker::fault_of(*buffer_, bytes, offset);
}

dp_batch OwnPlaces::batch_of(const dp_batch& batch) {
  auto own = batch;
  const auto rows = static_cast<std::size_t>(batch.array->length);
  if (batch.offsets != nullptr) {
    offsets_.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) offsets_[row] = offset_of(batch.offsets[row]);
    own.offsets = offsets_.data();
  }
  if (learned_ != kNone) place_learned(*batch.array);
  return own;
}

/// What a reader learned is its rows' own until they are handed on: their values are changed there.
void OwnPlaces::place_learned(const ArrowArray& rows) const {
  const auto& column = *rows.children[learned_];
  const ColumnView view(column);
  auto* values =
      static_cast<std::int64_t*>(const_cast<void*>(column.buffers[1])) + column.offset;
  for (std::size_t row = 0; row < view.size(); ++row)
    if (!view.is_null(row))
      values[row] =
          static_cast<std::int64_t>(offset_of(static_cast<std::uint64_t>(values[row])));
}

std::string fault_of(const input::ItemBuffer& buffer, std::string_view bytes,
                     std::uint64_t offset) {
  return rejects_unfit(buffer) ? buffer.text()->fault_of(bytes, offset) : std::string();
}

std::size_t fitting_lines(const input::ItemBuffer& buffer, std::string_view lines) noexcept {
  const auto unfit = rejects_unfit(buffer) ? lines.find(kUnfit) : lines.npos;
  return unfit == lines.npos ? lines.size() : lines.rfind('\n', unfit) + 1;
}

std::string fault_of(const input::ItemBuffer& buffer, const input::LineSlicer::Block& line) {
  if (!rejects_unfit(buffer) || line.data.find(kUnfit) == line.data.npos) return {};
  const auto own = buffer.own_bytes(line.place, size_without_newline(line.data));
  return fault_of(buffer, own, line.offset);
}

input::LineSlicer::Block part_of(const input::ItemBuffer& buffer,
                                 const input::LineSlicer::Block& block, std::size_t at,
                                 std::size_t size) {
  auto part = block;
  part.data = block.data.substr(at, size);
  part.place = block.place + at;
  part.offset = buffer.own_offset(part.place);
  part.first = block.first && at == 0;
  part.last = block.last && at + size == block.data.size();
  return part;
}

std::size_t size_without_newline(std::string_view line) noexcept {
  return line.size() - (line.ends_with('\n') ? 1 : 0);
}

}  // namespace dp::worker
