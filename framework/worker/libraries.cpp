// SPDX-License-Identifier: Apache-2.0
#include "worker/libraries.hpp"

namespace dp::worker {

Result<const plugin::Library*> Libraries::load(const std::string& path) {
  if (const auto found = loaded_.find(path); found != loaded_.end()) return &found->second;
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
  auto instance =
      plugin::Instance::open(*task, {&use.options, input, reader.sample, hash_seed,
                                     reader.knowledge, reader.growing, reader.learning});
  if (!instance) return fail(std::move(instance.error().error).within(use.task));
  return std::move(*instance);
}

}  // namespace dp::worker
