// SPDX-License-Identifier: Apache-2.0
#include "plugin/library.hpp"

#include <dlfcn.h>

#include "plugin/describe.hpp"
#include "plugin/note.hpp"

namespace dp::plugin {

namespace {

std::string loader_error() {
  const char* reason = ::dlerror();
  return reason == nullptr ? "the loader gave no reason" : reason;
}

}  // namespace

Result<Library> Library::load(const std::string& path) {
  DP_TRY(const auto note, read_note(path));
  DP_CHECK(check_note(note));
  void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return fail(Errc::invalid_plugin, "does not load: " + loader_error());
  const void* symbol = ::dlsym(handle, DP_ABI_SYMBOL);
  if (symbol == nullptr) return fail(Errc::invalid_plugin, "has no symbol " DP_ABI_SYMBOL);
  const auto* info = static_cast<const dp_plugin_info*>(symbol);
  if (info->magic != note.magic || info->abi != note.abi || info->task_size != note.task_size)
    return fail(Errc::invalid_plugin, "its table and its dp note disagree");
  DP_CHECK(check_table(*info));
  return Library(info);
}

const dp_task* Library::find(dp_role role, std::string_view name) const noexcept {
  for (std::uint64_t i = 0; i < info_->n_tasks; ++i) {
    const auto& task = info_->tasks[i];
    if (task.role == static_cast<std::uint32_t>(role) && name == task.name) return &task;
  }
  return nullptr;
}

}  // namespace dp::plugin
