// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "input/changes.hpp"
#include "planner/compiler.hpp"
#include "planner/tables.hpp"
#include "protocol/ask.hpp"

namespace dp::planner {

namespace {

using pipeline::Change;
using pipeline::Join;

constexpr const char* kTypeHint =
    "cast one of them before, or name the type as the table is read: with: {files: ..., with: "
    "{types: {...}}}";

std::string no_column(const pipeline::Text& name, const Schema& columns, const char* whose) {
  std::vector<std::string> names;
  for (const auto& field : columns) names.push_back(field.name);
  return std::string("join: the ") + whose + " no column '" + name.text + "'" +
         did_you_mean(name.text, names);
}

protocol::TableRequest request_of(const Join& join) {
  protocol::TableRequest request;
  for (const auto& key : join.keys) request.keys.push_back(key.name.text);
  if (join.kind == Join::Kind::anti) request.taken.emplace();
  if (join.take && !request.taken) {
    request.taken.emplace();
    for (const auto& taken : *join.take) request.taken->push_back(taken.column.text);
  }
  // Of what only has to be there, or not, any number may be.
  const bool adds_nothing = request.taken && request.taken->empty();
  request.unique = join.several == Join::Several::error && !adds_nothing;
  return request;
}

/// Have the reader be opened as it was for the first columns.
void open_as(protocol::TableRequest& request, std::uint32_t cut, FirstColumns first) {
  request.intake = cut == DP_CUT_LINES     ? protocol::Intake::lines
                   : cut == DP_CUT_RECORDS ? protocol::Intake::records
                                           : protocol::Intake::whole;
  request.context.sample = std::move(first.sample);
  request.context.sample_cut = first.sample_cut;
}

/// Text of which the reader may have seen values is text.
void forget_guesses(protocol::TableReply& table) {
  for (auto& field : table.columns) field.guessed = false;
  for (auto& field : table.kept) field.guessed = false;
}

/// The columns of the table that the records get, under their new names.
std::vector<std::pair<std::string, std::string>> names_of(const Join& join,
                                                          const Schema& kept) {
  std::vector<std::pair<std::string, std::string>> names;
  if (join.take) {
    for (const auto& taken : *join.take) names.emplace_back(taken.column.text, taken.name.text);
  } else if (join.kind != Join::Kind::anti) {
    for (auto at = join.keys.size(); at < kept.size(); ++at)
      names.emplace_back(kept[at].name, kept[at].name);
  }
  return names;
}

/// What a join makes of records with the columns `have`.
class JoinStage {
 public:
  JoinStage(const Join& join, const protocol::TableReply& table, const Schema& have,
            pipeline::Diagnostics& diagnostics)
      : join_(&join), table_(&table), have_(&have), diagnostics_(&diagnostics) {}

  std::optional<protocol::Stage> make() {
    const auto before = diagnostics_->errors();
    stage_.kind = protocol::Stage::Kind::join;
    stage_.join.kind = static_cast<protocol::Join::Kind>(join_->kind);
    stage_.join.several = join_->several == Join::Several::all;
    stage_.join.table = table_->table;
    stage_.output = *have_;
    for (const auto& key : join_->keys) add_key(key);
    for (const auto& [column, name] : names_of(*join_, table_->kept)) take(column, name);
    if (diagnostics_->errors() != before) return std::nullopt;
    return std::move(stage_);
  }

 private:
  void add_key(const Change& key) {
    const auto mine = find_column(*have_, key.column.text);
    const auto other = find_column(table_->columns, key.name.text);
    if (!mine)
      diagnostics_->error(key.column.mark, no_column(key.column, *have_, "records have"));
    if (!mine || !other) return;
    const auto type = (*have_)[*mine].type;
    const auto other_type = table_->columns[*other].type;
    if (type != other_type && !(is_number(type) && is_number(other_type)))
      diagnostics_->error(key.column.mark,
                          "join.on: '" + key.column.text + "' of the records is " +
                              std::string(type_name(type)) + ", '" + key.name.text +
                              "' of the table is " + std::string(type_name(other_type)) +
                              ": expected the same type",
                          kTypeHint);
    stage_.join.keys.push_back(static_cast<std::uint32_t>(*mine));
  }

  void take(const std::string& column, const std::string& name) {
    const auto place = find_column(table_->kept, column);
    if (!place) return;
    if (find_column(stage_.output, name)) {
      diagnostics_->error(
          mark_of(name), "join: the records have a column '" + name + "' already",
          join_->take
              ? "give it another name: take: {other: " + column + "}"
              : "say what to take, and under which name: take: {other: " + column + "}");
      return;
    }
    auto field = table_->kept[*place];
    field.name = name;
    field.guessed = is_unseen(field);
    field.nullable = field.nullable || join_->kind == Join::Kind::left;
    stage_.join.taken.push_back(static_cast<std::uint32_t>(*place));
    stage_.output.push_back(std::move(field));
  }

