// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "check/laws.hpp"
#include "check/reader_ways.hpp"

namespace dp::check {

namespace {

/// "at 17" of a reject.
std::string place_of(const std::string& reject) { return reject.substr(0, reject.find(" '")); }

/// A value that does not fit is only seen in columns that are read. So leave out what was
/// rejected of all columns but is a row of the `fewer`, there and here; and why the others were.
void forgive_misfits(Seen& all, Seen& fewer) {
  std::set<std::string> forgiven;
  for (const auto& reject : all.rejects) forgiven.insert(place_of(reject));
  for (const auto& reject : fewer.rejects) forgiven.erase(place_of(reject));
  std::erase_if(all.rejects,
                [&](const std::string& reject) { return forgiven.contains(place_of(reject)); });
  std::erase_if(fewer.rows,
                [&](const auto& row) { return !row.empty() && forgiven.contains(row.back()); });
  for (auto* seen : {&all, &fewer})
    for (auto& reject : seen->rejects) reject = place_of(reject);
}

std::optional<Fault> hold_projection(Outcome all, Outcome fewer,
                                     const std::vector<std::uint8_t>& used) {
  if (all && fewer) forgive_misfits(*all, *fewer);
  return hold("depends on which columns are read", "all columns",
              projected(std::move(all), used), "with fewer needed",
              projected(std::move(fewer), used));
}

/// A last line, with a newline at its end and without: the same to who reads lines. Others may
/// tell the two apart, but must not lose the record.
std::optional<Fault> hold_last_line(Driver& driver, const ReaderWays& ways) {
  constexpr std::string_view kLaw = "drops a last line without a newline";
  auto text = ways.text();
  text.erase(text.find_last_not_of("\r\n") + 1);
  if (!ways.can_be_cut() || text.empty()) return std::nullopt;
  auto bare = ReaderWays(driver, text).whole(kPaddings[0]);
  auto ended = ReaderWays(driver, text + "\n").whole(kPaddings[0]);
  if (!bare || !ended) return std::nullopt;
  for (auto* seen : {&*bare, &*ended})
    for (auto& reject : seen->rejects) reject = place_of(reject);
  const bool loses =
      ended->rows.size() > bare->rows.size() && ended->rejects.size() <= bare->rejects.size();
  if (ways.cut() != DP_CUT_LINES && !loses) return std::nullopt;
  return hold(kLaw, "the text with a newline at its end", ended, "the same without", bare);
}

/// A reader that counts lines counts all of them; one that counts none has no lines.
std::optional<Fault> hold_lines(const ReaderWays& ways, const Seen& seen) {
  const auto& text = ways.text();
  const auto newlines = std::count(text.begin(), text.end(), '\n');
  const auto lines =
      static_cast<std::uint64_t>(newlines) + (text.empty() || text.ends_with('\n') ? 0 : 1);
  if (seen.lines == 0 || seen.lines == lines) return std::nullopt;
  return Fault{
      "counts lines wrongly",
      "got " + std::to_string(seen.lines) + " lines, expected " + std::to_string(lines), false};
}

std::optional<Fault> hold_stop(ReaderWays& ways) {
  if (ways.cut() != DP_CUT_RECORDS) return std::nullopt;
  auto passed = ways.passed_stop();
  if (!passed || !*passed) return std::nullopt;  // a failure is found when it is cut
  auto& [first, second] = **passed;
  // Only rows count: see passed_stop().
  for (auto* seen : {&first, &second}) seen->rejects.clear(), seen->lines = 0;
  return hold("takes records that begin at or past stop()", "up to stop()", std::move(first),
              "with more shown after it", std::move(second));
}

}  // namespace

Verdict try_reader(Driver& driver) {
  constexpr std::string_view kWhole = "the whole text";
  ReaderWays ways(driver);
  const auto whole = ways.whole(kPaddings[0]);
  auto verdict = judge_reference(whole);
  if (verdict.fault || !verdict.refused.empty()) return verdict;
  const auto hold_to = [&](std::string_view law, std::string_view name, const Outcome& way) {
    if (!verdict.fault) verdict.fault = hold(law, kWhole, whole, name, way);
  };
  for (const char padding : kPaddings)
    hold_to("reads past the end", "the same with other bytes after it", ways.whole(padding));
  hold_to("remembers what it saw before", "the same once more", ways.twice());
  if (!verdict.fault) verdict.fault = hold_stop(ways);
  if (ways.can_be_cut()) {
    const std::string way(ways.way_of_cutting());
    hold_to("depends on cuts", way, ways.in_pieces(true));
    hold_to("depends on cuts", way + ", each piece by another worker", ways.in_pieces(false));
  }
  if (!verdict.fault) verdict.fault = hold_lines(ways, *whole);
  if (!verdict.fault) verdict.fault = hold_last_line(driver, ways);
  if (verdict.fault) return verdict;
  std::vector<std::uint8_t> used;
  auto fewer = ways.with_columns(used);
  verdict.fault = hold_projection(whole, std::move(fewer), used);
  return verdict;
}

}  // namespace dp::check
