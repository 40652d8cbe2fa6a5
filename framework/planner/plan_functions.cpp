// SPDX-License-Identifier: Apache-2.0
#include "planner/plan_functions.hpp"

#include <utility>

#include "protocol/ask.hpp"
#include "protocol/task_requests.hpp"

namespace dp::planner {

namespace {

/// A function of which the runner knows the type alone.
class FunctionType final : public expr::OpenFunction {
 public:
  explicit FunctionType(Type type) : type_(type) {}
  [[nodiscard]] Type type() const noexcept override { return type_; }
  Result<const ArrowArray*> call(const dp_batch&) override {
    return fail(Errc::bug, "the runner calls no plugin");
  }

 private:
  Type type_;
};

}  // namespace

Result<const data::TaskDescription*> PlanFunctions::find(std::string_view name) {
  if (const auto known = found_.find(name); known != found_.end()) return known->second.task;
  DP_TRY(auto found, catalog_->find_function(name));
  return found_.emplace(name, std::move(found)).first->second.task;
}

std::vector<std::string> PlanFunctions::names() { return catalog_->function_names(); }

Result<std::unique_ptr<expr::OpenFunction>> PlanFunctions::open(std::string_view name,
                                                                const Schema& input,
                                                                const data::Value& constants) {
  const auto found = found_.find(name);
  if (found == found_.end()) return fail(Errc::bug, "opened before it was found");
  const auto& [task, library] = found->second;
  protocol::OpenRequest request;
  request.role = DP_FUNCTION;
  request.use = {library, task->name, constants};
  request.has_input = true;
  request.input = input;
  DP_TRY(auto answer, protocol::ask(*pool_, request));
  if (!answer) return fail(std::move(answer).error());
  auto& reply = *answer;
  if (!reply.ok) return fail(std::move(reply.error));
  if (reply.output.size() != 1)
    return fail(Errc::invalid_plugin, "its result has " + std::to_string(reply.output.size()) +
                                          " columns, expected one");
  return std::make_unique<FunctionType>(reply.output.front().type);
}

std::vector<protocol::FunctionUse> PlanFunctions::used() const {
  std::vector<protocol::FunctionUse> uses;
  for (const auto& [name, found] : found_)
    uses.push_back({name, found.library, found.task->name});
  return uses;
}

}  // namespace dp::planner
