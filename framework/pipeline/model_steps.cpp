// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "pipeline/fields.hpp"
#include "pipeline/model_parts.hpp"

namespace dp::pipeline {

namespace {

constexpr std::string_view kOptionsHint = "a task's own options go under 'with'";

void read_with(const Node* node, Use& use, const std::string& what, Diagnostics& diagnostics) {
  if (node == nullptr) return;
  use.whole = is_whole(*node);
  if (node->is_map() || node->is_null()) {
    use.with = *node;
  } else {
    use.whole = false;
    diagnostics.error(node->mark,
                      what + ": expected a map of options (got " + node->describe() + ")");
  }
}

void read_task(const Node& node, Use& use, const std::string& what, Diagnostics& diagnostics) {
  auto name = read_text(node, what, diagnostics);
  use.task.clear();
  if (!name) return;
  if (name->text.empty()) diagnostics.error(node.mark, what + ": the name is empty");
  use.task = std::move(name->text);
  use.mark = name->mark;
}

void read_derive(const Node& node, Step& step, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.errors();
  if (!node.is_map() || node.entries.empty())
    diagnostics.error(node.mark, "derive: expected a map of names to expressions (got " +
                                     (node.is_map() ? "none" : node.describe()) + ")");
  for (const auto& entry : node.entries) {
    if (entry.key.empty()) diagnostics.error(entry.key_mark, "derive: a name is empty");
    auto formula = read_formula(entry.value, "derive." + entry.key, diagnostics);
    if (formula) step.derive.push_back({{entry.key, entry.key_mark}, std::move(*formula)});
  }
  step.whole = diagnostics.errors() == before && is_whole(node);
}

void read_select(const Node& node, Step& step, Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.errors();
  step.select = read_texts(node, "select", diagnostics);
  step.whole = diagnostics.errors() == before && is_whole(node);
  std::set<std::string> seen;
  for (const auto& name : step.select)
    if (!seen.insert(name.text).second)
      diagnostics.error(name.mark, "select: '" + name.text + "' is there twice");
}

/// Say that a step has keys of two kinds. `first` is the one that counts.
void refuse_second_kind(const Node& node, std::string_view first, Diagnostics& diagnostics) {
  for (const std::string_view key : {"derive", "select"})
    for (const auto& entry : node.entries)
      if (entry.key == key && key != first)
        diagnostics.error(entry.key_mark,
                          "a step has one of use, where, derive and select (this one has '" +
                              std::string(first) + "' too)",
                          "begin another step with '- '");
}

void read_use_step(const Node& use, Fields& fields, Step& step, Diagnostics& diagnostics) {
  step.kind = Step::Kind::use;
  read_task(use, step.use, "use", diagnostics);
  read_with(fields.take("with"), step.use, "with", diagnostics);
  if (const auto* timeout = fields.take("timeout")) {
    step.timeout = read_duration(*timeout, "timeout", diagnostics);
    if (step.timeout && step.timeout->count() == 0)
      diagnostics.error(timeout->mark, "timeout: expected more than 0");
  }
}

Step read_step(const Node& node, Diagnostics& diagnostics) {
  Step step;
  step.mark = node.mark;
  Fields fields(node, "a step", diagnostics);
  const auto* use = fields.take("use");
  const auto* where = fields.take("where");
  const auto* derive = fields.take("derive");
  const auto* select = fields.take("select");
  const bool has_kind =
      use != nullptr || where != nullptr || derive != nullptr || select != nullptr;
  step.whole = has_kind;
  if (where != nullptr) step.where = read_formula(*where, "where", diagnostics);
  if (use != nullptr) {
    read_use_step(*use, fields, step, diagnostics);
  } else if (where != nullptr) {
    step.kind = Step::Kind::where;
  } else if (derive != nullptr) {
    step.kind = Step::Kind::derive;
    read_derive(*derive, step, diagnostics);
  } else if (select != nullptr) {
    step.kind = Step::Kind::select;
    read_select(*select, step, diagnostics);
  }
  refuse_second_kind(node,
                     use != nullptr      ? "use"
                     : where != nullptr  ? "where"
                     : derive != nullptr ? "derive"
                                         : "select",
                     diagnostics);
  if (!has_kind)
    for (const char* key : {"with", "timeout"}) (void)fields.take(key);
  const bool all_known = fields.finish(use != nullptr ? kOptionsHint : "");
  // `with`, written wrong, holds the options that seem to be missing.
  if (!all_known && node.find("with") == nullptr) step.use.whole = false;
  if (node.is_null())
    diagnostics.error(node.mark, "this step is empty");
  else if (!has_kind && all_known && node.is_map())
    diagnostics.error(node.mark, "a step needs one of use, where, derive and select");
  return step;
}

/// Take `path` out of a writer's options: it is dp's own.
void take_path(Sink& sink, const std::string& what, Diagnostics& diagnostics) {
  auto& entries = sink.use.with.entries;
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [](const Entry& entry) { return entry.key == "path"; });
  if (found != entries.end()) {
    if (auto path = read_text(found->value, what + ".with.path", diagnostics)) {
      check_path(*path, what + ".with.path", diagnostics);
      sink.path = std::move(*path);
    }
    entries.erase(found);
    return;
  }
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
    sink.path = {node.text, node.mark};
    check_path(sink.path, what, diagnostics);
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

std::vector<Step> read_map(const Node& node, Diagnostics& diagnostics) {
  std::vector<Step> steps;
  if (!node.is_list() || node.items.empty()) {
    diagnostics.error(node.mark,
                      "map: expected a list of steps (got " +
                          (node.is_list() ? "none" : node.describe()) + ")",
                      "begin each step with '- '");
    return steps;
  }
  for (const auto& item : node.items) steps.push_back(read_step(item, diagnostics));
  return steps;
}

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
