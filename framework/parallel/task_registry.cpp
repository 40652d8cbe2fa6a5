// SPDX-License-Identifier: Apache-2.0
#include "parallel/task_registry.hpp"

#include <vector>

namespace dp {
namespace {

/// Filled before main by DP_TASK's static objects, whose order nobody knows; constant after.
std::vector<detail::Task>& registry() {
  static std::vector<detail::Task> tasks;
  return tasks;
}

}  // namespace

bool detail::add_task(const Task& task) {
  registry().push_back(task);
  return true;
}

namespace parallel {

Result<const detail::Task*> find_task(detail::Address address) {
  for (const detail::Task& task : registry())
    if (task.address == address) return find_task(task.name);
  return fail(Errc::invalid_argument,
              "dp::Pool: this function is not a task: write DP_TASK(its name); at namespace "
              "scope, after its declaration");
}

Result<const detail::Task*> find_task(std::string_view name) {
  const detail::Task* found = nullptr;
  for (const detail::Task& task : registry()) {
    if (task.name != name) continue;
    if (found != nullptr && found->address != task.address)
      return fail(Errc::invalid_argument,
                  "dp::Pool: two tasks have the name '" + std::string(name) +
                      "': rename one, or write its namespace in DP_TASK");
    found = &task;
  }
  if (found != nullptr) return found;
  return fail(Errc::invalid_argument,
              "dp::Pool: the worker knows no task '" + std::string(name) + "'");
}

}  // namespace parallel
}  // namespace dp
