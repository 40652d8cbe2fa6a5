// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expr/function_source.hpp"
#include "protocol/plan.hpp"
#include "worker/call_tracker.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// The functions of plugins that a plan's expressions call, to be called.
///
/// Lifetime: borrows all that it is made of; what it opens borrows the tracker. Processes: workers
///   only.
class PluginFunctions final : public expr::FunctionSource {
 public:
  PluginFunctions(const protocol::Plan& plan, Libraries& libraries, CallTracker& calls)
      : plan_(&plan), libraries_(&libraries), calls_(&calls) {}

  /// What is opened from now on is called by this stage, as users know it ("where"), which a death
  /// in a call tells.
  void open_for(std::string stage) { stage_ = std::move(stage); }

  Result<const data::TaskDescription*> find(std::string_view name) override;
  std::vector<std::string> names() override;
  Result<std::unique_ptr<expr::OpenFunction>> open(std::string_view name, const Schema& input,
                                                   const data::Value& constants) override;

 private:
  [[nodiscard]] const protocol::FunctionUse* use_of(std::string_view name) const;

  const protocol::Plan* plan_;
  Libraries* libraries_;
  CallTracker* calls_;
  std::string stage_;
  std::map<std::string, data::TaskDescription, std::less<>> described_;
};

}  // namespace dp::worker
