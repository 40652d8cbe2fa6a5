// SPDX-License-Identifier: Apache-2.0
#include "plugin/describe.hpp"

#include <set>
#include <string_view>

namespace dp::plugin {

namespace {

std::string text(const char* literal) { return literal == nullptr ? "" : literal; }

std::vector<std::string> split(const char* list) {
  std::vector<std::string> parts;
  if (list == nullptr) return parts;
  std::string_view rest(list);
  while (!rest.empty()) {
    const auto bar = rest.find('|');
    parts.emplace_back(rest.substr(0, bar));
    if (bar == std::string_view::npos) break;
    rest.remove_prefix(bar + 1);
  }
  return parts;
}

bool has_callbacks(const dp_task& task) {
  if (task.open == nullptr || task.close == nullptr) return false;
  switch (task.role) {
    case DP_READER:
      return task.read != nullptr &&
             ((task.traits & DP_CUT_RECORDS) == 0 || task.find != nullptr);
    case DP_STEP:
      return task.process != nullptr;
    case DP_REDUCER:
      return task.update && task.save && task.combine && task.finalize && task.size &&
             task.reset && (task.bounds == nullptr) == (task.save_ranges == nullptr);
    case DP_WRITER:
      return task.begin && task.section && task.write && task.end;
    default:
      return false;
  }
}

Status check_options(const dp_task& task) {
  if (task.n_options != 0 && task.options == nullptr)
    return fail(Errc::invalid_plugin, "says it has options, but gives none");
  std::set<std::string_view> names;
  for (std::uint32_t i = 0; i < task.n_options; ++i) {
    const auto& option = task.options[i];
    if (option.name == nullptr || *option.name == '\0')
      return fail(Errc::invalid_plugin, "option " + std::to_string(i + 1) + " has no name");
    if (option.type < DP_OPTION_STRING || option.type > DP_OPTION_AGGREGATE)
      return fail(Errc::invalid_plugin,
                  std::string("option '") + option.name + "' has an unknown type");
    if (!names.insert(option.name).second)
      return fail(Errc::invalid_plugin,
                  std::string("option '") + option.name + "' is declared twice");
  }
  if (task.n_functions != 0 && task.functions == nullptr)
    return fail(Errc::invalid_plugin, "says it has functions, but gives none");
  for (std::uint32_t i = 0; i < task.n_functions; ++i)
    if (task.functions[i].name == nullptr)
      return fail(Errc::invalid_plugin, "function " + std::to_string(i + 1) + " has no name");
  return {};
}

Status check_task(const dp_task& task) {
  if (task.role < DP_READER || task.role > DP_WRITER)
    return fail(Errc::invalid_plugin,
                "has role " + std::to_string(task.role) + ", want 1 (reader) to 4 (writer)");
  if (!has_callbacks(task))
    return fail(Errc::invalid_plugin,
                "lacks a callback that a " +
                    std::string(data::role_name(static_cast<dp_role>(task.role))) +
                    " must have");
  return check_options(task);
}

data::OptionDescription describe(const dp_option& option) {
  data::OptionDescription made;
  made.name = text(option.name);
  made.type = static_cast<dp_option_type>(option.type);
  made.flags = option.flags;
  if (option.fallback != nullptr) made.fallback = option.fallback;
  made.doc = text(option.doc);
  made.allowed = split(option.allowed);
  made.minimum = option.minimum;
  made.maximum = option.maximum;
  return made;
}

data::FunctionDescription describe(const dp_function& function) {
  return {text(function.name), text(function.signature), text(function.doc),
          function.columns,    function.numbers,         text(function.accepts) == "number"};
}

data::TaskDescription describe(const dp_task& task) {
  data::TaskDescription made;
  made.role = static_cast<dp_role>(task.role);
  made.traits = task.traits;
  made.name = text(task.name);
  made.summary = text(task.summary);
  made.doc = text(task.doc);
  made.suffixes = split(task.suffixes);
  for (std::uint32_t i = 0; i < task.n_options; ++i)
    made.options.push_back(describe(task.options[i]));
  for (std::uint32_t i = 0; i < task.n_functions; ++i)
    made.functions.push_back(describe(task.functions[i]));
  return made;
}

}  // namespace

Status check_table(const dp_plugin_info& info) {
  if (info.name == nullptr || *info.name == '\0')
    return fail(Errc::invalid_plugin, "has no name");
  if (info.n_tasks == 0 || info.tasks == nullptr)
    return fail(Errc::invalid_plugin, "has no tasks");
  std::set<std::pair<std::uint32_t, std::string_view>> names;
  for (std::uint64_t i = 0; i < info.n_tasks; ++i) {
    const auto& task = info.tasks[i];
    if (task.name == nullptr || *task.name == '\0')
      return fail(Errc::invalid_plugin, "task " + std::to_string(i + 1) + " has no name");
    const auto where = "task '" + std::string(task.name) + "'";
    if (!names.emplace(task.role, task.name).second)
      return fail(Errc::invalid_plugin, where + " is there twice in the same role");
    if (auto status = check_task(task); !status)
      return fail(std::move(status).error().within(where));
  }
  return {};
}

data::PluginDescription describe(const dp_plugin_info& info, std::string path) {
  data::PluginDescription made;
  made.name = text(info.name);
  made.version = text(info.version);
  made.summary = text(info.summary);
  made.path = std::move(path);
  for (std::uint64_t i = 0; i < info.n_tasks; ++i)
    made.tasks.push_back(describe(info.tasks[i]));
  return made;
}

}  // namespace dp::plugin
