// SPDX-License-Identifier: Apache-2.0
#include "plugin/library.hpp"

#include <dlfcn.h>

#include "base/trust.hpp"
#include "plugin/note.hpp"

namespace dp::plugin {

namespace {

std::string loader_error() {
  const char* reason = ::dlerror();
  return reason == nullptr ? "the loader gave no reason" : reason;
}

}  // namespace

Result<Library> Library::load(const std::string& path) {
  if (const auto status = check_trusted_code(path);
      !status && status.error().code == Errc::refused)
    return fail(Errc::invalid_plugin,
                "not loaded, for others could change its code: " + status.error().message);
  DP_TRY(const auto note, read_note(path));
  DP_CHECK(check_note(note));
  void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return fail(Errc::invalid_plugin, "does not load: " + loader_error());
  const void* symbol = ::dlsym(handle, DP_ABI_SYMBOL);
  if (symbol == nullptr) return fail(Errc::invalid_plugin, "has no symbol " DP_ABI_SYMBOL);
  const auto info = complete(*static_cast<const dp_plugin_info*>(symbol));
  if (info.magic != note.magic || info.abi_major != note.abi_major ||
      info.abi_minor != note.abi_minor)
    return fail(Errc::invalid_plugin, "its table and its dp note disagree");
  DP_TRY(auto tables, read_tables(info));
  return Library(info, std::move(tables));
}

const TaskTable* Library::find(dp_role role, std::string_view name) const noexcept {
  for (const auto& table : tables_)
    if (table.role() == role && name == table.task.name) return &table;
  return nullptr;
}

}  // namespace dp::plugin
