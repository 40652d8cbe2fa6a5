// SPDX-License-Identifier: Apache-2.0
#include "worker/item_reader.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "protocol/knowledge_requests.hpp"
#include "protocol/reject.hpp"

namespace dp::worker {

namespace {

/// A breach of what readers promise names the reader.
Status named(Status status, const protocol::Plan& plan) {
  if (status || status.error().code != Errc::bug) return status;
  const auto& task = plan.stages.at(0).use.task;
  if (status.error().message.starts_with(task + ": ")) return status;
  return fail(std::move(status).error().within(task));
}

/// Whether a failure ends the run, whatever record it came over.
bool ends_run(const Error& error) noexcept {
  return error.code == Errc::bug || error.code == Errc::refuted;
}

/// A refutation says where the record stands of which the guess does not hold.
Status placed(Status status, const protocol::Slice& slice, const Outlet& outlet) {
  if (status || status.error().code != Errc::refuted) return status;
  // What only looks like a record refutes nothing.
  if (!slice.exact) return fail(Errc::task_failed, std::move(status.error().message));
  std::string message;
  ByteWriter out(message);
  encode(out, protocol::Refutation{slice.item, outlet.rejected_at(), status.error().message});
  return fail(Errc::refuted, std::move(message));
}

}  // namespace

dp_item item_of(const protocol::Slice& slice, std::string_view head) noexcept {
  return {sizeof(dp_item),
          slice.item,
          {slice.name.data(), slice.name.size()},
          slice.stream ? 0 : slice.stamp.size,
          {head.data(), head.size()}};
}

ItemReader::ItemReader(const protocol::Plan& plan, Libraries& libraries, EndLink& end,
                       Outlet& outlet, CallTracker& calls, Renew renew)
    : plan_(&plan),
      libraries_(&libraries),
      end_(&end),
      outlet_(&outlet),
      call_(calls, "the reader " + plan.stages.at(0).use.task),
      renew_(std::move(renew)) {
  slicer_.report_skips([&calls] { calls.alive(); });
  records_.report_skips([&calls] { calls.alive(); });
  const auto& stage = plan.stages.at(0);
  records_.want_head(stage.reader.sample.size());
  const auto offset = find_column(stage.output, "offset");
  outlet.decimals = DecimalGuard(stage.output, stage.use.task, stage.used);
  if (stage.reader.learning && offset && stage.output[*offset].type == Type::int64)
    outlet.places.learn_at(*offset);
}

Result<plugin::ReaderInstance> ItemReader::open_reader(std::span<const std::uint8_t> used) {
  const auto& stage = plan_->stages.at(0);
  DP_TRY(auto reader, libraries_->open<plugin::ReaderInstance>(stage.use, nullptr,
                                                               plan_->hash_seed, stage.reader));
  DP_CHECK(libraries_->start(reader, used));
  return reader;
}

Status ItemReader::open() {
  scout_.reset();
  reader_.reset();
  DP_TRY(auto reader, open_reader(plan_->stages.at(0).used));
  reader_.emplace(std::move(reader));
  return {};
}

Status ItemReader::run(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
                       pool::WorkerContext& context) {
  const bool whole = plan_->intake == protocol::Intake::whole;
  context.report_position(item_in_chunk, slice.begin, whole);
  if (plan_->intake == protocol::Intake::lines)
    return read_lines(slice, item_in_chunk, careful, context);
  if (!whole) return read_records(slice, item_in_chunk, careful, context);
  return read_whole(slice);
}

Status ItemReader::read_whole(const protocol::Slice& slice) {
  input::LineSlicer::Block block;
  DP_CHECK(whole_.read(slice));
  block.data = whole_.text();
  block.first = block.last = true;
  if (const auto* decoded = whole_.decoded(); decoded != nullptr)
    block.place = decoded->place_of(block.data);
  return read(slice, block);
}

Status ItemReader::read_lines(const protocol::Slice& slice, std::uint64_t item_in_chunk,
                              bool careful, pool::WorkerContext& context) {
  DP_CHECK(slicer_.open(slice));
  while (true) {
    DP_TRY(const auto block, slicer_.next());
    if (!block) break;
    context.report_position(item_in_chunk, block->offset, false);
    if (block->cut) {
      const auto own = slicer_.buffer().own_bytes(block->place, block->data.size());
      reject(
          block->offset, own,
          "the line is longer than " + std::to_string(input::LineSlicer::kMaxLine) + " bytes",
          own.size());
      continue;
    }
    if (careful)
      DP_CHECK(read_line_by_line(slice, *block, item_in_chunk, context));
    else
      DP_CHECK(read_fitting(slice, *block));
    const auto end = slicer_.buffer().offset();
    if (end < slice.end && !block->last) DP_CHECK(end_->at_border({item_in_chunk, end}));
  }
  // What there is of the record that damaged data breaks off in.
  if (const auto broken = slicer_.broken_off())
    reject(broken->offset, broken->data, broken->reason, broken->data.size());
  return {};
}

/// `raw`: of the item's own bytes. `bytes`: how many are passed over with it.
void ItemReader::reject(std::uint64_t offset, std::string_view raw, std::string_view reason,
                        std::uint64_t bytes, std::uint64_t lines) {
  auto& counts = end_->output().counts;
  counts.lines += lines;
  counts.bytes += bytes;
  outlet_->reports.reject(offset, raw, reason);
}

/// Lines that are no text in the item's encoding are rejected here: a reader may take any bytes. It
/// gets those between them as blocks.
Status ItemReader::read_fitting(const protocol::Slice& slice,
                                const input::LineSlicer::Block& block) {
  const auto& buffer = slicer_.buffer();
  if (fitting_lines(buffer, block.data) == block.data.size()) return read(slice, block);
  for (std::size_t at = 0; at < block.data.size();) {
    const auto fit = fitting_lines(buffer, block.data.substr(at));
    if (fit > 0) DP_CHECK(read(slice, part_of(buffer, block, at, fit)));
    at += fit;
    if (at == block.data.size()) break;
    const auto line = part_of(buffer, block, at, line_in(block.data.substr(at)).end);
    if (!reject_unfit(line)) DP_CHECK(read(slice, line));
    at += line.data.size();
  }
  return {};
}

/// False: it is text.
bool ItemReader::reject_unfit(const input::LineSlicer::Block& line) {
  const auto& buffer = slicer_.buffer();
  const auto fault = fault_of(buffer, line);
  if (!fault.empty())
    reject(line.offset, buffer.own_bytes(line.place, size_without_newline(line.data)), fault,
           buffer.own_bytes(line.place, line.data.size()).size());
  return !fault.empty();
}

Status ItemReader::read_line_by_line(const protocol::Slice& slice,
                                     const input::LineSlicer::Block& block,
                                     std::uint64_t item_in_chunk,
                                     pool::WorkerContext& context) {
  // A line is handed over in a buffer of its own, so that a reader that runs over its end meets
  // the same padding as ever and not the next record.
  std::string line;
  for (std::size_t at = 0; at < block.data.size();) {
    const auto newline = block.data.find('\n', at);
    const auto end = newline == std::string_view::npos ? block.data.size() : newline + 1;
    auto one = part_of(slicer_.buffer(), block, at, end - at);
    line.assign(one.data).append(DP_PADDING, '\0');
    one.data = std::string_view(line).substr(0, end - at);
    context.report_position(item_in_chunk, one.offset, true);
    DP_CHECK(read_one(slice, one));
    at = end;
    if (at < block.data.size())
      DP_CHECK(end_->at_border({item_in_chunk, slicer_.buffer().own_offset(block.place + at)}));
  }
  return {};
}

/// Read a line by itself. If any task fails over it, the line alone is rejected: so a dry run
/// comes first, for what a reducer or writer has half taken cannot be taken back.
Status ItemReader::read_one(const protocol::Slice& slice,
                            const input::LineSlicer::Block& line) {
  if (reject_unfit(line)) return {};
  DP_CHECK(end_->begin_dry_run());
  auto status = read(slice, line);
  end_->end_dry_run();
  if (status) return read(slice, line);
  if (ends_run(status.error())) return status;
  const auto& buffer = slicer_.buffer();
  reject(line.offset, buffer.own_bytes(line.place, size_without_newline(line.data)),
         status.error().message, buffer.own_bytes(line.place, line.data.size()).size());
  return renew_();
}

Status ItemReader::read(const protocol::Slice& slice, const input::LineSlicer::Block& block) {
  const auto item = item_of(slice, {});
  dp_input input{};
  input.struct_size = sizeof input;
  input.item = &item;
  input.data = {block.data.data(), block.data.size()};
  input.offset = block.offset;
  input.first = block.first ? 1 : 0;
  input.last = block.last ? 1 : 0;
  dp_read done{};
  auto& counts = end_->output().counts;
  const auto* whole = whole_.decoded();
  outlet_->places.show(whole == nullptr ? slicer_.buffer() : *whole, block.place, block.data,
                       block.offset);
  counts.bytes += outlet_->places.bytes_of(block.data).size();
  const auto inside = call_.enter();
  auto status = outlet_->status_of(reader_->read(input, outlet_->raw(), done));
  DP_CHECK(placed(std::move(status), slice, *outlet_));
  counts.lines += done.lines;
  counts.blank += done.blank;
  return {};
}

dp_input ItemReader::input_of(const protocol::Slice& slice,
                              const input::RecordSlicer::Block& block) {
  item_ = item_of(slice, records_.head());
  dp_input input{};
  input.struct_size = sizeof input;
  input.item = &item_;
  input.data = {block.data.data(), block.data.size()};
  input.offset = block.offset;
  input.stop = block.stop;
  input.first = block.first ? 1 : 0;
  input.last = block.last ? 1 : 0;
  input.full = block.full ? 1 : 0;
  return input;
}

Status ItemReader::read_records(const protocol::Slice& slice, std::uint64_t item_in_chunk,
                                bool careful, pool::WorkerContext& context) {
  DP_CHECK(open_records(slice));
  if (slice.past_first) {
    context.report_position(item_in_chunk, records_.offset(), true);
    DP_CHECK(pass_first(slice));
  }
  protocol::RecordBounds bounds;
  bounds.begin = records_.offset();
  while (true) {
    DP_TRY(auto block, records_.next());
    if (!block) break;
    bounds.found = true;
    const bool one = careful && block->offset < slice.careful_end;
    context.report_position(item_in_chunk, block->offset, one);
    if (one) block->stop = std::min<std::size_t>(block->stop, 1);
    DP_TRY(const auto size, one ? read_record(slice, *block) : read_block(slice, *block));
    DP_CHECK(named(records_.consume(size), *plan_));
    if (size != 0 && size != DP_REST && records_.offset() < slice.end)
      DP_CHECK(end_->at_border({item_in_chunk, records_.offset()}));
  }
  if (const auto broken = records_.broken_off())
    reject(broken->offset, broken->data, broken->reason, broken->data.size());
  bounds.end = records_.offset();
  if (!slice.exact) end_->output().bounds = bounds;
  return {};
}

/// Begin with a slice; the reader says where records begin in it.
Status ItemReader::open_records(const protocol::Slice& slice) {
  return records_.open(slice, [&](const input::RecordSlicer::Block& block) {
    const auto inside = call_.enter();
    return reader_->find(input_of(slice, block));
  });
}

/// The record that the slice begins with; empty: there is none.
Result<RecordBytes> ItemReader::first_record(const protocol::Slice& slice) {
  while (true) {
    DP_TRY(auto block, records_.next());
    if (!block) return RecordBytes();
    block->stop = std::min<std::size_t>(block->stop, 1);
    const auto first = first_of(input_of(slice, *block));
    if (first.consumed != 0) return record_in(block->data, first);
    DP_CHECK(records_.consume(0));
  }
}

/// Pass over the record that the slice begins with. Nothing of it is counted here.
Status ItemReader::pass_first(const protocol::Slice& slice) {
  DP_TRY(const auto record, first_record(slice));
  return record.all.empty() ? Status() : records_.consume(record.all.size());
}

Result<RecordBytes> ItemReader::first_line(const protocol::Slice& slice) {
  DP_CHECK(slicer_.open(slice));
  DP_TRY(const auto block, slicer_.next());
  if (!block) return RecordBytes();
  return record_in(block->data, line_in(block->data));
}

Result<protocol::RecordText> ItemReader::show(const protocol::Slice& slice,
                                              pool::WorkerContext& context) {
  context.report_position(0, slice.begin, true);
  RecordBytes record;
  if (plan_->intake == protocol::Intake::lines) {
    DP_TRY(record, first_line(slice));
  } else {
    DP_CHECK(open_records(slice));
    DP_TRY(record, first_record(slice));
  }
  const bool by_lines = plan_->intake == protocol::Intake::lines;
  return text_of(record, by_lines ? slicer_.buffer() : records_.buffer());
}

Result<std::uint64_t> ItemReader::read_block(const protocol::Slice& slice,
                                             const input::RecordSlicer::Block& block) {
  dp_read done{};
  auto& counts = end_->output().counts;
  const auto inside = call_.enter();
  outlet_->places.show(records_.buffer(), block.place, block.data, block.offset);
  outlet_->stop_at(block.offset + block.stop);
  auto status = outlet_->status_of(reader_->read(input_of(slice, block), outlet_->raw(), done));
  outlet_->stop_at(Outlet::kNoStop);
  DP_CHECK(placed(named(std::move(status), *plan_), slice, *outlet_));
  const auto size = std::min<std::uint64_t>(done.consumed, block.data.size());
  counts.bytes +=
      records_.buffer().own_bytes(block.place, static_cast<std::size_t>(size)).size();
  counts.lines += done.lines;
  counts.blank += done.blank;
  return done.consumed;
}

/// Read a record by itself. If any task fails over it, the record alone is rejected.
Result<std::uint64_t> ItemReader::read_record(const protocol::Slice& slice,
                                              const input::RecordSlicer::Block& block) {
  DP_CHECK(end_->begin_dry_run());
  auto size = read_block(slice, block);
  end_->end_dry_run();
  if (size) return *size == 0 ? size : read_block(slice, block);
  if (ends_run(size.error())) return size;
  DP_CHECK(renew_());
  const auto first = first_of(input_of(slice, block));
  if (first.consumed == 0) return 0;
  const auto record = record_in(block.data, first);
  const auto& buffer = records_.buffer();
  const auto place = block.place + record.before();
  reject(buffer.own_offset(place), buffer.own_bytes(place, record.kept.size()),
         size.error().message, buffer.own_bytes(block.place, record.all.size()).size(),
         record.lines());
  return first.consumed;
}

Result<plugin::Skipped> ItemReader::skip(const dp_input& input) {
  if (!scout_) {
    const std::vector<std::uint8_t> none(plan_->stages.at(0).output.size(), 0);
    DP_TRY(auto scout, open_reader(none));
    scout_.emplace(std::move(scout));
  }
  const auto inside = call_.enter();
  return scout_->skip(input);
}

Result<protocol::RecordBounds> ItemReader::cut(const protocol::Slice& slice,
                                               pool::WorkerContext& context) {
  context.report_position(0, slice.begin, false);
  protocol::RecordBounds bounds;
  DP_CHECK(open_records(slice));
  bounds.begin = records_.offset();
  while (true) {
    DP_TRY(const auto block, records_.next());
    if (!block) break;
    bounds.found = true;
    context.report_position(0, block->offset, false);
    DP_TRY(const auto skipped, skip(input_of(slice, *block)));
    DP_CHECK(named(records_.consume(skipped.consumed), *plan_));
  }
  bounds.end = records_.offset();
  return bounds;
}

/// What the reader says of its first record; consumed 0: more bytes would tell. If it cannot say, for
/// it fails over that too, it is a line.
plugin::Skipped ItemReader::first_of(const dp_input& input) {
  const auto told = skip(input);
  if (!told) scout_.reset();
  const auto size = told ? told->consumed : input.data.size + 1;
  if (size == 0 && input.last == 0 && input.full == 0) return {};
  if (size > 0 && (size <= input.data.size || size == DP_REST)) return *told;
  return line_in({input.data.data, input.data.size});
}

}  // namespace dp::worker
