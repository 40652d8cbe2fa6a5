// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pool/job.hpp"
#include "protocol/counts.hpp"
#include "protocol/plan.hpp"
#include "protocol/slice.hpp"

namespace dp::protocol {

/// What the runner can ask of a worker: the first byte of every request.
enum class Ask : std::uint8_t {
  describe = 1,  ///< load a library and say what is in it
  open,          ///< open an instance and say what columns it emits
  keep_plan,     ///< put a plan into the store
  map,           ///< push items through the plan's stages
  combine,       ///< combine one hash partition of a reduction's partials
  finish,        ///< finalize reductions into the bytes of a result file
  frame,         ///< give what stands before and behind a stream's rows
  count_lines,   ///< tell the line numbers of offsets
  cut,           ///< tell where the records of a slice begin and end
  targets,       ///< tell which files a step would write (see targets.hpp)
};

// ---- describe: the library's path -> a data::PluginDescription

std::string ask_describe(std::string_view library);

// ---- open

struct OpenRequest {
  dp_role role = DP_STEP;
  TaskUse use;
  bool has_input = false;
  Schema input;
  std::string sample;
  std::vector<std::pair<std::string, Schema>> sections;  ///< writer: what it will be given
};

/// The columns, or why not. `option`: which of the task's options is to blame.
struct OpenReply {
  bool ok = false;
  Schema output;
  std::uint32_t cut = DP_CUT_WHOLE;  ///< reader: how its items may be cut
  bool has_targets = false;          ///< step: it writes files, and tells which
  Error error;
  std::string option;
};

std::string ask_open(const OpenRequest& request);
Result<OpenRequest> read_open_request(std::string_view bytes);
void write(ByteWriter& out, const OpenReply& reply);
Result<OpenReply> read_open_reply(std::string_view bytes);

// ---- keep_plan: the plan -> a StoreRange

std::string ask_keep_plan(const Plan& plan);
void write(ByteWriter& out, const pool::StoreRange& range);
pool::StoreRange read_range(ByteReader& in) noexcept;

// ---- map

/// Slices of items, or a range of numbers, to push through the plan.
struct MapRequest {
  pool::StoreRange plan;
  bool careful = false;     ///< one record at a time: someone died here
  std::uint64_t begin = 0;  ///< Intake::range
  std::uint64_t end = 0;
  std::vector<Slice> slices;  ///< otherwise
};

/// Write the request into `out`, which keeps its storage.
void ask_map(std::string& out, const MapRequest& request);
/// Read into `request`, which keeps its storage.
Status read_map_request(std::string_view bytes, MapRequest& request);

/// One reduction's partial in a store: partitions of these sizes, one after the other.
struct PartialPlace {
  pool::StoreRange range;
  /// What it was made of: the item, and where in it. In the runner, for reducers that are
  /// combined in input order.
  std::pair<std::uint64_t, std::uint64_t> origin;
  std::array<std::uint64_t, DP_PARTITIONS> sizes{};

  /// Where partition `partition` lies.
  [[nodiscard]] pool::StoreRange partition(std::size_t partition) const noexcept;
};

void write(ByteWriter& out, const PartialPlace& place);
Result<PartialPlace> read_partial_place(ByteReader& in);

/// The reply for kStream: counts, rejects, and bytes for each stream.
struct StreamReply {
  RecordBounds answer;  ///< where the records of a slice that was not exact begin and end
  Counts counts;
  std::string_view rejects;
  std::vector<std::string_view> streams;
};

/// The reply for kState: counts of the chunks that had no stream reply, and a partial for each
/// reduction.
struct StateReply {
  Counts counts;
  std::vector<PartialPlace> partials;
};

Result<StreamReply> read_stream_reply(std::string_view bytes);
void write(ByteWriter& out, const StateReply& reply);
Result<StateReply> read_state_reply(std::string_view bytes);

// ---- combine: -> the partial of the partition, trimmed

struct CombineRequest {
  pool::StoreRange plan;
  std::uint32_t reduction = 0;
  std::uint32_t partition = 0;
  std::uint32_t ranges = 1;  ///< more: save it by so many ranges of the result, if it can
  std::string bounds;  ///< of the ranges, as another partition gave them; empty: give them
  std::vector<pool::StoreRange> partials;
};

/// Where the combined partial lies: by hash partition if there are no bounds, else by range.
struct CombineReply {
  PartialPlace place;
  std::string bounds;
};

std::string ask_combine(const CombineRequest& request);
Result<CombineRequest> read_combine_request(std::string_view bytes);
std::string combine_reply(const CombineReply& reply);
Result<CombineReply> read_combine_reply(std::string_view bytes);

// ---- finish: -> the StoreRange of the file's bytes

/// A partial of one hash partition, or of a range of its result.
struct Piece {
  std::uint32_t partition = 0;
  pool::StoreRange range;
};
/// All that is left of a reduction: the pieces of each range, in the order of the result. One
/// range if it is not shared out.
using Ranges = std::vector<std::vector<Piece>>;

struct FinishRequest {
  pool::StoreRange plan;
  std::uint32_t result = 0;      ///< which of Plan::results
  bool head = true;              ///< give what stands before the rows, too
  bool tail = true;              ///< and behind
  std::vector<Ranges> partials;  ///< for each of its reductions
};

std::string ask_finish(const FinishRequest& request);
Result<FinishRequest> read_finish_request(std::string_view bytes);

// ---- frame: -> two texts

struct FrameRequest {
  pool::StoreRange plan;
  std::uint32_t stream = 0;
};

std::string ask_frame(const FrameRequest& request);
Result<FrameRequest> read_frame_request(std::string_view bytes);

// ---- cut: -> found (u8), where the slice's first record begins, and the first one behind it

struct CutRequest {
  pool::StoreRange plan;
  Slice slice;
};

void ask_cut(std::string& bytes, const CutRequest& request);
Result<CutRequest> read_cut_request(std::string_view bytes);
void write(ByteWriter& out, const RecordBounds& answer);
Result<RecordBounds> read_cut_reply(std::string_view bytes);

// ---- count_lines: rising offsets of an item -> line numbers from 1

struct CountLinesRequest {
  Slice item;
  std::vector<std::uint64_t> offsets;
};

std::string ask_count_lines(const CountLinesRequest& request);
Result<CountLinesRequest> read_count_lines_request(std::string_view bytes);
std::vector<std::uint64_t> read_numbers(std::string_view bytes);

}  // namespace dp::protocol
