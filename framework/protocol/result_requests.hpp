// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/partial_place.hpp"
#include "protocol/request.hpp"

namespace dp::protocol {

/// Where a combined partial lies: by hash partition if there are no bounds, else by range.
struct CombineReply {
  PartialPlace place;
  std::string bounds;

  static constexpr auto kFields = std::tuple(&CombineReply::place, &CombineReply::bounds);
};

/// Combine one hash partition of a reduction's partials, and trim it.
struct CombineRequest {
  static constexpr auto kKind = RequestKind::combine;
  static constexpr std::string_view kName = "combine";
  using Reply = CombineReply;

  pool::StoreRange plan;
  std::uint32_t reduction = 0;
  std::uint32_t partition = 0;
  std::uint32_t ranges = 1;  ///< more: save it by so many ranges of the result, if it can
  std::string bounds;  ///< of the ranges, as another partition gave them; empty: give them
  std::vector<pool::StoreRange> partials;

  static constexpr auto kFields =
      std::tuple(&CombineRequest::plan, &CombineRequest::reduction, &CombineRequest::partition,
                 &CombineRequest::ranges, &CombineRequest::bounds, &CombineRequest::partials);
};

/// A partial of one hash partition, or of a range of its result.
struct Piece {
  std::uint32_t partition = 0;
  pool::StoreRange range;

  static constexpr auto kFields = std::tuple(&Piece::partition, &Piece::range);
};
/// All that is left of a reduction: the pieces of each range, in the order of the result. One
/// range if it is not shared out.
using Ranges = std::vector<std::vector<Piece>>;

/// The bytes of a result file, and how many rows they hold.
struct FinishReply {
  pool::StoreRange range;
  std::uint64_t rows = 0;

  static constexpr auto kFields = std::tuple(&FinishReply::range, &FinishReply::rows);
};

/// Finalize reductions into the bytes of a result file, and store them.
struct FinishRequest {
  static constexpr auto kKind = RequestKind::finish;
  static constexpr std::string_view kName = "finish";
  using Reply = FinishReply;

  pool::StoreRange plan;
  std::uint32_t result = 0;      ///< which of Plan::results
  bool head = true;              ///< give what stands before the rows, too
  bool tail = true;              ///< and after them
  std::vector<Ranges> partials;  ///< for each of its reductions

  static constexpr auto kFields =
      std::tuple(&FinishRequest::plan, &FinishRequest::result, &FinishRequest::head,
                 &FinishRequest::tail, &FinishRequest::partials);
};

}  // namespace dp::protocol
