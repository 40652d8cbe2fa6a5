// SPDX-License-Identifier: Apache-2.0
#include "run/map/map_results.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "input/changes.hpp"

namespace dp::run {

namespace {

/// Bytes of a file that make a record at least: a character and a newline.
constexpr std::uint64_t kLeastRecord = 2;

/// How many bytes it will give is known.
bool has_size(const input::Item& item) {
  return item.stream == nullptr && item.compression == protocol::Compression::none;
}

}  // namespace

MapResults::MapResults(const Into& into, const ErrorLimits& limits)
    : into_(into),
      limits_(limits),
      partials_(into.plan->reductions.size()),
      has_bound_(std::all_of(into.items->list.begin(), into.items->list.end(), has_size)) {}

void MapResults::expect(const Chunk& chunk) {
  if (into_.streams != nullptr) into_.streams->expect(chunk);
}

Status MapResults::replace(const Chunk& chunk, const std::vector<Chunk>& pieces) {
  return into_.streams == nullptr ? Status{} : into_.streams->replace(chunk, pieces);
}

Status MapResults::check(const Chunk& slice, const protocol::RecordBounds& bounds) const {
  const auto& item = into_.items->list[slice.first];
  const auto size = item.stamp_now().size;
  // The rest of a stream's record may be still to come.
  const auto least = bounds.begin + (item.stream == nullptr ? 1 : 0);
  const bool can_be = slice.exact ? bounds.found && bounds.begin == slice.begin
                                  : bounds.begin >= slice.begin && bounds.begin < slice.end;
  const bool is_none = !slice.exact && !bounds.found;
  if (is_none || (can_be && bounds.end >= least && bounds.end <= size)) return {};
  return fail(Errc::corrupt, "records from byte " + std::to_string(bounds.begin) + " to " +
                                 std::to_string(bounds.end) + " in the slice from byte " +
                                 std::to_string(slice.begin) + " to " +
                                 std::to_string(slice.end));
}

Status MapResults::check(const Chunk& chunk, const protocol::StreamReply& reply) const {
  const auto streams = into_.plan->streams.size();
  if (reply.streams.size() != streams)
    return fail(Errc::corrupt, "the streams of a chunk (got " +
                                   std::to_string(reply.streams.size()) + ", expected " +
                                   std::to_string(streams) + ")");
  ByteReader in(reply.rejects);
  while (!in.at_end()) {
    protocol::Reject reject;
    decode(in, reject);
    if (!in.ok()) return fail(Errc::corrupt, "rejects that are not well formed");
    if (reject.item - chunk.first >= chunk.items)
      return fail(Errc::corrupt, "a reject of item " + std::to_string(reject.item) +
                                     ", expected one of " + std::to_string(chunk.items) +
                                     " from " + std::to_string(chunk.first));
  }
  for (const auto& note : reply.counts.notes.list)
    if (note.item - chunk.first >= chunk.items)
      return fail(Errc::corrupt,
                  "a note on item " + std::to_string(note.item) + ", which the chunk has not");
  return {};
}

/// The lines of a stream are counted while it can be read.
Result<protocol::Counts> MapResults::numbered(const Chunk& chunk, protocol::Counts counts) {
  if (auto* stream = into_.items->stream_of(chunk.first); stream != nullptr)
    for (auto& note : counts.notes.list) {
      DP_TRY(note.line, stream->line_of(note.offset));
    }
  return counts;
}

/// The lines of a stream are counted while it can be read.
Status MapResults::keep(std::uint64_t item, std::string_view rejects) {
  if (into_.items->stream_of(item) == nullptr) return into_.rejects->add(rejects);
  ByteReader in(rejects);
  for (protocol::Reject reject; !in.at_end();) {
    decode(in, reject);
    DP_CHECK(in.ok() ? keep(reject) : in.finish("rejects"));
  }
  return {};
}

Status MapResults::keep(const protocol::Reject& reject) {
  auto numbered = reject;
  if (auto* stream = into_.items->stream_of(reject.item); stream != nullptr) {
    DP_TRY(numbered.line, stream->line_of(reject.offset));
  }
  return into_.rejects->add(numbered);
}

Status MapResults::reject_rest(std::uint64_t item, std::uint64_t offset, std::string_view raw,
                               const std::string& reason) {
  ++into_.progress->counts.rejects;
  if (into_.plan->intake == protocol::Intake::lines) ++into_.progress->counts.lines;
  return keep(protocol::Reject{item, offset, raw, reason});
}

Status MapResults::add(const Chunk& chunk, const protocol::StreamReply& reply, bool more) {
  DP_TRY(const auto counts, numbered(chunk, reply.counts));
  into_.progress->counts += counts;
  unread_.add(chunk, reply.counts, reply.rejects);
  DP_CHECK(keep(chunk.first, reply.rejects));
  return into_.streams == nullptr ? Status{} : into_.streams->put(chunk, reply.streams, more);
}

Status MapResults::check(std::size_t chunks, const protocol::StateReply& reply) const {
  if (into_.plan->in_order() && chunks != 1)
    return fail(Errc::corrupt, "a worker's state (got " + std::to_string(chunks) +
                                   " chunks in it, expected one at a time)");
  if (reply.partials.size() != partials_.size())
    return fail(Errc::corrupt, "a worker's partials (got " +
                                   std::to_string(reply.partials.size()) + ", expected " +
                                   std::to_string(partials_.size()) + ")");
  if (!reply.counts.notes.list.empty())
    return fail(Errc::corrupt, "a worker's state with notes, which come with the chunks");
  return {};
}

void MapResults::add(const Chunk& first, protocol::StateReply reply) {
  into_.progress->counts += reply.counts;
  for (std::size_t i = 0; i < partials_.size(); ++i) {
    auto& partial = reply.partials[i];
    if (partial.range.size == 0) continue;
    partial.origin = {first.first, first.begin};
    partials_[i].push_back(partial);
  }
}

void MapResults::reject_item(const Chunk& chunk, const std::string& reason) {
  const auto [failure, is_new] =
      failed_items_.try_emplace(chunk.first, Failure{chunk.begin, reason, false});
  if (is_new) ++into_.progress->items_failed;
  const auto size = into_.items->count() > chunk.first && into_.items->range == 0
                        ? into_.items->list[chunk.first].stamp.size
                        : 0;
  if (is_slice(chunk) && (chunk.begin > 0 || chunk.end < size)) failure->second.in_part = true;
  if (chunk.begin < failure->second.begin)
    failure->second = {chunk.begin, reason, failure->second.in_part};
}

Status MapResults::reject_record(const Chunk& chunk, const protocol::RecordText& text,
                                 const std::string& reason) {
  auto& counts = into_.progress->counts;
  ++counts.rejects;
  counts.bytes += text.taken;
  // The last line of a file may have no newline.
  const bool is_line = into_.plan->intake == protocol::Intake::lines;
  counts.lines += is_line ? 1 : text.lines;
  return keep(
      protocol::Reject{chunk.first, chunk.begin + text.before, text.raw, reason, text.size});
}

Status MapResults::finish_rejects() {
  for (const auto& [item, failure] : failed_items_)
    DP_CHECK(keep(protocol::Reject{item, 0, {}, failure.reason}));
  failed_items_.clear();
  return {};
}

Status MapResults::check_kept() const {
  for (const auto& [number, failure] : failed_items_) {
    if (!failure.in_part || input::is_there(into_.items->list[number])) continue;
    return fail(Errc::io, printable(into_.items->list[number].name) +
                              ": was removed or replaced while it was read: run again, and "
                              "leave it in its place until the end");
  }
  return {};
}

/// The share of all records that was rejected is too large; or will be, even if all that is left
/// of the input were records.
bool MapResults::passes_ratio(std::uint64_t rejected, bool at_end) const {
  const auto& progress = *into_.progress;
  auto most = progress.counts.records + rejected;
  if (!at_end) {
    if (!has_bound_) return false;
    const auto left = [](const Amount& amount) {
      return amount.planned - std::min(amount.planned, amount.done);
    };
    most += progress.has_files ? left(progress.bytes) / kLeastRecord + left(progress.items)
                               : left(progress.items);
  }
  return static_cast<double>(rejected) > limits_.most_ratio * static_cast<double>(most);
}

Status MapResults::check_limits(bool at_end) const {
  const auto rejected =
      into_.rejects->count() + failed_items_.size() + into_.items->unreadable.size();
  if (rejected == 0) return {};
  if (limits_.stop_at_first)
    return fail(Errc::budget, "stopped at the first reject, as errors.policy says");
  if (rejected > limits_.most)
    return fail(Errc::budget, std::to_string(rejected) + " rejected, errors.budget allows " +
                                  std::to_string(limits_.most));
  if (limits_.most_ratio < 1 && passes_ratio(rejected, at_end))
    return fail(Errc::budget, std::to_string(rejected) + " of " +
                                  std::to_string(into_.progress->counts.records + rejected) +
                                  " rejected, more than errors.budget allows");
  return {};
}

}  // namespace dp::run
