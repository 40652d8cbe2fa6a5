// SPDX-License-Identifier: Apache-2.0
#include "pipeline/diagnostic.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "base/units.hpp"
#include "pipeline/bound_values.hpp"
#include "pipeline/scalar_places.hpp"
#include "pipeline/yaml.hpp"

namespace dp::pipeline {

namespace {

constexpr std::size_t kWindow = 120;  // columns of a source line that are shown
constexpr std::size_t kBefore = 50;   // of these, before the mark

constexpr const char* kValueHint =
    "a variable's value is never read as a part of the expression: ${v} is a number, true, "
    "false "
    "or text, '${v}' text, `${v}` the name of a column";

/// One character of a source line as it is shown.
struct Cell {
  std::size_t offset;
  std::string shown;
  std::size_t width;
};

std::uint32_t first_two_bytes(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  return character.size() < 2 ? byte(0) : static_cast<std::uint32_t>(byte(0) << 8 | byte(1));
}

/// Columns that a terminal gives a character: enough of the East Asian and emoji blocks, and of
/// combining marks, to keep the caret in place. Compares UTF-8 bytes, which order as code
/// points.
std::size_t width_of(std::string_view character) {
  if (character.size() < 2) return 1;
  const std::uint32_t lead = first_two_bytes(character);
  if (character.size() == 2) return lead >= 0xcc80 && lead < 0xcdb0 ? 0 : 1;
  if (character.size() == 4) return lead >= 0xf09f ? 2 : 1;
  if (character == "\xE2\x80\x8B" || character == "\xE2\x80\x8D") return 0;
  if (character >= "\xEF\xB8\x80" && character <= "\xEF\xB8\x8F") return 0;
  const bool wide = (lead >= 0xe184 && lead < 0xe186) || (lead >= 0xe2ba && lead < 0xea93) ||
                    (lead >= 0xeab0 && lead < 0xed9f) || (lead >= 0xefa4 && lead < 0xefac) ||
                    (lead >= 0xefbc && lead < 0xefbe);
  return wide ? 2 : 1;
}

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t at = 0; at < line.size();) {
    const auto rest = line.substr(at);
    const std::size_t size = std::max<std::size_t>(1, utf8_size(rest));
    const auto character = rest.substr(0, size);
    std::string shown = character == "\t" ? "    " : printable(character);
    const std::size_t width = shown == character ? width_of(character) : shown.size();
    cells.push_back({at, std::move(shown), width});
    at += size;
  }
  return cells;
}

/// The first cell at or after byte `offset` of the line.
std::size_t cell_at(const std::vector<Cell>& cells, std::size_t offset) {
  const auto found =
      std::lower_bound(cells.begin(), cells.end(), offset,
                       [](const Cell& cell, std::size_t value) { return cell.offset < value; });
  return static_cast<std::size_t>(found - cells.begin());
}

struct Excerpt {
  std::string line;
  std::string underline;
};

/// The cell at which to begin, so that the one at `begin` is seen with some text before it.
std::size_t first_shown(const std::vector<Cell>& cells, std::size_t begin) {
  std::size_t total = 0;
  for (const auto& cell : cells) total += cell.width;
  if (total <= kWindow) return 0;
  std::size_t first = std::min(begin, cells.size());
  std::size_t back = 0;
  while (first > 0 && back + cells[first - 1].width <= kBefore) back += cells[--first].width;
  return first;
}

/// The part of a line around cells [begin, end), and the underline below it. `cut`: the line
/// has more text before the first cell.
Excerpt excerpt(const std::vector<Cell>& cells, std::size_t begin, std::size_t end, bool cut) {
  std::size_t i = first_shown(cells, begin);
  Excerpt out;
  if (cut || i != 0) out = {"...", "   "};
  for (std::size_t used = 0; i < cells.size() && used < kWindow; used += cells[i++].width) {
    out.line += cells[i].shown;
    if (i < end) out.underline.append(cells[i].width, i < begin ? ' ' : '~');
  }
  if (i < cells.size()) out.line += "...";
  if (begin >= cells.size()) out.underline += '~';
  const auto caret = out.underline.find('~');
  if (caret != std::string::npos) out.underline[caret] = '^';
  return out;
}

/// `line` with its marked part, cut down where it is very long.
Excerpt excerpt(std::string_view line, const Mark& mark) {
  constexpr std::size_t kReach = 4 * kWindow;
  const std::size_t begin = std::min<std::size_t>(mark.column - 1, line.size());
  std::size_t from = begin > kReach ? begin - kReach : 0;
  while (from < begin && (line[from] & 0xc0) == 0x80) ++from;
  const auto cells = cells_of(line.substr(from, 2 * kReach));
  const std::size_t first = cell_at(cells, begin - from);
  const std::size_t last = cell_at(cells, begin - from + mark.length);
  return excerpt(cells, first, std::max(last, first + 1), from != 0);
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(std::max<std::size_t>(1, utf8_size(text)));
  return count;
}