  /// Where the new name stands, or the table's.
  [[nodiscard]] pipeline::Mark mark_of(const std::string& name) const {
    if (join_->take)
      for (const auto& taken : *join_->take)
        if (taken.name.text == name) return taken.name.mark;
    return join_->files.front().mark;
  }

  const Join* join_;
  const protocol::TableReply* table_;
  const Schema* have_;
  pipeline::Diagnostics* diagnostics_;
  protocol::Stage stage_;
};

}  // namespace

Status Compiler::add_join(const pipeline::Step& step) {
  const auto& join = step.join;
  const bool was_broken = broken_;
  broken_ = true;
  if (!step.whole || join.files.empty()) return {};
  DP_TRY(const auto table, read_table(join));
  if (!table || was_broken) return {};
  want_for(join, *table);
  const auto have = columns();
  auto stage = JoinStage(join, *table, have, *diagnostics_).make();
  if (!stage) return {};
  broken_ = false;
  add_stage(std::move(*stage));
  taken_.emplace_back();
  for (const auto& [column, name] : names_of(join, table->kept))
    taken_.back().push_back(column);
  return {};
}

Result<std::optional<protocol::TableReply>> Compiler::read_table(const Join& join) {
  const auto before = diagnostics_->errors();
  DP_TRY(const auto items, table_items(join, *diagnostics_));
  if (diagnostics_->errors() != before) return std::nullopt;
  const auto use = table_reader(join);
  const auto& file = join.files.front();
  if (use.task.empty()) {
    diagnostics_->error(file.mark,
                        "join.with: the extension of '" + file.text + "' names no reader",
                        "say which: with: {files: " + file.text + ", use: csv}");
    return std::nullopt;
  }
  DP_TRY(auto checked, check_use(DP_READER, use));
  if (!checked || diagnostics_->errors() != before) return std::nullopt;
  assume_in_table(*assumed_, joins_in(plan_) + 1, checked->use.options);
  protocol::OpenRequest open{DP_READER, checked->use, false, {}, {}, {}};
  DP_TRY(auto first, first_columns(*pool_, items, open));
  auto reply = opened(*checked, use, std::move(first.opened));
  if (reply && reply->output.empty())
    diagnostics_->error(file.mark,
                        "join.with: the table has no columns" +
                            (first.damage.empty() ? "" : ": " + printable(first.damage)));
  if (!reply || reply->output.empty()) return std::nullopt;
  auto request = request_of(join);
  request.reader = checked->use;
  request.knowledge = checked->task->knowledge;
  open_as(request, reply->cut, std::move(first));
  for (std::size_t i = 0; i < items.list.size(); ++i)
    request.files.push_back(slice_of(items.list[i], i));
  DP_TRY(auto table, tables_->read(*pool_, items, request));
  if (!table)
    diagnostics_->error(
        file.mark, "join.with: the table cannot be read: " + printable(table.error().message));
  else
    DP_CHECK(report_table(join, items, *table));
  if (diagnostics_->errors() != before) return std::nullopt;
  if (!reads_text(checked->use.task)) forget_guesses(*table);
  return std::move(*table);
}

/// Report what keeps a table from being joined with.
Status Compiler::report_table(const Join& join, const input::Items& items,
                              const protocol::TableReply& table) {
  const auto mark = join.files.front().mark;
  if (const auto* changed = input::find_rewritten(items))
    diagnostics_->error(
        mark, "join.with: " + printable(changed->name) + " was written over while it was read");
  if (table.rejected != 0) {
    DP_TRY(const auto place, table_place(*pool_, items, table.rejected_at));
    diagnostics_->error(
        mark,
        "join.with: " + place + ": " + printable(table.reason) +
            (table.rejected == 1 ? ""
                                 : " (" + std::to_string(table.rejected) + " such records)"),
        "a table that lacks records would change what is made of others: mend it, or have its "
        "reader take it as it is");
    return {};
  }
  for (const auto& key : join.keys)
    if (!find_column(table.columns, key.name.text))
      diagnostics_->error(key.name.mark, no_column(key.name, table.columns, "table has"));
  if (join.take)
    for (const auto& taken : *join.take)
      if (!find_column(table.columns, taken.column.text))
        diagnostics_->error(taken.column.mark,
                            no_column(taken.column, table.columns, "table has"));
  if (table.kept.empty() || table.table.size != 0 || table.repeated == 0) return {};
  DP_TRY(const auto again, table_place(*pool_, items, table.repeated_at));
  DP_TRY(const auto before, table_place(*pool_, items, table.first_at));
  diagnostics_->error(
      mark,
      "join.with: " + again + " has the key of " + before +
          (table.repeated == 1
               ? ""
               : " (" + std::to_string(table.repeated) + " rows have one that came before)"),
      "several: first takes the first row of a key, several: all makes a record of each");
  return {};
}

}  // namespace dp::planner
