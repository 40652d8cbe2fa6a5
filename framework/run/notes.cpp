// SPDX-License-Identifier: Apache-2.0
#include "run/notes.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "input/looks_like.hpp"
#include "input/source.hpp"
#include "pipeline/options.hpp"
#include "planner/sniff_encoding.hpp"

namespace dp::run {

namespace {

constexpr std::size_t kHead = 16 << 10;
constexpr std::size_t kMostFiles = 3;

std::string head_of(const input::Item& item) {
  if (item.stream != nullptr) return item.stream->bytes_at(0, kHead).value_or("");
  std::string bytes(kHead, '\0');
  const auto source = input::open_source(item.path, item.stamp, item.compression, 0);
  const auto got = source ? (*source)->read(bytes.data(), bytes.size()) : 0;
  bytes.resize(got.value_or(0));
  return bytes;
}

/// That what is read as CSV looks like CSV is no news.
bool is_known(const std::string& reader, std::string_view kind) {
  return (reader == "csv" && kind == "CSV") || (reader == "xml" && kind == "XML") ||
         (reader == "weblog" && kind == "a web server's access log");
}

std::string note_on(const input::Item& item, const std::string& reader, bool all) {
  std::string note = all ? "nothing in " : "next to nothing in ";
  note += printable(item.name) + " could be read as " + reader;
  const auto head = head_of(item);
  if (const auto wide = planner::plain_utf16(head); !wide.empty() && !item.text.decodes())
    return note + "; it looks like " + wide +
           " without a byte order mark: say so with input: {files: ..., encoding: " + wide +
           "}";
  const auto kind = input::looks_like(head);
  if (!kind.empty() && !is_known(reader, kind)) note.append("; it looks like ").append(kind);
  return note;
}

/// The conditions of the map, in the order of their stages.
std::vector<const pipeline::Formula*> conditions(const pipeline::Model& model) {
  std::vector<const pipeline::Formula*> list;
  for (const auto& step : model.map)
    if (step.where) list.push_back(&*step.where);
  return list;
}

/// The joins of the map, in the order of their stages.
std::vector<pipeline::Mark> joins(const pipeline::Model& model) {
  std::vector<pipeline::Mark> list;
  for (const auto& step : model.map)
    if (step.kind == pipeline::Step::Kind::join) list.push_back(step.mark);
  return list;
}

std::string place_of(const planner::Prepared& prepared, pipeline::Mark mark) {
  return printable(prepared.source->name()) + ":" + std::to_string(mark.line) + ":" +
         std::to_string(mark.column);
}

/// Joins that found nothing for any record.
void add_fruitless(const planner::Prepared& prepared, const protocol::Counts& counts,
                   std::vector<std::string>& notes) {
  const auto& stages = prepared.plan.stages;
  const auto marks = joins(prepared.model);
  std::size_t next = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(stages.size(), 64); ++i) {
    if (stages[i].kind != protocol::Stage::Kind::join || next == marks.size()) continue;
    const auto mark = marks[next++];
    const auto bit = std::uint64_t{1} << i;
    if ((counts.asked & bit) == 0 || (counts.kept & bit) != 0) continue;
    notes.push_back(place_of(prepared, mark) + ": 'join' found no record's key in its table");
  }
}

/// Declared columns that are read and have no value in any record.
void add_unfilled(const planner::Prepared& prepared, const protocol::Counts& counts,
                  std::vector<std::string>& notes) {
  const auto& stages = prepared.plan.stages;
  if (stages.empty() || counts.records == 0) return;
  const auto& reader = stages.front();
  const auto* columns = reader.use.options.find("columns");
  for (std::size_t i = 0; i < reader.declared.size() && columns != nullptr; ++i) {
    const auto place = reader.declared[i];
    const auto& name = reader.output[place].name;
    const auto* path = columns->find(name);
    if (reader.used[place] == 0 || counts.filled.has(i) || path == nullptr) continue;
    const auto mark = pipeline::option_mark(prepared.model.map.front().use, "columns." + name);
    notes.push_back(place_of(prepared, mark) + ": column '" + printable(name) +
                    "' has no value in any record: nothing is at '" + printable(path->text) +
                    "'");
  }
}

}  // namespace

std::vector<std::string> notes_on(const planner::Prepared& prepared,
                                  const protocol::Counts& counts, const UnreadItems& unread) {
  std::vector<std::string> notes;
  const auto& stages = prepared.plan.stages;
  const auto items = stages.empty() ? decltype(unread.list())() : unread.list();
  for (const auto& [item, all] : items) {
    if (notes.size() == kMostFiles) {
      notes.push_back("and " + std::to_string(items.size() - kMostFiles) +
                      " more files like these");
      break;
    }
    notes.push_back(note_on(prepared.items.list[item], stages.front().use.task, all));
  }
  const auto formulas = conditions(prepared.model);
  std::size_t next = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(stages.size(), 64); ++i) {
    if (stages[i].kind != protocol::Stage::Kind::where || next == formulas.size()) continue;
    const auto& formula = *formulas[next++];
    const auto bit = std::uint64_t{1} << i;
    if ((counts.asked & bit) == 0 || (counts.kept & bit) != 0) continue;
    notes.push_back(place_of(prepared, formula.node.mark) +
                    ": 'where' kept no record: " + printable(formula.node.text));
  }
  add_fruitless(prepared, counts, notes);
  add_unfilled(prepared, counts, notes);
  return notes;
}

std::optional<std::string> note_on(const Written& output) {
  constexpr std::size_t kShown = 3;
  const auto count = output.without_rows.size();
  if (count == 0) return std::nullopt;
  std::string note = printable(output.path) + ": ";
  for (std::size_t i = 0; i < std::min(count, kShown); ++i)
    note += (i == 0 ? "" : ", ") + printable(output.without_rows[i]);
  if (count > kShown) note += " and " + std::to_string(count - kShown) + " more";
  return note + (count == 1 ? " was there before, got no rows and stays as it is"
                            : " were there before, got no rows and stay as they are");
}

}  // namespace dp::run
