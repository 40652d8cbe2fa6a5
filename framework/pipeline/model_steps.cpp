// SPDX-License-Identifier: Apache-2.0
#include <dp/format.hpp>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "pipeline/fields.hpp"
#include "pipeline/model_parts.hpp"

namespace dp::pipeline {

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

namespace {

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
  const std::string what = step.kind == Step::Kind::drop ? "drop" : "select";
  const std::size_t before = diagnostics.errors();
  step.select = read_texts(node, what, diagnostics);
  step.whole = diagnostics.errors() == before && is_whole(node);
  std::set<std::string> seen;
  for (const auto& name : step.select)
    if (!seen.insert(name.text).second)
      diagnostics.error(name.mark, what + ": '" + name.text + "' is there twice");
}

/// The old name of a column, under its new one.
std::optional<Change> read_rename(const Entry& entry, Diagnostics& diagnostics) {
  if (entry.key.empty()) diagnostics.error(entry.key_mark, "rename: a name is empty");
  auto old = read_text(entry.value, "rename." + entry.key, diagnostics);
  if (!old) return std::nullopt;
  Change change;
  change.column = std::move(*old);
  change.name = {entry.key, entry.key_mark};
  return change;
}

std::optional<Change> read_cast(const Entry& entry, Diagnostics& diagnostics) {
  constexpr Type kTypes[] = {Type::string,  Type::int64, Type::float64,  Type::decimal,
                             Type::boolean, Type::date,  Type::timestamp};
  std::vector<std::string> words;
  for (const auto type : kTypes) words.emplace_back(type_name(type));
  const auto found = read_choice(entry.value, "cast." + entry.key, words, diagnostics);
  if (!found) return std::nullopt;
  Change change;
  change.column = {entry.key, entry.key_mark};
  change.type = kTypes[*found];
  return change;
}

std::optional<Change> read_fill(const Entry& entry, Diagnostics& diagnostics) {
  if (!entry.value.is_scalar()) {
    diagnostics.error(
        entry.value.mark,
        "fill." + entry.key + ": expected a value (got " + entry.value.describe() + ")",
        "to compute one, derive a column: coalesce(x, y)");
    return std::nullopt;
  }
  Change change;
  change.column = {entry.key, entry.key_mark};
  change.value = entry.value;
  return change;
}

void read_changes(const Node& node, Step& step, Diagnostics& diagnostics) {
  const bool renames = step.kind == Step::Kind::rename;
  const std::string what = renames ? "rename" : step.kind == Step::Kind::cast ? "cast" : "fill";
  const std::size_t before = diagnostics.errors();
  if (!node.is_map() || node.entries.empty())
    diagnostics.error(node.mark, what + ": expected a map of " +
                                     (renames          ? "new names to old ones"
                                      : what == "cast" ? "columns to types"
                                                       : "columns to values") +
                                     " (got " + (node.is_map() ? "none" : node.describe()) +
                                     ")");
  std::set<std::string> seen;
  for (const auto& entry : node.entries) {
    auto change = renames          ? read_rename(entry, diagnostics)
                  : what == "cast" ? read_cast(entry, diagnostics)
                                   : read_fill(entry, diagnostics);
    if (!change) continue;
    if (!seen.insert(change->column.text).second)
      diagnostics.error(change->column.mark,
                        what + ": '" + change->column.text + "' is there twice",
                        "a second column of the same values is a matter of derive");
    step.changes.push_back(std::move(*change));
  }
  step.whole = diagnostics.errors() == before && is_whole(node);
}

/// A condition like others, by another name.
void read_sample(const Node& node, Step& step, Diagnostics& diagnostics) {
  step.whole = false;
  Fields fields(node, "sample", diagnostics);
  const auto* share = fields.take("share");
  const auto* seed = fields.take("seed");
  if (!fields.finish() || (!node.is_map() && !node.is_null())) return;
  if (share == nullptr)
    return diagnostics.error(node.mark, "sample: the key 'share' is missing",
                             "write {share: 1%}, or {share: 0.01, seed: 7}");
  const auto ratio = read_ratio(*share, "sample.share", diagnostics);
  std::optional<std::uint64_t> number = 0;
  if (seed != nullptr) number = read_count(*seed, "sample.seed", 0, kNoLimit, diagnostics);
  if (!ratio || !number) return;
  Node formula;
  formula.kind = Node::Kind::scalar;
  formula.mark = node.mark;
  formula.text = "sample(";
  format::append_float(formula.text, *ratio);
  formula.text += ", " + std::to_string(*number) + ")";
  step.where = read_formula(formula, "sample", diagnostics);
  step.whole = step.where.has_value();
}

void read_split(const Node& node, Step& step, Diagnostics& diagnostics) {
  step.whole = false;
  Fields fields(node, "split", diagnostics);
  const auto* column = fields.take("column");
  const auto* by = fields.take("by");
  if (!fields.finish() || (!node.is_map() && !node.is_null())) return;
  if (column == nullptr || by == nullptr)
    return diagnostics.error(node.mark,
                             std::string("split: the key '") +
                                 (column == nullptr ? "column" : "by") + "' is missing",
                             "write {column: tags, by: \";\"}");
  auto name = read_text(*column, "split.column", diagnostics);
  auto separator = read_text(*by, "split.by", diagnostics);
  if (separator && separator->text.empty())
    return diagnostics.error(by->mark, "split.by: the text is empty");
  if (!name || !separator) return;
  step.split = {std::move(*name), std::move(separator->text)};
  step.whole = is_whole(node);
}

/// The name of a column, alone or under 'column'. It is a split at no text.
void read_explode(const Node& node, Step& step, Diagnostics& diagnostics) {
  step.whole = false;
  const Node* column = &node;
  if (!node.is_scalar()) {
    Fields fields(node, "explode", diagnostics);
    column = fields.take("column");
    if (!fields.finish() || (!node.is_map() && !node.is_null())) return;
    if (column == nullptr)
      return diagnostics.error(node.mark, "explode: the key 'column' is missing",
                               "write {column: items}");
  }
  auto name = read_text(*column, "explode", diagnostics);
  if (!name) return;
  step.split = {std::move(*name), {}};
  step.whole = is_whole(node);
}

/// What the reducer of these steps makes of it is checked with its other options.
void keep_value(const Node& node, Step& step, Diagnostics&) {
  step.all.value = node;
  step.whole = is_whole(node);
}

/// A kind of step that its key says all of.
struct PlainKind {
  std::string_view key;
  Step::Kind kind;
  void (*read)(const Node& node, Step& step, Diagnostics& diagnostics);
};

constexpr PlainKind kPlainKinds[] = {
    {"derive", Step::Kind::derive, read_derive},
    {"select", Step::Kind::select, read_select},
    {"rename", Step::Kind::rename, read_changes},
    {"drop", Step::Kind::drop, read_select},
    {"cast", Step::Kind::cast, read_changes},
    {"fill", Step::Kind::fill, read_changes},
    {"split", Step::Kind::split, read_split},
    {"explode", Step::Kind::split, read_explode},
    {"flatten", Step::Kind::flatten, read_flatten},
    {"sample", Step::Kind::where, read_sample},
    {"join", Step::Kind::join, read_join},
    {"unpivot", Step::Kind::unpivot, read_unpivot},
    {"distinct", Step::Kind::whole, keep_value},
    {"sort", Step::Kind::whole, keep_value},
    {"head", Step::Kind::whole, keep_value},
    {"tail", Step::Kind::whole, keep_value},
    {"pivot", Step::Kind::whole, keep_value},
};

/// "one of use, where, ... and fill".
std::string one_of_the_kinds() {
  std::string text = "one of use, where";
  for (const auto& plain : kPlainKinds)
    text += (&plain == std::end(kPlainKinds) - 1 ? " and " : ", ") + std::string(plain.key);
  return text;
}

/// Say that a step has keys of two kinds. `first` is the one that counts.
void refuse_second_kind(const Node& node, std::string_view first, Diagnostics& diagnostics) {
  for (const auto& plain : kPlainKinds)
    for (const auto& entry : node.entries)
      if (entry.key == plain.key && plain.key != first)
        diagnostics.error(entry.key_mark,
                          "a step has " + one_of_the_kinds() + " (this one has '" +
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
  const PlainKind* plain = nullptr;
  for (const auto& kind : kPlainKinds)
    if (fields.take(kind.key) != nullptr && plain == nullptr) plain = &kind;
  const bool has_kind = use != nullptr || where != nullptr || plain != nullptr;
  step.whole = has_kind;
  if (where != nullptr) step.where = read_formula(*where, "where", diagnostics);
  std::string_view kind;
  if (use != nullptr) {
    kind = "use";
    read_use_step(*use, fields, step, diagnostics);
  } else if (where != nullptr) {
    kind = "where";
    step.kind = Step::Kind::where;
  } else if (plain != nullptr) {
    kind = plain->key;
    step.kind = plain->kind;
    plain->read(*node.find(kind), step, diagnostics);
    step.all.option = kind;
  }
  refuse_second_kind(node, kind, diagnostics);
  if (!has_kind)
    for (const char* key : {"with", "timeout"}) (void)fields.take(key);
  const bool all_known = fields.finish(use != nullptr ? kOptionsHint : "");
  // `with`, written wrong, holds the options that seem to be missing.
  if (!all_known && node.find("with") == nullptr) step.use.whole = false;
  if (node.is_null())
    diagnostics.error(node.mark, "this step is empty");
  else if (!has_kind && all_known && node.is_map())
    diagnostics.error(node.mark, "a step needs " + one_of_the_kinds());
  return step;
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

}  // namespace dp::pipeline
