// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.hpp"
#include "cli/catalog_session.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"

namespace dp::cli {

namespace {

const std::vector<std::string> kKinds = {"plugins",  "tasks",   "readers",  "steps",
                                         "reducers", "writers", "functions"};

using Plugins = std::vector<const data::PluginDescription*>;

struct Row {
  std::string name, kind, summary, path;
};

bool is_wanted(const data::TaskDescription& task, const std::string& kind) {
  return kind == "tasks" || kind == std::string(data::role_name(task.role)) + "s";
}

std::vector<Row> rows_of(const Plugins& plugins, const std::string& kind) {
  std::vector<Row> rows;
  for (const auto* plugin : plugins) {
    if (kind == "plugins") {
      rows.push_back({plugin->name, plugin->version, plugin->summary, plugin->path});
      continue;
    }
    for (const auto& task : plugin->tasks)
      if (is_wanted(task, kind))
        rows.push_back(
            {task.name, std::string(data::role_name(task.role)), task.summary, plugin->path});
  }
  return rows;
}

std::string as_text(const std::vector<Row>& rows) {
  std::size_t name = 0;
  std::size_t kind = 0;
  for (const auto& row : rows) {
    name = std::max(name, row.name.size());
    kind = std::max(kind, row.kind.size());
  }
  std::string text;
  for (const auto& row : rows) {
    auto line = printable(row.name);
    line.resize(std::max(line.size(), name + 2), ' ');
    line += printable(row.kind);
    line.resize(std::max(line.size(), name + kind + 4), ' ');
    text += line + printable(row.summary) + "\n";
  }
  return text;
}

std::string as_json(const std::vector<Row>& rows, bool plugins) {
  std::string text = "[";
  for (const auto& row : rows) {
    text += text.size() == 1 ? "\n  {\"name\":" : ",\n  {\"name\":";
    append_json(text, row.name);
    text += plugins ? ",\"version\":" : ",\"role\":";
    append_json(text, row.kind);
    text += ",\"summary\":";
    append_json(text, row.summary);
    text += ",\"library\":";
    append_json(text, row.path);
    text += "}";
  }
  return text + (rows.empty() ? "]\n" : "\n]\n");
}

/// What is to be listed.
Result<std::string> kind_from(const std::vector<std::string>& words) {
  if (words.empty()) return std::string("tasks");
  static const std::string kExpected =
      "plugins, tasks, readers, steps, reducers, writers or functions";
  if (words.size() > 1)
    return fail(Errc::invalid_argument, "dp list: got " + std::to_string(words.size()) +
                                            " words, expected one of " + kExpected);
  const auto& kind = words.front();
  if (std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end()) return kind;
  return fail(Errc::invalid_argument, "dp list: got '" + printable(kind) + "', expected " +
                                          kExpected + did_you_mean(kind, kKinds));
}

}  // namespace

const CommandSpec& list_spec() {
  static const CommandSpec kSpec = {
      "list",
      "[plugins|tasks|readers|steps|reducers|writers|functions]",
      "list plugins and what they can do",
      "List what pipeline files can use. Without a word: all tasks.",
      {{"json", nullptr, "as JSON"}, plugin_path_option()}};
  return kSpec;
}

int list_command(const Arguments& arguments) {
  const auto kind = kind_from(arguments.operands());
  if (!kind) return failed(kind.error());
  const auto folders = plugin_path_from(arguments);
  if (!folders) return failed(folders.error());
  auto session = CatalogSession::open(*folders);
  if (!session) return failed(session.error());
  const auto plugins = (*session)->catalog.all();
  if (!plugins) return failed(plugins.error());
  const auto rows = rows_of(*plugins, *kind);
  const auto status = arguments.has("json") ? print_json(as_json(rows, *kind == "plugins"))
                                            : print(as_text(rows));
  if (!status) return failed(status.error());
  for (const auto& [path, error] : (*session)->catalog.broken())
    print_failure(printable(path) + ": " + error.message);
  for (const auto* plugin : *plugins)
    if (const auto own = plugin::hidden_by((*session)->catalog.path(), plugin->path);
        !own.empty())
      print_error("dp: warning: the plugin " + printable(plugin->name) + " of " +
                  printable(plugin->path) + " hides dp's own, " + printable(own) + "\n");
  return (*session)->catalog.broken().empty() ? kOk : kWrong;
}

}  // namespace dp::cli
