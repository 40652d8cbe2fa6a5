// SPDX-License-Identifier: Apache-2.0
#include "worker/plugin_functions.hpp"

#include <algorithm>
#include <utility>

#include "plugin/describe.hpp"
#include "worker/decimal_guard.hpp"

namespace dp::worker {

namespace {

class PluginFunction final : public expr::OpenFunction {
 public:
  PluginFunction(plugin::FunctionInstance instance, TaskCall call)
      : instance_(std::move(instance)), call_(std::move(call)) {}
  [[nodiscard]] Type type() const noexcept override { return instance_.output().front().type; }
  Result<const ArrowArray*> call(const dp_batch& arguments) override {
    const auto inside = call_.enter();
    DP_TRY(const auto* values, instance_.call(arguments));
    const auto fault = type() == Type::decimal ? decimal_fault(*values) : "";
    if (!fault.empty())
      return fail(Errc::bug, "its result is no decimal, " + std::string(fault) +
                                 ": a mistake of the plugin (dp::Decimal makes no such)");
    return values;
  }

 private:
  plugin::FunctionInstance instance_;
  TaskCall call_;
};

}  // namespace

const protocol::FunctionUse* PluginFunctions::use_of(std::string_view name) const {
  for (const auto& use : plan_->functions)
    if (use.name == name) return &use;
  return nullptr;
}

Result<const data::TaskDescription*> PluginFunctions::find(std::string_view name) {
  if (const auto known = described_.find(name); known != described_.end())
    return &known->second;
  const auto* use = use_of(name);
  if (use == nullptr) return fail(Errc::not_found, "");
  DP_TRY(const auto* library, libraries_->load(use->library));
  for (auto& task : plugin::describe(*library, use->library).tasks)
    if (task.role == DP_FUNCTION && task.name == use->task)
      return &described_.emplace(name, std::move(task)).first->second;
  return fail(Errc::not_found, use->library + ": has no function '" + use->task + "'");
}

std::vector<std::string> PluginFunctions::names() {
  std::vector<std::string> names;
  for (const auto& use : plan_->functions) names.push_back(use.name);
  return names;
}

Result<std::unique_ptr<expr::OpenFunction>> PluginFunctions::open(
    std::string_view name, const Schema& input, const data::Value& constants) {
  const auto* use = use_of(name);
  if (use == nullptr) return fail(Errc::bug, "a function that the plan does not have");
  const protocol::TaskUse task{use->library, use->task, constants};
  DP_TRY(auto instance,
         libraries_->open<plugin::FunctionInstance>(task, &input, plan_->hash_seed));
  if (instance.output().size() != 1)
    return fail(Errc::invalid_plugin, "its result is not one column");
  DP_CHECK(libraries_->start(instance));
  auto called = "the function " + std::string(name) + (stage_.empty() ? "" : " of " + stage_);
  return std::make_unique<PluginFunction>(std::move(instance),
                                          TaskCall(*calls_, std::move(called)));
}

}  // namespace dp::worker
