// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/counts.hpp"
#include "protocol/partial_place.hpp"
#include "protocol/request.hpp"
#include "protocol/slice.hpp"

namespace dp::protocol {

/// The reply for pool::kStream: what a chunk gives by itself.
struct StreamReply {
  RecordBounds bounds;  ///< where the records of a slice that was not exact begin and end
  Counts counts;
  std::string_view rejects;               ///< Rejects, one after the other
  std::vector<std::string_view> streams;  ///< bytes for each of the plan's streams

  static constexpr auto kFields = std::tuple(&StreamReply::bounds, &StreamReply::counts,
                                             &StreamReply::rejects, &StreamReply::streams);
};

/// How far a chunk has come: its first `items` items are done, and of the next one all records that
/// begin before `offset` (0: none). Numbers of a range are items.
struct Mark {
  std::uint64_t items = 0;
  std::uint64_t offset = 0;

  auto operator<=>(const Mark&) const = default;
  static constexpr auto kFields = std::tuple(&Mark::items, &Mark::offset);
};

/// The reply for a prefix of pool::kStream: what the chunk gave since the last one, up to a mark.
struct PrefixReply {
  Mark mark;
  StreamReply given;

  static constexpr auto kFields = std::tuple(&PrefixReply::mark, &PrefixReply::given);
};

/// The reply for pool::kState: counts of the chunks that had no stream reply, and a partial for
/// each reduction.
struct StateReply {
  Counts counts;
  std::vector<PartialPlace> partials;

  static constexpr auto kFields = std::tuple(&StateReply::counts, &StateReply::partials);
};

/// Numbers of a range that are mapped as one batch, unless it is done carefully.
inline constexpr std::uint64_t kNumbersAtOnce = 1024;

/// Push slices of items, or a range of numbers, through the plan.
struct MapRequest {
  static constexpr auto kKind = RequestKind::map;
  static constexpr std::string_view kName = "map";
  using Reply = StreamReply;

  pool::StoreRange plan;
  bool careful = false;     ///< one record at a time: someone died here
  bool prefixes = false;    ///< what the chunk gives by itself may come in prefixes
  std::uint64_t begin = 0;  ///< Intake::range
  std::uint64_t end = 0;
  std::vector<Slice> slices;  ///< otherwise

  static constexpr auto kFields =
      std::tuple(&MapRequest::plan, &MapRequest::careful, &MapRequest::prefixes,
                 &MapRequest::begin, &MapRequest::end, &MapRequest::slices);
};

/// Tell where the records of a slice begin and end.
struct CutRequest {
  static constexpr auto kKind = RequestKind::cut;
  static constexpr std::string_view kName = "cut";
  using Reply = RecordBounds;

  pool::StoreRange plan;
  Slice slice;

  static constexpr auto kFields = std::tuple(&CutRequest::plan, &CutRequest::slice);
};

/// A record as its file has it.
struct RecordText {
  std::uint64_t before = 0;  ///< line ends at the asked place, before it
  std::string raw;          ///< its bytes, without its newline, as many as are kept of a reject
  std::uint64_t size = 0;   ///< how many they are
  std::uint64_t taken = 0;  ///< bytes up to the next record
  std::uint64_t lines = 0;  ///< newlines in these

  static constexpr auto kFields =
      std::tuple(&RecordText::before, &RecordText::raw, &RecordText::size, &RecordText::taken,
                 &RecordText::lines);
};

/// Tell the bytes of the record that a slice begins with: it was rejected, because it ends workers.
struct ShowRequest {
  static constexpr auto kKind = RequestKind::show;
  static constexpr std::string_view kName = "show";
  using Reply = RecordText;

  pool::StoreRange plan;
  Slice slice;

  static constexpr auto kFields = std::tuple(&ShowRequest::plan, &ShowRequest::slice);
};

}  // namespace dp::protocol
