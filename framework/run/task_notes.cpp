// SPDX-License-Identifier: Apache-2.0
#include "run/task_notes.hpp"

#include "base/text.hpp"
#include "base/units.hpp"
#include "protocol/ask.hpp"
#include "run/line_numbers.hpp"

namespace dp::run {

namespace {

/// More are counted only.
constexpr std::size_t kMostTold = 10;

/// The line that a note is of; 0 if nobody can tell.
Result<std::uint64_t> line_of(const protocol::Note& note, const input::Item& item,
                              pool::Pool& pool) {
  if (item.stream != nullptr) return note.line;
  auto request = lines_of(item, 0);
  request.offsets.push_back(note.offset);
  DP_TRY(const auto lines, protocol::ask(pool, request));
  return lines && lines->size() == 1 ? lines->front() : 0;
}

Result<std::string> place_of(const protocol::Note& note, const input::Items& items,
                             bool with_lines, pool::Pool& pool) {
  if (items.range != 0) return "item " + std::to_string(note.item);
  const auto& item = items.list[note.item];
  std::uint64_t line = 0;
  if (with_lines) {
    DP_TRY(line, line_of(note, item, pool));
  }
  if (line != 0) return printable(item.name) + ":" + std::to_string(line);
  if (!with_lines && note.offset == 0) return printable(item.name);
  return printable(item.name) + ", byte " + std::to_string(note.offset);
}

}  // namespace

Result<std::vector<std::string>> task_notes(const protocol::Counts& counts,
                                            const input::Items& items, bool with_lines,
                                            pool::Pool& pool) {
  std::vector<std::string> told;
  std::size_t left_out = 0;
  for (const auto& note : counts.notes.list) {
    if (note.only_some && note.count >= counts.records) continue;
    if (told.size() == kMostTold) {
      ++left_out;
      continue;
    }
    DP_TRY(auto text, place_of(note, items, with_lines, pool));
    text += ": " + printable(note.text);
    if (note.count > 1) text += " (first of " + format_count(note.count) + ")";
    told.push_back(std::move(text));
  }
  if (left_out > 0 || counts.notes.more)
    told.push_back("and " + (counts.notes.more ? "more" : std::to_string(left_out) + " more") +
                   " such notes");
  return told;
}

}  // namespace dp::run
