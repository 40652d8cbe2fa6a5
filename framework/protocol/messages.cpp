// SPDX-License-Identifier: Apache-2.0
#include "protocol/messages.hpp"

namespace dp::protocol {

namespace {

/// Begin a request in `out`.
ByteWriter begin(std::string& out, Ask ask) {
  out.clear();
  ByteWriter writer(out);
  writer.put(ask);
  return writer;
}

/// A reader behind the request's first byte, which said what it is.
ByteReader body(std::string_view request) noexcept {
  ByteReader in(request);
  (void)in.get<Ask>();
  return in;
}

void write(ByteWriter& out, const Slice& slice) {
  out.put(slice.item).put(slice.name);
  out.put(slice.path == slice.name ? std::string_view{} : std::string_view(slice.path));
  out.put(slice.stamp.device).put(slice.stamp.inode).put(slice.stamp.size);
  out.put(slice.stamp.modified_ns).put(slice.packing).put(slice.begin).put(slice.end);
  out.put(slice.exact).put(slice.careful_end).put(slice.past_first);
}

void read_slice(ByteReader& in, Slice& slice) {
  slice.item = in.get<std::uint64_t>();
  slice.name = in.text();
  const auto path = in.text();
  slice.path = path.empty() ? std::string_view(slice.name) : path;
  slice.stamp.device = in.get<std::uint64_t>();
  slice.stamp.inode = in.get<std::uint64_t>();
  slice.stamp.size = in.get<std::uint64_t>();
  slice.stamp.modified_ns = in.get<std::int64_t>();
  slice.packing = in.get<Packing>();
  slice.begin = in.get<std::uint64_t>();
  slice.end = in.get<std::uint64_t>();
  slice.exact = in.get<std::uint8_t>() != 0;
  slice.careful_end = in.get<std::uint64_t>();
  slice.past_first = in.get<std::uint8_t>() != 0;
}

RecordBounds read_answer(ByteReader& in) noexcept {
  RecordBounds answer;
  answer.found = in.get<std::uint8_t>() != 0;
  answer.begin = in.get<std::uint64_t>();
  answer.end = in.get<std::uint64_t>();
  return answer;
}

}  // namespace

void write(ByteWriter& out, const RecordBounds& answer) {
  out.put(answer.found).put(answer.begin).put(answer.end);
}

std::string ask_describe(std::string_view library) {
  std::string out;
  begin(out, Ask::describe).put(library);
  return out;
}

std::string ask_open(const OpenRequest& request) {
  std::string bytes;
  auto out = begin(bytes, Ask::open);
  out.put(request.role);
  write(out, request.use);
  out.put(request.has_input);
  data::write(out, request.input);
  out.put(request.sample);
  out.put(static_cast<std::uint64_t>(request.sections.size()));
  for (const auto& [name, schema] : request.sections) {
    out.put(name);
    data::write(out, schema);
  }
  return bytes;
}

Result<OpenRequest> read_open_request(std::string_view bytes) {
  auto in = body(bytes);
  OpenRequest request;
  request.role = in.get(DP_READER, DP_WRITER);
  DP_TRY(request.use, read_task_use(in));
  request.has_input = in.get<std::uint8_t>() != 0;
  DP_TRY(request.input, data::read_schema(in));
  request.sample = in.text();
  const auto sections = in.count(16);
  for (std::uint64_t i = 0; i < sections; ++i) {
    std::string name(in.text());
    DP_TRY(auto schema, data::read_schema(in));
    request.sections.emplace_back(std::move(name), std::move(schema));
  }
  DP_CHECK(in.finish("open request"));
  return request;
}

void write(ByteWriter& out, const OpenReply& reply) {
  out.put(reply.ok);
  data::write(out, reply.output);
  out.put(reply.cut).put(reply.has_targets);
  out.put(reply.error.code).put(reply.error.message).put(reply.option);
}

Result<OpenReply> read_open_reply(std::string_view bytes) {
  ByteReader in(bytes);
  OpenReply reply;
  reply.ok = in.get<std::uint8_t>() != 0;
  DP_TRY(reply.output, data::read_schema(in));
  reply.cut = in.get<std::uint32_t>();
  reply.has_targets = in.get<std::uint8_t>() != 0;
  reply.error.code = in.get<Errc>();
  reply.error.message = in.text();
  reply.option = in.text();
  DP_CHECK(in.finish("open reply"));
  return reply;
}

std::string ask_keep_plan(const Plan& plan) {
  std::string bytes;
  auto out = begin(bytes, Ask::keep_plan);
  write(out, plan);
  return bytes;
}

void write(ByteWriter& out, const pool::StoreRange& range) {
  out.put(range.store).put(range.offset).put(range.size);
}

pool::StoreRange read_range(ByteReader& in) noexcept {
  pool::StoreRange range;
  range.store = in.get<std::uint32_t>();
  range.offset = in.get<std::uint64_t>();
  range.size = in.get<std::uint64_t>();
  return range;
}

void ask_map(std::string& bytes, const MapRequest& request) {
  auto out = begin(bytes, Ask::map);
  write(out, request.plan);
  out.put(request.careful).put(request.begin).put(request.end);
  out.put(static_cast<std::uint64_t>(request.slices.size()));
  for (const auto& slice : request.slices) write(out, slice);
}

Status read_map_request(std::string_view bytes, MapRequest& request) {
  auto in = body(bytes);
  request.plan = read_range(in);
  request.careful = in.get<std::uint8_t>() != 0;
  request.begin = in.get<std::uint64_t>();
  request.end = in.get<std::uint64_t>();
  request.slices.resize(in.count(32));
  for (auto& slice : request.slices) read_slice(in, slice);
  return in.finish("map request");
}

pool::StoreRange PartialPlace::partition(std::size_t partition) const noexcept {
  pool::StoreRange part = range;
  for (std::size_t i = 0; i < partition; ++i) part.offset += sizes[i];
  part.size = sizes[partition];
  return part;
}

void write(ByteWriter& out, const PartialPlace& place) {
  write(out, place.range);
  for (const auto size : place.sizes) out.put(size);
}

Result<PartialPlace> read_partial_place(ByteReader& in) {
  PartialPlace place;
  place.range = read_range(in);
  std::uint64_t left = place.range.size;
  for (auto& size : place.sizes) {
    size = in.get<std::uint64_t>();
    if (size > left) return fail(Errc::corrupt, "a partial's sizes exceed it");
    left -= size;
  }
  if (left != 0 || !in.ok()) return fail(Errc::corrupt, "a partial's sizes do not fill it");
  return place;
}

Result<StreamReply> read_stream_reply(std::string_view bytes) {
  ByteReader in(bytes);
  StreamReply reply;
  reply.answer = read_answer(in);
  reply.counts = read_counts(in);
  reply.rejects = in.text();
  reply.streams.resize(in.count(8));
  for (auto& stream : reply.streams) stream = in.text();
  DP_CHECK(in.finish("stream reply"));
  return reply;
}

void write(ByteWriter& out, const StateReply& reply) {
  write(out, reply.counts);
  out.put(static_cast<std::uint64_t>(reply.partials.size()));
  for (const auto& place : reply.partials) write(out, place);
}

Result<StateReply> read_state_reply(std::string_view bytes) {
  ByteReader in(bytes);
  StateReply reply;
  reply.counts = read_counts(in);
  const auto partials = in.count(8 * DP_PARTITIONS);
  for (std::uint64_t i = 0; i < partials; ++i) {
    DP_TRY(auto place, read_partial_place(in));
    reply.partials.push_back(place);
  }
  DP_CHECK(in.finish("state reply"));
  return reply;
}

std::string ask_combine(const CombineRequest& request) {
  std::string bytes;
  auto out = begin(bytes, Ask::combine);
  write(out, request.plan);
  out.put(request.reduction).put(request.partition).put(request.ranges).put(request.bounds);
  out.put(static_cast<std::uint64_t>(request.partials.size()));
  for (const auto& range : request.partials) write(out, range);
  return bytes;
}

Result<CombineRequest> read_combine_request(std::string_view bytes) {
  auto in = body(bytes);
  CombineRequest request;
  request.plan = read_range(in);
  request.reduction = in.get<std::uint32_t>();
  request.partition = in.get<std::uint32_t>();
  request.ranges = in.get<std::uint32_t>();
  request.bounds = in.text();
  request.partials.resize(in.count(20));
  for (auto& range : request.partials) range = read_range(in);
  DP_CHECK(in.finish("combine request"));
  return request;
}

std::string combine_reply(const CombineReply& reply) {
  std::string bytes;
  ByteWriter out(bytes);
  write(out, reply.place);
  out.put(reply.bounds);
  return bytes;
}

Result<CombineReply> read_combine_reply(std::string_view bytes) {
  ByteReader in(bytes);
  CombineReply reply;
  DP_TRY(reply.place, read_partial_place(in));
  reply.bounds = in.text();
  DP_CHECK(in.finish("combine reply"));
  return reply;
}

namespace {

void put_ranges(ByteWriter& out, const Ranges& ranges) {
  out.put(static_cast<std::uint64_t>(ranges.size()));
  for (const auto& pieces : ranges) {
    out.put(static_cast<std::uint64_t>(pieces.size()));
    for (const auto& piece : pieces) {
      out.put(piece.partition);
      dp::protocol::write(out, piece.range);
    }
  }
}

Ranges read_ranges(ByteReader& in) {
  Ranges ranges(in.count(8));
  for (auto& pieces : ranges) {
    pieces.resize(in.count(24));
    for (auto& piece : pieces) {
      piece.partition = in.get<std::uint32_t>();
      piece.range = read_range(in);
    }
  }
  return ranges;
}

}  // namespace

std::string ask_finish(const FinishRequest& request) {
  std::string bytes;
  auto out = begin(bytes, Ask::finish);
  write(out, request.plan);
  out.put(request.result).put(request.head).put(request.tail);
  out.put(static_cast<std::uint64_t>(request.partials.size()));
  for (const auto& ranges : request.partials) put_ranges(out, ranges);
  return bytes;
}

Result<FinishRequest> read_finish_request(std::string_view bytes) {
  auto in = body(bytes);
  FinishRequest request;
  request.plan = read_range(in);
  request.result = in.get<std::uint32_t>();
  request.head = in.get<std::uint8_t>() != 0;
  request.tail = in.get<std::uint8_t>() != 0;
  request.partials.resize(in.count(8));
  for (auto& ranges : request.partials) ranges = read_ranges(in);
  DP_CHECK(in.finish("finish request"));
  return request;
}

std::string ask_frame(const FrameRequest& request) {
  std::string bytes;
  auto out = begin(bytes, Ask::frame);
  write(out, request.plan);
  out.put(request.stream);
  return bytes;
}

Result<FrameRequest> read_frame_request(std::string_view bytes) {
  auto in = body(bytes);
  FrameRequest request;
  request.plan = read_range(in);
  request.stream = in.get<std::uint32_t>();
  DP_CHECK(in.finish("frame request"));
  return request;
}

void ask_cut(std::string& bytes, const CutRequest& request) {
  auto out = begin(bytes, Ask::cut);
  write(out, request.plan);
  write(out, request.slice);
}

Result<CutRequest> read_cut_request(std::string_view bytes) {
  auto in = body(bytes);
  CutRequest request;
  request.plan = read_range(in);
  read_slice(in, request.slice);
  DP_CHECK(in.finish("cut request"));
  return request;
}

Result<RecordBounds> read_cut_reply(std::string_view bytes) {
  ByteReader in(bytes);
  const auto answer = read_answer(in);
  DP_CHECK(in.finish("cut reply"));
  return answer;
}

std::string ask_count_lines(const CountLinesRequest& request) {
  std::string bytes;
  auto out = begin(bytes, Ask::count_lines);
  write(out, request.item);
  out.put(static_cast<std::uint64_t>(request.offsets.size()));
  for (const auto offset : request.offsets) out.put(offset);
  return bytes;
}

Result<CountLinesRequest> read_count_lines_request(std::string_view bytes) {
  auto in = body(bytes);
  CountLinesRequest request;
  read_slice(in, request.item);
  request.offsets.resize(in.count(8));
  for (auto& offset : request.offsets) offset = in.get<std::uint64_t>();
  DP_CHECK(in.finish("count-lines request"));
  return request;
}

std::vector<std::uint64_t> read_numbers(std::string_view bytes) {
  ByteReader in(bytes);
  std::vector<std::uint64_t> numbers(in.count(8));
  for (auto& number : numbers) number = in.get<std::uint64_t>();
  return numbers;
}

}  // namespace dp::protocol
