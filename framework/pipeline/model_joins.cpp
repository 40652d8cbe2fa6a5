// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <utility>

#include "pipeline/fields.hpp"
#include "pipeline/model_parts.hpp"

namespace dp::pipeline {

namespace {

constexpr std::string_view kTableHint =
    "write {files: countries.txt, use: csv, with: {delimiter: tab}}";

/// Where the table is, and how it is read.
void read_table(const Node& node, Join& join, Diagnostics& diagnostics) {
  const Node* files = &node;
  join.use.mark = node.mark;
  if (node.is_map()) {
    Fields fields(node, "join.with", diagnostics);
    files = fields.take("files");
    if (const auto* use = fields.take("use"))
      read_task(*use, join.use, "join.with.use", diagnostics);
    read_with(fields.take("with"), join.use, "join.with.with", diagnostics);
    if (!fields.finish("the reader's own options go under 'with', within 'with'")) return;
    if (files == nullptr)
      return diagnostics.error(node.mark, "join.with: the key 'files' is missing",
                               std::string(kTableHint));
  }
  join.files = read_texts(*files, "join.with", diagnostics);
  for (const auto& file : join.files) {
    check_path(file, "join.with", diagnostics);
    if (file.text == "-") {
      diagnostics.error(file.mark, "join.with: a table is read from files, not from a stream");
      return join.files.clear();
    }
  }
}

/// One name for both, or a map of names.
std::vector<Change> read_pairs(const Node& node, const std::string& what, bool turned,
                               Diagnostics& diagnostics) {
  std::vector<Change> pairs;
  if (!node.is_map()) {
    for (auto& name : read_texts(node, what, diagnostics)) {
      Change pair;
      pair.column = pair.name = std::move(name);
      pairs.push_back(std::move(pair));
    }
    return pairs;
  }
  for (const auto& entry : node.entries) {
    auto name = read_text(entry.value, what + "." + entry.key, diagnostics);
    if (entry.key.empty()) diagnostics.error(entry.key_mark, what + ": a name is empty");
    if (!name) continue;
    Change pair;
    pair.column = {entry.key, entry.key_mark};
    pair.name = std::move(*name);
    if (turned) std::swap(pair.column, pair.name);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

void refuse_twice(const std::vector<Change>& pairs, Text Change::*part, const std::string& what,
                  Diagnostics& diagnostics) {
  std::set<std::string> seen;
  for (const auto& pair : pairs)
    if (!seen.insert((pair.*part).text).second)
      diagnostics.error((pair.*part).mark,
                        what + ": '" + (pair.*part).text + "' is there twice");
}

void read_choices(Fields& fields, Join& join, Diagnostics& diagnostics) {
  if (const auto* kind = fields.take("kind"))
    if (const auto choice =
            read_choice(*kind, "join.kind", {"left", "inner", "anti"}, diagnostics))
      join.kind = static_cast<Join::Kind>(*choice);
  if (const auto* several = fields.take("several"))
    if (const auto choice =
            read_choice(*several, "join.several", {"error", "first", "all"}, diagnostics))
      join.several = static_cast<Join::Several>(*choice);
}

void read_take(const Node& node, Join& join, Diagnostics& diagnostics) {
  // As in rename, the new name comes first.
  join.take = node.is_list() && node.items.empty()
                  ? std::vector<Change>()
                  : read_pairs(node, "join.take", true, diagnostics);
  refuse_twice(*join.take, &Change::name, "join.take", diagnostics);
  if (join.kind == Join::Kind::anti && !join.take->empty())
    diagnostics.error(node.mark,
                      "join.take: kind: anti leaves the records that the table has no row for: "
                      "there is nothing to take");
}

}  // namespace

void read_join(const Node& node, Step& step, Diagnostics& diagnostics) {
  const auto before = diagnostics.errors();
  auto& join = step.join;
  Fields fields(node, "join", diagnostics);
  const auto* table = fields.take("with");
  const auto* on = fields.take("on");
  const auto* take = fields.take("take");
  read_choices(fields, join, diagnostics);
  fields.finish();
  for (const auto& [key, value] : {std::pair("with", table), std::pair("on", on)})
    if (value == nullptr && (node.is_map() || node.is_null()))
      diagnostics.error(node.mark, std::string("join: the key '") + key + "' is missing",
                        "write {with: countries.csv, on: country}");
  if (table != nullptr) read_table(*table, join, diagnostics);
  if (on != nullptr) {
    join.keys = read_pairs(*on, "join.on", false, diagnostics);
    if (join.keys.empty() && diagnostics.errors() == before)
      diagnostics.error(on->mark, "join.on: expected the columns of the key (got none)");
    refuse_twice(join.keys, &Change::column, "join.on", diagnostics);
    refuse_twice(join.keys, &Change::name, "join.on", diagnostics);
  }
  if (take != nullptr) read_take(*take, join, diagnostics);
  step.whole = diagnostics.errors() == before && is_whole(node);
}

void read_unpivot(const Node& node, Step& step, Diagnostics& diagnostics) {
  const auto before = diagnostics.errors();
  auto& unpivot = step.unpivot;
  unpivot.name = {"name", node.mark};
  unpivot.value = {"value", node.mark};
  Fields fields(node, "unpivot", diagnostics);
  const auto* columns = fields.take("columns");
  for (auto [key, text] :
       {std::pair("name", &unpivot.name), std::pair("value", &unpivot.value)})
    if (const auto* given = fields.take(key))
      if (auto read = read_text(*given, std::string("unpivot.") + key, diagnostics)) {
        if (read->text.empty())
          diagnostics.error(given->mark, std::string("unpivot.") + key + ": the name is empty");
        *text = std::move(*read);
      }
  fields.finish();
  if (columns != nullptr) {
    unpivot.columns = read_texts(*columns, "unpivot.columns", diagnostics);
    std::set<std::string> seen;
    for (const auto& column : unpivot.columns)
      if (!seen.insert(column.text).second)
        diagnostics.error(column.mark, "unpivot.columns: '" + column.text + "' is there twice");
    if (unpivot.columns.empty() && diagnostics.errors() == before)
      diagnostics.error(columns->mark, "unpivot.columns: expected columns (got none)");
  } else if (node.is_map() || node.is_null()) {
    diagnostics.error(node.mark, "unpivot: the key 'columns' is missing",
                      "write {columns: [q1, q2], name: quarter, value: sales}");
  }
  step.whole = diagnostics.errors() == before && is_whole(node);
}

namespace {

constexpr std::string_view kFlattenHint =
    "write {column: address, members: [city, geo.lat]}, or members: {city: string}";

/// A list of paths, or a map of paths to types.
std::vector<Change> read_members(const Node& node, Diagnostics& diagnostics) {
  std::vector<Change> members;
  if (!node.is_map()) {
    for (auto& path : read_texts(node, "flatten.members", diagnostics)) {
      auto& member = members.emplace_back();
      member.column = std::move(path);
      member.type = Type::json;
    }
  }
  std::vector<std::string> words;
  for (const auto type : kAllTypes) words.emplace_back(type_name(type));
  for (const auto& entry : node.entries) {
    const auto found =
        read_choice(entry.value, "flatten.members." + entry.key, words, diagnostics);
    if (!found) continue;
    auto& member = members.emplace_back();
    member.column = {entry.key, entry.key_mark};
    member.type = kAllTypes[*found];
  }
  refuse_twice(members, &Change::column, "flatten.members", diagnostics);
  return members;
}

}  // namespace

void read_flatten(const Node& node, Step& step, Diagnostics& diagnostics) {
  const auto before = diagnostics.errors();
  auto& flatten = step.flatten;
  Fields fields(node, "flatten", diagnostics);
  const auto* column = fields.take("column");
  const auto* members = fields.take("members");
  const auto* separator = fields.take("separator");
  const auto* rest = fields.take("rest");
  fields.finish();
  if (column != nullptr)
    if (auto name = read_text(*column, "flatten.column", diagnostics))
      flatten.column = std::move(*name);
  if (members != nullptr) flatten.members = read_members(*members, diagnostics);
  if (separator != nullptr)
    if (auto text = read_text(*separator, "flatten.separator", diagnostics))
      flatten.separator = std::move(text->text);
  if (rest != nullptr) flatten.rest = read_text(*rest, "flatten.rest", diagnostics);
  if (flatten.rest && flatten.rest->text.empty())
    diagnostics.error(rest->mark, "flatten.rest: the name is empty");
  if (members != nullptr && flatten.members.empty() && diagnostics.errors() == before)
    diagnostics.error(members->mark, "flatten.members: expected paths (got none)");
  if ((column == nullptr || members == nullptr) && (node.is_map() || node.is_null()))
    diagnostics.error(node.mark,
                      std::string("flatten: the key '") +
                          (column == nullptr ? "column" : "members") + "' is missing",
                      std::string(kFlattenHint));
  step.whole = diagnostics.errors() == before && is_whole(node);
}

}  // namespace dp::pipeline
