// SPDX-License-Identifier: Apache-2.0
#include "plugin/describe.hpp"

#include <string_view>
#include <utility>

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

data::AggregateDescription describe(const dp_aggregate& aggregate) {
  return {text(aggregate.name), text(aggregate.signature), text(aggregate.doc),
          aggregate.columns,    aggregate.numbers,         aggregate.accepts == DP_TYPE_NUMBER};
}

data::ParameterDescription describe(const dp_parameter& parameter) {
  return {text(parameter.name), text(parameter.doc), parameter.types, parameter.flags};
}

data::TaskDescription describe(const TaskTable& table) {
  data::TaskDescription made;
  made.role = table.role();
  made.traits = static_cast<std::uint32_t>(table.task.traits);
  made.name = text(table.task.name);
  made.summary = text(table.task.summary);
  made.doc = text(table.task.doc);
  made.extensions = split(table.task.extensions);
  for (const auto& option : table.options) made.options.push_back(describe(option));
  for (const auto& each : table.aggregates) made.aggregates.push_back(describe(each));
  for (const auto& each : table.parameters) made.parameters.push_back(describe(each));
  made.knowledge = text(table.reader.knowledge);
  return made;
}

}  // namespace

data::PluginDescription describe(const Library& library, std::string path) {
  data::PluginDescription made;
  made.name = text(library.info().name);
  made.version = text(library.info().version);
  made.summary = text(library.info().summary);
  made.path = std::move(path);
  for (const auto& table : library.tables()) made.tasks.push_back(describe(table));
  return made;
}

}  // namespace dp::plugin
