// SPDX-License-Identifier: Apache-2.0
#include "pipeline/scalar_places.hpp"

#include <algorithm>

namespace dp::pipeline {

namespace {

/// Where a quoted scalar that begins at `at` ends (after its quote), or npos.
std::size_t end_of_quoted(std::string_view raw, std::size_t at) {
  const char quote = raw[at];
  for (std::size_t i = at + 1; i < raw.size(); ++i) {
    if (quote == '"' && raw[i] == '\\') {
      ++i;
    } else if (raw[i] == quote) {
      if (quote == '"' || i + 1 >= raw.size() || raw[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::size_t offset_of(const FileText& source, const Mark& mark) noexcept {
  return std::min(source.offset(mark.line) + mark.column - 1, source.text().size());
}

Mark place_of_nothing(const FileText& source, const Mark& mark) {
  const auto raw = source.text();
  const std::size_t at = offset_of(source, mark);
  const std::size_t last = raw.substr(0, at).find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos || std::string_view("-:,[{").find(raw[last]) == raw.npos)
    return mark;
  const bool same_line = raw.substr(last, at - last).find('\n') == raw.npos;
  const bool written =
      same_line && at < raw.size() && std::string_view("~nN").find(raw[at]) != raw.npos;
  return written ? mark : source.mark(last);
}

std::optional<Mark> place_of_scalar(const FileText& source, Node& scalar) {
  const auto raw = source.text();
  std::size_t at = offset_of(source, scalar.mark);
  if (at < raw.size() && raw[at] == '&') {
    at = std::min(raw.find_first_of(" \t\r\n", at), raw.size());
    at = std::min(raw.find_first_not_of(" \t\r\n", at), raw.size());
    if (at < raw.size()) scalar.mark = source.mark(at);
  }
  std::size_t end = std::min(raw.find('\n', at), raw.size());
  if (at < raw.size() && (raw[at] == '"' || raw[at] == '\'') && scalar.quoted) {
    const std::size_t quote = end_of_quoted(raw, at);
    if (quote == std::string_view::npos) return std::nullopt;
    end = std::min(quote, end);
  } else if (raw.substr(at).starts_with(scalar.text)) {
    end = std::min(at + scalar.text.size(), end);
  }
  Mark place = scalar.mark;
  place.length = static_cast<std::uint32_t>(std::max(end, at + 1) - at);
  return place;
}

std::size_t quote_that_value_passes(const FileText& source, const Mark& mark,
                                    bool in_brackets) {
  const std::size_t line = source.offset(mark.line);
  const auto text = source.line(mark.line);
  const std::string_view before = in_brackets ? ":-,[{" : ":-";
  char last = '-';  // what a value that begins the line follows
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ' ') continue;
    const bool begins =
        (text[at] == '\'' || text[at] == '"') && before.find(last) != before.npos;
    last = text[at];
    if (!begins) continue;
    const std::size_t end = end_of_quoted(text, at);
    if (end == text.npos) return kNoQuote;
    const std::size_t next = text.find_first_not_of(" \t\r", end);
    if (next == text.npos || (text[next] == '#' && next > end)) return kNoQuote;
    const std::string_view after = in_brackets ? ":,]}" : ":";
    if (after.find(text[next]) == after.npos) return line + end - 1;
    at = end - 1;
  }
  return kNoQuote;
}

bool is_cut_by_comment(const FileText& source, const Node& scalar) {
  if (!scalar.is_scalar() || scalar.quoted || scalar.original || scalar.mark.line == 0)
    return false;
  const auto rest = source.text().substr(offset_of(source, scalar.mark));
  if (!rest.starts_with(scalar.text)) return false;
  const auto after = rest.substr(scalar.text.size());
  const auto comment = after.find_first_not_of(" \t");
  if (comment == 0 || comment == after.npos || after[comment] != '#') return false;
  const auto is_odd = [&](char quote) {
    return std::count(scalar.text.begin(), scalar.text.end(), quote) % 2 != 0;
  };
  return is_odd('\'') || is_odd('"') || is_odd('`');
}

}  // namespace dp::pipeline
