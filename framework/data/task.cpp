// SPDX-License-Identifier: Apache-2.0
#include "data/task.hpp"

#include <functional>

namespace dp::data {

namespace {

void write(ByteWriter& out, const std::vector<std::string>& texts) {
  out.put(static_cast<std::uint64_t>(texts.size()));
  for (const auto& text : texts) out.put(text);
}

std::vector<std::string> read_texts(ByteReader& in) {
  std::vector<std::string> texts(in.count(8));
  for (auto& text : texts) text = in.text();
  return texts;
}

void write(ByteWriter& out, const OptionDescription& option) {
  out.put(option.name).put(option.type).put(option.flags);
  out.put(option.fallback.has_value()).put(option.fallback.value_or(""));
  out.put(option.doc);
  write(out, option.allowed);
  out.put(option.minimum).put(option.maximum);
}

OptionDescription read_option(ByteReader& in) {
  OptionDescription option;
  option.name = in.text();
  option.type = in.get(DP_OPTION_STRING, DP_OPTION_AGGREGATE);
  option.flags = in.get<std::uint32_t>();
  const bool has_fallback = in.get<std::uint8_t>() != 0;
  std::string fallback(in.text());
  if (has_fallback) option.fallback = std::move(fallback);
  option.doc = in.text();
  option.allowed = read_texts(in);
  option.minimum = in.get<double>();
  option.maximum = in.get<double>();
  return option;
}

void write(ByteWriter& out, const FunctionDescription& function) {
  out.put(function.name).put(function.signature).put(function.doc);
  out.put(function.columns).put(function.numbers).put(function.only_numbers);
}

FunctionDescription read_function(ByteReader& in) {
  FunctionDescription function;
  function.name = in.text();
  function.signature = in.text();
  function.doc = in.text();
  function.columns = in.get<std::uint32_t>();
  function.numbers = in.get<std::uint32_t>();
  function.only_numbers = in.get<std::uint8_t>() != 0;
  return function;
}

void write(ByteWriter& out, const TaskDescription& task) {
  out.put(task.role).put(task.traits).put(task.name).put(task.summary).put(task.doc);
  write(out, task.suffixes);
  out.put(static_cast<std::uint64_t>(task.options.size()));
  for (const auto& option : task.options) write(out, option);
  out.put(static_cast<std::uint64_t>(task.functions.size()));
  for (const auto& function : task.functions) write(out, function);
}

TaskDescription read_task(ByteReader& in) {
  TaskDescription task;
  task.role = in.get(DP_READER, DP_WRITER);
  task.traits = in.get<std::uint32_t>();
  task.name = in.text();
  task.summary = in.text();
  task.doc = in.text();
  task.suffixes = read_texts(in);
  task.options.resize(in.count(8));
  for (auto& option : task.options) option = read_option(in);
  task.functions.resize(in.count(8));
  for (auto& function : task.functions) function = read_function(in);
  return task;
}

}  // namespace

std::string_view role_name(dp_role role) noexcept {
  switch (role) {
    case DP_READER:
      return "reader";
    case DP_STEP:
      return "step";
    case DP_REDUCER:
      return "reducer";
    case DP_WRITER:
      return "writer";
  }
  return "task";
}

void write(ByteWriter& out, const PluginDescription& plugin) {
  out.put(plugin.name).put(plugin.version).put(plugin.summary).put(plugin.path);
  out.put(static_cast<std::uint64_t>(plugin.tasks.size()));
  for (const auto& task : plugin.tasks) write(out, task);
}

Result<PluginDescription> read_plugin_description(ByteReader& in) {
  PluginDescription plugin;
  plugin.name = in.text();
  plugin.version = in.text();
  plugin.summary = in.text();
  plugin.path = in.text();
  plugin.tasks.resize(in.count(8));
  for (auto& task : plugin.tasks) task = read_task(in);
  if (!in.ok()) return fail(Errc::corrupt, "not a plugin description");
  return plugin;
}

void write(ByteWriter& out, const Schema& schema) {
  out.put(static_cast<std::uint64_t>(schema.size()));
  for (const auto& field : schema) out.put(field.name).put(field.type).put(field.nullable);
}

Result<Schema> read_schema(ByteReader& in) {
  Schema schema(in.count(8));
  for (auto& field : schema) {
    field.name = in.text();
    field.type = in.get<Type>();
    field.nullable = in.get<std::uint8_t>() != 0;
    if (field.type > Type::date) return fail(Errc::corrupt, "not a schema");
  }
  if (!in.ok()) return fail(Errc::corrupt, "not a schema");
  return schema;
}

}  // namespace dp::data
