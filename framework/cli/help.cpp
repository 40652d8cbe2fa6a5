// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/catalog_session.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "expr/functions.hpp"

namespace dp::cli {

namespace {

constexpr const char* kTypeNames[] = {"",     "text",     "int",   "float",      "bool",
                                      "size", "duration", "ratio", "expression", "aggregate"};

std::string type_of(const data::OptionDescription& option) {
  std::string text = kTypeNames[option.type];
  if (option.is_list()) text = "list of " + text;
  if (option.is_map()) text = "map of " + text;
  return text;
}

std::string option_text(const data::OptionDescription& option) {
  std::string text = "  " + option.name + " (" + type_of(option);
  if (option.required()) text += ", required";
  if (option.fallback)
    text += ", default " + (option.fallback->empty() ? "''" : *option.fallback);
  text += ")\n      " + option.doc + "\n";
  if (option.allowed.empty()) return text;
  text += option.has_words() ? "      or one of: " : "      one of: ";
  for (std::size_t i = 0; i < option.allowed.size(); ++i)
    text += (i == 0 ? "" : ", ") + option.allowed[i];
  return text + "\n";
}

std::string parameter_text(const data::ParameterDescription& parameter) {
  std::string text = "  " + parameter.name + " (" + data::types_text(parameter.types);
  if (parameter.constant()) text += ", a constant";
  if (parameter.optional()) text += ", may be left out";
  if (parameter.repeated()) text += ", any number of them";
  text += ")\n";
  return parameter.doc.empty() ? text : text + "      " + parameter.doc + "\n";
}

std::string task_text(const data::TaskDescription& task, const std::string& library) {
  std::string text =
      task.name + " (" + std::string(data::role_name(task.role)) + "): " + task.summary + "\n";
  if (task.role == DP_FUNCTION) text += "\n  " + data::signature_of(task) + "\n";
  if (!task.doc.empty()) text += "\n" + task.doc + (task.doc.ends_with('\n') ? "" : "\n");
  if (!task.parameters.empty()) text += "\nParameters:\n";
  for (const auto& parameter : task.parameters) text += parameter_text(parameter);
  if (!task.options.empty()) text += "\nOptions, under with:\n";
  for (const auto& option : task.options) text += option_text(option);
  if (!task.aggregates.empty()) text += "\nFunctions:\n";
  for (const auto& function : task.aggregates)
    text += "  " + function.signature + "\n      " + function.doc + "\n";
  return text + "\nFrom " + printable(library) + "\n";
}

void add_member(std::string& text, const char* key, std::string_view value) {
  text += std::string(text.ends_with('{') ? "\"" : ",\"") + key + "\":";
  append_json(text, value);
}

std::string option_json(const data::OptionDescription& option) {
  std::string text = "{";
  add_member(text, "name", option.name);
  add_member(text, "type", type_of(option));
  add_member(text, "doc", option.doc);
  if (option.fallback) add_member(text, "default", *option.fallback);
  text += option.required() ? ",\"required\":true" : ",\"required\":false";
  text += ",\"allowed\":[";
  for (std::size_t i = 0; i < option.allowed.size(); ++i) {
    if (i != 0) text += ',';
    append_json(text, option.allowed[i]);
  }
  return text + "]}";
}

std::string parameters_json(const data::TaskDescription& task) {
  std::string text = "[";
  for (const auto& parameter : task.parameters) {
    text += text.size() == 1 ? "{" : ",{";
    add_member(text, "name", parameter.name);
    add_member(text, "types", data::types_text(parameter.types));
    add_member(text, "doc", parameter.doc);
    text += parameter.constant() ? ",\"constant\":true" : ",\"constant\":false";
    text += parameter.optional() ? ",\"optional\":true" : ",\"optional\":false";
    text += parameter.repeated() ? ",\"repeated\":true}" : ",\"repeated\":false}";
  }
  return text + "]";
}

std::string task_json(const data::TaskDescription& task, const std::string& library) {
  std::string text = "{";
  add_member(text, "name", task.name);
  add_member(text, "role", data::role_name(task.role));
  add_member(text, "summary", task.summary);
  add_member(text, "doc", task.doc);
  add_member(text, "library", library);
  text += ",\"options\":[";
  for (std::size_t i = 0; i < task.options.size(); ++i)
    text += (i == 0 ? "" : ",") + option_json(task.options[i]);
  text += "],\"functions\":[";
  for (std::size_t i = 0; i < task.aggregates.size(); ++i) {
    text += i == 0 ? "{" : ",{";
    add_member(text, "signature", task.aggregates[i].signature);
    add_member(text, "doc", task.aggregates[i].doc);
    text += '}';
  }
  text += "]";
  if (task.role == DP_FUNCTION) text += ",\"parameters\":" + parameters_json(task);
  return text + "}";
}

/// A function of the language itself.
std::string function_text(const expr::FunctionInfo& info, bool json) {
  if (!json)
    return std::string(info.signature) + ": " + std::string(info.doc) +
           "\n\nA function of the expression language.\n";
  std::string text = "{";
  add_member(text, "name", info.name);
  add_member(text, "role", "function");
  add_member(text, "signature", info.signature);
  add_member(text, "doc", info.doc);
  return text + "}";
}

/// Every task of this name: a reader and a writer may share one.
Result<std::string> describe(planner::Catalog& catalog, const std::string& name, bool json) {
  DP_TRY(const auto plugins, catalog.all());
  std::string text;
  std::vector<std::string> names;
  for (const auto& info : expr::functions()) {
    names.emplace_back(info.name);
    if (info.name == name) text = function_text(info, json);
  }
  for (const auto* plugin : plugins) {
    for (const auto& task : plugin->tasks) {
      names.push_back(task.name);
      if (task.name != name) continue;
      if (!text.empty()) text += json ? ",\n" : "\n";
      text += json ? task_json(task, plugin->path) : task_text(task, plugin->path);
    }
  }
  if (text.empty())
    return fail(Errc::not_found, "no task or function '" + printable(name) + "'" +
                                     did_you_mean(name, names) + " (dp list shows them all)");
  return json ? "[" + text + "]\n" : text;
}

}  // namespace

const CommandSpec& help_spec() {
  static const CommandSpec kSpec = {
      "help",
      "[TASK]",
      "explain a task: its columns, options and functions",
      "Say what a task does and what it takes. Without a TASK: what "
      "dp --help says.",
      {{"json", nullptr, "as JSON"}, plugin_path_option()}};
  return kSpec;
}

int help_command(const Arguments& arguments) {
  if (arguments.operands().size() > 1)
    return failed({Errc::invalid_argument, "dp help explains one task at a time"});
  if (arguments.operands().empty()) {
    const auto status = print(overview());
    return status ? kOk : failed(status.error());
  }
  const auto& name = arguments.operands().front();
  for (const auto& command : commands()) {
    if (name != command.spec().name) continue;
    const auto status = print(help_text(command.spec()));
    return status ? kOk : failed(status.error());
  }
  const auto folders = plugin_path_from(arguments);
  if (!folders) return failed(folders.error());
  auto session = CatalogSession::open(*folders);
  if (!session) return failed(session.error());
  const auto text = describe((*session)->catalog, name, arguments.has("json"));
  if (!text) return failed(text.error());
  const auto status = arguments.has("json") ? print_json(*text) : print(*text);
  return status ? kOk : failed(status.error());
}

}  // namespace dp::cli
