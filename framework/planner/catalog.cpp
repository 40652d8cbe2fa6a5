// SPDX-License-Identifier: Apache-2.0
#include "planner/catalog.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/ask.hpp"
#include "protocol/task_requests.hpp"

namespace dp::planner {

namespace {

/// Why a library cannot be described, which is its own fault unless the machine lacks something.
/// Without the library's path, which workers put before what they say of it.
Error fault_of(Error error, std::string_view library) {
  const auto place = std::string(library) + ": ";
  while (error.message.starts_with(place)) error.message.erase(0, place.size());
  if (error.code != Errc::worker_died && error.code != Errc::exhausted)
    error.code = Errc::invalid_plugin;
  return error;
}

constexpr const char* kWhereReadersAre =
    " (a reader comes first in map, only once, and not with a range)";

}  // namespace

Result<FoundTask> Catalog::find(dp_role role, std::string_view name) {
  const auto library = plugin::find_library(path_, name);
  if (!library.empty()) {
    DP_CHECK(describe({library}));
    if (auto found = look(role, name, library); found.task != nullptr) return found;
    if (const auto reason = broken_.find(library); reason != broken_.end())
      return fail(Error(reason->second).within(library));
  }
  DP_CHECK(all());
  if (auto found = look(role, name, library); found.task != nullptr) return found;
  return missing(role, name);
}

Result<FoundTask> Catalog::find_function(std::string_view name) {
  const auto library = plugin::find_library(path_, name);
  if (!library.empty()) {
    DP_CHECK(describe({library}));
    if (const auto reason = broken_.find(library); reason != broken_.end())
      return fail(Error(reason->second).within(library));
  }
  DP_CHECK(all());
  std::vector<FoundTask> found;
  std::string libraries;
  for (const auto& [path, plugin] : plugins_)
    for (const auto& task : plugin.tasks) {
      if (task.role != DP_FUNCTION) continue;
      if (plugin.name + "." + task.name == name) return FoundTask{&task, path};
      if (task.name != name) continue;
      libraries += (libraries.empty() ? "" : " and ") + path;
      found.push_back({&task, path});
    }
  if (found.empty()) return fail(Errc::not_found, "");
  if (found.size() == 1) return found.front();
  return fail(Errc::invalid_pipeline, "a function '" + std::string(name) + "' is in " +
                                          libraries + ": write PLUGIN." + std::string(name));
}

std::vector<std::string> Catalog::function_names() const {
  std::vector<std::string> names;
  for (const auto& [path, plugin] : plugins_)
    for (const auto& task : plugin.tasks)
      if (task.role == DP_FUNCTION) names.push_back(task.name);
  return names;
}

Result<FoundTask> Catalog::writer_for(std::string_view extension) {
  const auto library = plugin::find_library(path_, extension);
  if (!library.empty()) DP_CHECK(describe({library}));
  for (const bool everything : {false, true}) {
    if (everything) DP_CHECK(all());
    for (const auto& [path, plugin] : plugins_)
      for (const auto& task : plugin.tasks)
        if (task.role == DP_WRITER && std::find(task.extensions.begin(), task.extensions.end(),
                                                extension) != task.extensions.end())
          return FoundTask{&task, path};
  }
  if (const auto reason = broken_.find(library); reason != broken_.end())
    return fail(Error(reason->second).within(library));
  return no_writer(extension);
}

tl::unexpected<Error> Catalog::no_writer(std::string_view extension) const {
  std::vector<std::string> known;
  for (const auto& [path, plugin] : plugins_)
    for (const auto& task : plugin.tasks)
      known.insert(known.end(), task.extensions.begin(), task.extensions.end());
  std::sort(known.begin(), known.end());
  std::string list;
  for (const auto& each : known) list += (list.empty() ? "." : ", .") + each;
  const auto hiding = hiding_text(extension);
  if (!hiding.empty())
    return fail(Errc::not_found,
                "no writer for files that end in '." + std::string(extension) + "': " + hiding);
  return fail(Errc::not_found, "no writer for files that end in '." + std::string(extension) +
                                   "'" + did_you_mean(extension, known) +
                                   " (there are writers for " + list +
                                   "; or name one with use:)");
}

Result<std::vector<const data::PluginDescription*>> Catalog::all() {
  if (!complete_) DP_CHECK(describe(plugin::list_libraries(path_)));
  complete_ = true;
  std::vector<const data::PluginDescription*> list;
  for (const auto& [path, plugin] : plugins_) list.push_back(&plugin);
  std::sort(list.begin(), list.end(),
            [](const auto* a, const auto* b) { return a->name < b->name; });
  return list;
}

Status Catalog::describe(const std::vector<std::string>& libraries) {
  std::vector<protocol::DescribeRequest> requests;
  for (const auto& library : libraries) {
    if (plugins_.contains(library) || broken_.contains(library)) continue;
    requests.push_back({library});
  }
  if (requests.empty()) return {};
  DP_TRY(auto plugins, protocol::ask(*pool_, requests));
  for (std::size_t i = 0; i < plugins.size(); ++i) {
    if (plugins[i])
      plugins_.emplace(requests[i].library, std::move(*plugins[i]));
    else
      broken_.emplace(requests[i].library,
                      fault_of(std::move(plugins[i]).error(), requests[i].library));
  }
  return {};
}

FoundTask Catalog::look(dp_role role, std::string_view name, const std::string& library) const {
  FoundTask found;
  for (const auto& [path, plugin] : plugins_)
    for (const auto& task : plugin.tasks) {
      if (task.role != role || task.name != name) continue;
      if (path == library) return {&task, path};
      if (found.task == nullptr) found = {&task, path};
    }
  return found;
}

std::string Catalog::roles_of(std::string_view name) const {
  std::string text;
  for (const auto role : {DP_READER, DP_STEP, DP_REDUCER, DP_WRITER, DP_FUNCTION})
    if (look(role, name, {}).task != nullptr)
      text += (text.empty() ? "a " : " and a ") + std::string(data::role_name(role));
  return text;
}

std::string Catalog::hiding_text(std::string_view name) const {
  const auto library = plugin::find_library(path_, name);
  const auto own = library.empty() ? std::string() : plugin::hidden_by(path_, library);
  if (own.empty()) return {};
  const auto known = plugins_.find(library);
  const auto who = known == plugins_.end() ? std::string() : known->second.name;
  return library + " has none (it is the plugin '" + who + "'), and hides dp's own, " + own +
         ": give that file another name";
}

tl::unexpected<Error> Catalog::missing(dp_role role, std::string_view name) const {
  const std::string wanted(data::role_name(role));
  const auto roles = roles_of(name);
  if (!roles.empty()) {
    const bool is_reader = role == DP_STEP && look(DP_READER, name, {}).task != nullptr;
    return fail(Errc::not_found, "'" + std::string(name) + "' is " + roles + ", expected a " +
                                     wanted + (is_reader ? kWhereReadersAre : ""));
  }
  std::vector<std::string> names;
  for (const auto& [path, plugin] : plugins_)
    for (const auto& task : plugin.tasks)
      if (task.role == role) names.push_back(task.name);
  const auto unknown = "unknown " + wanted + " '" + std::string(name) + "'";
  const auto hiding = hiding_text(name);
  if (!hiding.empty()) return fail(Errc::not_found, unknown + ": " + hiding);
  const auto near = did_you_mean(name, names);
  const auto searched = " (searched: " + plugin::folders_text(path_) + ")";
  return fail(Errc::not_found, unknown + (near.empty() ? searched : near));
}

}  // namespace dp::planner
