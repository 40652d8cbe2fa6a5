// SPDX-License-Identifier: Apache-2.0
#include "worker/libraries.hpp"

namespace dp::worker {

std::string title_of(dp_role role, std::string_view task) {
  return "the " + std::string(data::role_name(role)) + " " + std::string(task);
}

Result<const plugin::Library*> Libraries::load(const std::string& path) {
  if (const auto found = loaded_.find(path); found != loaded_.end()) return &found->second;
  const OpeningCall call(calls_, "the start of the library " + path);
  auto library = plugin::Library::load(path);
  if (!library) return fail(std::move(library).error().within(path));
  return &loaded_.emplace(path, *library).first->second;
}

Result<const plugin::TaskTable*> Libraries::find(dp_role role, const protocol::TaskUse& use) {
  DP_TRY(const auto* library, load(use.library));
  if (const auto* task = library->find(role, use.task)) return task;
  return fail(Errc::not_found, use.library + ": has no " + std::string(data::role_name(role)) +
                                   " '" + use.task + "'");
}

Result<plugin::Instance> Libraries::open(dp_role role, const protocol::TaskUse& use,
                                         const Schema* input, std::uint64_t hash_seed,
                                         const protocol::ReaderContext& reader) {
  DP_TRY(const auto* task, find(role, use));
  const OpeningCall call(calls_, "open of " + title_of(role, use.task));
  auto instance = plugin::Instance::open(
      *task, {&use.options, input, reader.sample, hash_seed, reader.knowledge, reader.growing,
              reader.learning, reader.sample_cut, reader.sample_more});
  if (!instance) return fail(std::move(instance.error().error).within(use.task));
  return std::move(*instance);
}

Status Libraries::start(plugin::Instance& instance) {
  const auto& table = instance.table();
  const OpeningCall call(calls_, "start of " + title_of(table.role(), table.task.name));
  return instance.start();
}

Status Libraries::start(plugin::Instance& instance, std::span<const std::uint8_t> used) {
  {
    const auto& table = instance.table();
    const OpeningCall call(calls_, "need of " + title_of(table.role(), table.task.name));
    DP_CHECK(instance.need(used));
  }
  return start(instance);
}

}  // namespace dp::worker
