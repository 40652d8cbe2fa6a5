// SPDX-License-Identifier: Apache-2.0
#include "report/progress_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "base/text.hpp"
#include "base/units.hpp"

namespace dp::report {

namespace {

constexpr std::size_t kWidestBar = 30;
constexpr std::size_t kNarrowestBar = 8;

double elapsed_seconds(const run::Progress& progress) noexcept {
  return std::chrono::duration<double>(progress.elapsed).count();
}

std::string percent(const run::Progress& progress) {
  char text[8];
  if (progress.open_end) return "  ?%";
  std::snprintf(text, sizeof text, "%3d%%", static_cast<int>(100 * share_done(progress)));
  return text;
}

/// What speed is measured by.
const run::Amount& amount(const run::Progress& progress) noexcept {
  return progress.has_files ? progress.bytes : progress.items;
}

double mapped(const run::Amount& of) noexcept { return static_cast<double>(of.done + of.held); }

std::string rate(const run::Progress& progress) {
  const double per_second =
      mapped(amount(progress)) / std::max(elapsed_seconds(progress), 1e-3);
  return progress.has_files ? format_size(per_second) + "/s"
                            : format_count(static_cast<std::uint64_t>(per_second)) + " items/s";
}

/// Records are counted when they are committed: those of what is held are estimated.
std::string records(const run::Progress& progress) {
  const auto committed = static_cast<double>(amount(progress).done);
  const double share = committed > 0 ? mapped(amount(progress)) / committed : 1;
  const auto per_second = static_cast<double>(progress.counts.records) * share /
                          std::max(elapsed_seconds(progress), 1e-3);
  return format_count(static_cast<std::uint64_t>(per_second)) + " records/s";
}

std::string time_left(const run::Progress& progress) {
  const double share = share_done(progress);
  if (share <= 0 || share >= 1) return {};
  const double left = elapsed_seconds(progress) * (1 - share) / share;
  return "ETA " + format_duration(std::chrono::microseconds(std::llround(left * 1e6)));
}

std::string phase_word(run::Progress::Phase phase) {
  switch (phase) {
    case run::Progress::Phase::survey:
      return "looking through";
    case run::Progress::Phase::map:
      return "reading";
    case run::Progress::Phase::combine:
      return "combining";
    case run::Progress::Phase::write:
      return "writing";
    default:
      return {};
  }
}

/// The figures after the bar, the most telling first.
std::vector<std::string> figures(const run::Progress& progress) {
  std::vector<std::string> list{rate(progress)};
  if (auto word = phase_word(progress.phase); !word.empty()) list.push_back(std::move(word));
  if (auto left = time_left(progress); !left.empty()) list.push_back(std::move(left));
  const auto rejected = progress.counts.rejects + progress.items_failed;
  if (rejected != 0) list.push_back(format_count(rejected) + " rejected");
  if (progress.restarts != 0) list.push_back(format_count(progress.restarts) + " restarts");
  if (progress.counts.records != 0) list.push_back(records(progress));
  return list;
}

std::string join(const std::vector<std::string>& figures, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "  " + figures[i];
  return text;
}

}  // namespace

double share_done(const run::Progress& progress) noexcept {
  constexpr double kMostBeforeTheEnd = 0.99;
  if (progress.phase == run::Progress::Phase::done) return 1;
  if (progress.open_end) return 0;
  const bool by_bytes = progress.has_files && progress.bytes.planned != 0;
  const auto& whole = by_bytes ? progress.bytes : progress.items;
  if (whole.planned == 0) return kMostBeforeTheEnd;
  return std::min(kMostBeforeTheEnd, mapped(whole) / static_cast<double>(whole.planned));
}

std::string bar_line(std::string_view name, const run::Progress& progress, std::size_t width) {
  const auto head = printable(name) + " ";
  const auto list = figures(progress);
  const std::size_t fixed = head.size() + 2 + 1 + percent(progress).size();
  auto count = list.size();
  while (count > 0 && fixed + kNarrowestBar + join(list, count).size() > width) --count;
  const auto tail = percent(progress) + join(list, count);
  if (fixed + kNarrowestBar > width) return tail.substr(0, width);
  const auto bar = std::min(kWidestBar, width - fixed - join(list, count).size());
  const auto filled = static_cast<std::size_t>(share_done(progress) * static_cast<double>(bar));
  std::string drawn(filled, '=');
  if (filled < bar) drawn += '>';
  drawn.resize(bar, ' ');
  return head + "[" + drawn + "] " + tail;
}

std::string plain_line(std::string_view name, const run::Progress& progress) {
  std::string text = printable(name) + ":" + percent(progress);
  if (progress.has_files)
    text +=
        "  " + format_size(mapped(progress.bytes)) +
        (progress.open_end ? ""
                           : " of " + format_size(static_cast<double>(progress.bytes.planned)));
  const auto list = figures(progress);
  return text + join(list, list.size());
}

std::string json_line(std::string_view name, const run::Progress& progress) {
  static constexpr const char* kPhases[] = {"survey", "map", "combine", "write", "done"};
  std::string text = "{\"name\":";
  append_json(text, name);
  text += ",\"phase\":\"";
  text += kPhases[static_cast<std::size_t>(progress.phase)];
  text += '"';
  const auto add = [&text](const char* key, std::uint64_t value) {
    text += std::string(",\"") + key + "\":" + std::to_string(value);
  };
  add("bytes_planned", progress.bytes.planned);
  add("bytes_done", progress.bytes.done);
  add("bytes_held", progress.bytes.held);
  add("items_planned", progress.items.planned);
  add("items_done", progress.items.done);
  add("items_held", progress.items.held);
  add("items_failed", progress.items_failed);
  add("records", progress.counts.records);
  add("records_mapped", progress.counts.mapped);
  add("rejects", progress.counts.rejects);
  add("restarts", progress.restarts);
  add("workers", progress.workers);
  add("elapsed_us",
      static_cast<std::uint64_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(progress.elapsed).count()));
  return text + "}";
}

}  // namespace dp::report