auto order_of(const Diagnostic& diagnostic) {
  return std::tuple(diagnostic.mark.line, diagnostic.mark.column);
}

}  // namespace

void Diagnostics::error(Mark mark, std::string message, std::string hint) {
  add({Severity::error, source_->name(), mark, std::move(message), std::move(hint)});
}

void Diagnostics::warning(Mark mark, std::string message, std::string hint) {
  add({Severity::warning, source_->name(), mark, std::move(message), std::move(hint)});
}

void Diagnostics::error_within(const Node& scalar, std::size_t offset, std::size_t length,
                               std::string message, std::string hint) {
  if (scalar.failed) return;
  if (is_in_value(scalar, offset, length)) hint = kValueHint;
  if (hint.empty() && is_cut_by_comment(*source_, scalar))
    hint = "in YAML ' #' begins a comment: put the whole value in quotes";
  error(place_within(*source_, scalar, offset, length), std::move(message), std::move(hint));
}

void Diagnostics::error_outside(std::string where, std::string message, std::string hint) {
  add({Severity::error, std::move(where), Mark{}, std::move(message), std::move(hint)});
}

bool Diagnostics::is_distrusted(Mark mark) const {
  return std::any_of(distrusted_.begin(), distrusted_.end(), [&](const Mark& other) {
    return mark.line == other.line && mark.column >= other.column &&
           mark.column < other.column + other.length;
  });
}

void Diagnostics::add(Diagnostic diagnostic) {
  if (diagnostic.file == source_->name() && is_distrusted(diagnostic.mark)) return;
  for (const auto& other : list_)
    if (other.file == diagnostic.file && order_of(other) == order_of(diagnostic) &&
        other.message == diagnostic.message)
      return;
  (diagnostic.severity == Severity::error ? errors_ : warnings_) += 1;
  const auto place = std::upper_bound(
      list_.begin(), list_.end(), diagnostic,
      [](const Diagnostic& a, const Diagnostic& b) { return order_of(a) < order_of(b); });
  list_.insert(place, std::move(diagnostic));
  if (list_.size() > kShown) list_.pop_back();
}

std::vector<StyledText> Diagnostics::styled() const {
  std::vector<StyledText> parts;
  for (const auto& diagnostic : list_)
    for (auto& part : pipeline::styled(diagnostic, *source_)) parts.push_back(std::move(part));
  const std::size_t more = errors_ + warnings_ - list_.size();
  if (more != 0)
    parts.push_back({StyledText::Style::plain,
                     printable(source_->name()) + ": and " + format_count(more) + " more\n"});
  return parts;
}

std::string Diagnostics::render() const {
  std::string out;
  for (const auto& part : styled()) out += part.text;
  return out;
}

std::vector<StyledText> styled(const Diagnostic& diagnostic, const FileText& source) {
  using Style = StyledText::Style;
  const bool is_error = diagnostic.severity == Severity::error;
  const auto colour = is_error ? Style::error : Style::warning;
  const Mark& mark = diagnostic.mark;
  const auto text = source.line(mark.line);
  std::string place = printable(diagnostic.file);
  if (mark.line != 0)
    place += ":" + std::to_string(mark.line) + ":" +
             std::to_string(count_characters(text.substr(0, mark.column - 1)) + 1);
  std::vector<StyledText> parts;
  const auto add = [&](Style style, std::string part) {
    parts.push_back({style, std::move(part)});
  };
  add(Style::bold, place + ":");
  add(Style::plain, " ");
  add(colour, is_error ? "error:" : "warning:");
  add(Style::plain, " ");
  add(Style::bold, printable(diagnostic.message));
  add(Style::plain, "\n");
  const std::string number = mark.line == 0 ? "" : std::to_string(mark.line);
  const std::string gutter(std::max<std::size_t>(5, number.size()), ' ');
  if (mark.line != 0) {
    auto [line, underline] = excerpt(text, mark);
    add(Style::plain, gutter.substr(number.size()) + number + " | " + line + "\n");
    add(Style::plain, gutter + " | ");
    add(colour, std::move(underline));
    add(Style::plain, "\n");
  }
  if (diagnostic.hint.empty()) return parts;
  add(Style::plain, gutter + " = ");
  add(Style::hint, printable(diagnostic.hint));
  add(Style::plain, "\n");
  return parts;
}

}  // namespace dp::pipeline
