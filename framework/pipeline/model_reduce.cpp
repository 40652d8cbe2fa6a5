// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/compressed_name.hpp"
#include "base/text.hpp"
#include "pipeline/fields.hpp"
#include "pipeline/model_parts.hpp"

namespace dp::pipeline {

namespace {

/// Take an option of the writer's that is dp's own.
std::optional<Entry> take_option(Sink& sink, std::string_view name) {
  auto& entries = sink.use.with.entries;
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key == name; });
  if (found == entries.end()) return std::nullopt;
  auto taken = std::move(*found);
  entries.erase(found);
  return taken;
}

/// The columns in a sink's path, if there are any. Braces in values of variables name none.
void read_parts(Sink& sink, const std::string& what, Diagnostics& diagnostics) {
  auto& path = sink.path;
  auto pieces = data::parse_path_template(path.glob(), !path.pattern.empty());
  if (!pieces)
    diagnostics.error(path.mark, what + ": " + pieces.error().message);
  else if (data::has_columns(*pieces))
    sink.parts = std::move(*pieces);
  else if (!pieces->empty())
    path.text = std::move(pieces->front().text);
}

/// Take `level` out of a writer's options, if its file is compressed: it is dp's own then.
void take_level(Sink& sink, const std::string& what, Diagnostics& diagnostics) {
  const auto compression = compression_by_name(sink.path.text);
  if (compression == FileCompression::none) return;
  const auto given = take_option(sink, "level");
  if (!given) return;
  const auto most = static_cast<std::uint64_t>(most_level(compression));
  if (const auto level = read_count(given->value, what + ".with.level", 1, most, diagnostics))
    sink.level = static_cast<int>(*level);
}

/// The same of `most_files`, if its path has columns.
void take_most_files(Sink& sink, const std::string& what, Diagnostics& diagnostics) {
  if (sink.parts.empty()) return;
  const auto given = take_option(sink, "most_files");
  if (!given) return;
  constexpr std::uint64_t kMost = 1'000'000;
  if (const auto most =
          read_count(given->value, what + ".with.most_files", 1, kMost, diagnostics))
    sink.most_files = *most;
}

/// Take `path` out of a writer's options: it is dp's own.
void take_path(Sink& sink, const std::string& what, Diagnostics& diagnostics) {
  if (const auto given = take_option(sink, "path")) {
    if (auto path = read_text(given->value, what + ".with.path", diagnostics)) {
      check_path(*path, what + ".with.path", diagnostics);
      sink.path = std::move(*path);
      read_parts(sink, what + ".with.path", diagnostics);
    }
    take_most_files(sink, what, diagnostics);
    return take_level(sink, what, diagnostics);
  }
  auto& entries = sink.use.with.entries;
  std::vector<std::string> keys;
  for (const auto& entry : entries) keys.push_back(entry.key);
  const auto near = nearest("path", keys);
  if (near) std::erase_if(entries, [&](const Entry& entry) { return entry.key == *near; });
  diagnostics.error(sink.mark,
                    what + ": the sink has no path" +
                        (near ? " (did you write '" + *near + "' for 'path'?)" : ""),
                    "give it under 'with', as in {use: csv, with: {path: out.csv}}");
}

Sink read_sink(const Node& node, const std::string& what, Diagnostics& diagnostics) {
  Sink sink;
  sink.mark = node.mark;
  if (node.is_scalar()) {
    sink.path = {node.text, node.mark, node.original ? node.pattern : std::string()};
    check_path(sink.path, what, diagnostics);
    read_parts(sink, what, diagnostics);
    return sink;
  }
  if (!node.is_map()) {
    diagnostics.error(node.mark, what +
                                     ": expected a path, or a map with 'use' and 'with' (got " +
                                     node.describe() + ")");
    return sink;
  }
  Fields fields(node, "a sink", diagnostics);
  const auto* use = fields.take("use");
  if (use != nullptr)
    read_task(*use, sink.use, what + ".use", diagnostics);
  else
    diagnostics.error(node.mark, what + ": the sink has no 'use'",
                      "write the path alone, or {use: csv, with: {path: out.csv}}");
  read_with(fields.take("with"), sink.use, what + ".with", diagnostics);
  if (!fields.finish("the path and a writer's own options go under 'with'") &&
      node.find("with") == nullptr)
    sink.use.whole = false;
  if (use != nullptr && sink.use.whole) take_path(sink, what, diagnostics);
  return sink;
}

Reduction read_reduction(const Entry& entry, Diagnostics& diagnostics) {
  const std::string what = "reduce." + entry.key;
  Reduction reduction;
  reduction.name = {entry.key, entry.key_mark};
  reduction.use.task = "group";
  reduction.use.mark = entry.key_mark;
  if (entry.key.empty()) diagnostics.error(entry.key_mark, "reduce: a name is empty");
  Fields fields(entry.value, what, diagnostics);
  if (const auto* use = fields.take("use"))
    read_task(*use, reduction.use, what + ".use", diagnostics);
  read_with(fields.take("with"), reduction.use, what + ".with", diagnostics);
  if (const auto* to = fields.take("to"))
    reduction.to = read_sinks(*to, what + ".to", diagnostics);
  if (!fields.finish(kOptionsHint) && entry.value.find("with") == nullptr)
    reduction.use.whole = false;
  return reduction;
}

}  // namespace

std::vector<Reduction> read_reduce(const Node& node, Diagnostics& diagnostics) {
  std::vector<Reduction> reductions;
  if (!node.is_map() && !node.is_null())
    diagnostics.error(
        node.mark, "reduce: expected a map of names to reducers (got " + node.describe() + ")");
  for (const auto& entry : node.entries)
    reductions.push_back(read_reduction(entry, diagnostics));
  return reductions;
}

std::vector<Sink> read_sinks(const Node& node, std::string_view what,
                             Diagnostics& diagnostics) {
  std::vector<Sink> sinks;
  const std::string name(what);
  if (node.is_list() && node.items.empty())
    diagnostics.error(node.mark, name + ": the list is empty");
  if (!node.is_list()) sinks.push_back(read_sink(node, name, diagnostics));
  for (const auto& item : node.items) sinks.push_back(read_sink(item, name, diagnostics));
  return sinks;
}

}  // namespace dp::pipeline
