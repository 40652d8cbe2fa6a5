// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "protocol/plan.hpp"
#include "protocol/request.hpp"

namespace dp::protocol {

/// Put a plan into the store; later requests say where it lies.
///
/// Law: what follows the request's first byte is the plan as it is stored.
struct KeepPlanRequest {
  static constexpr auto kKind = RequestKind::keep_plan;
  static constexpr std::string_view kName = "keep-plan";
  using Reply = pool::StoreRange;

  Plan plan;

  static constexpr auto kFields = std::tuple(&KeepPlanRequest::plan);
};

/// What a writer gives before and after its rows.
struct FrameReply {
  std::string head;
  std::string tail;

  static constexpr auto kFields = std::tuple(&FrameReply::head, &FrameReply::tail);
};

/// Give what stands before and after the rows of one of Plan::streams, or of Plan::results.
struct FrameRequest {
  static constexpr auto kKind = RequestKind::frame;
  static constexpr std::string_view kName = "frame";
  using Reply = FrameReply;

  pool::StoreRange plan;
  std::uint32_t writer = 0;
  bool of_result = false;

  static constexpr auto kFields =
      std::tuple(&FrameRequest::plan, &FrameRequest::writer, &FrameRequest::of_result);
};

}  // namespace dp::protocol
