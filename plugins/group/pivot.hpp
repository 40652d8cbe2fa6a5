// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/plugin.hpp>
#include <memory>
#include <string_view>
#include <utility>

#include "group/pivot_options.hpp"
#include "group/pivot_plan.hpp"
#include "group/state.hpp"

namespace dp::group {

/// The reducer `pivot`: a wide table of a long one.
///
/// Its state is that of a group by the keys of a row and the name, so its laws are group's. A row is
/// put together when all is combined: what stands in one row lies in several hash partitions.
class Pivot {
 public:
  static constexpr TaskInfo kInfo = {
      .name = "pivot",
      .summary = "Makes a wide table of a long one: each name in a column becomes a column",
      .doc = kPivotDoc,
      .options = kPivotOptions,
  };

  static Result<std::unique_ptr<Pivot>> open(const Context& context, Schema& output);

  Pivot(PivotPlan plan, std::uint64_t seed)
      : plan_(std::move(plan)), state_(plan_.plan, seed), folder_(state_) {}

  /// Rejects records whose name is none of the columns.
  Status update(const BatchView& batch, Output& out);
  Status save(Output& out);
  Status combine(std::uint32_t partition, std::string_view partial);
  Status trim();
  Status finalize(Output& out);
  [[nodiscard]] std::uint64_t size() const noexcept { return state_.bytes(); }
  void reset();

 private:
  PivotPlan plan_;
  State state_;
  Folder folder_;
};

}  // namespace dp::group
