// SPDX-License-Identifier: Apache-2.0
#include "report/progress.hpp"

#include "report/progress_text.hpp"

namespace dp::report {

namespace {

using namespace std::chrono_literals;

// A run that is over in a moment shows no bar at all.
constexpr auto kFirstBar = 300ms;
constexpr auto kBetweenBars = 100ms;
constexpr auto kBetweenLines = 5s;
constexpr auto kBetweenObjects = 1s;

}  // namespace

bool ProgressReport::is_due(const run::Progress& progress) const noexcept {
  const auto since = progress.elapsed - shown_at_;
  switch (settings_.style) {
    case ProgressStyle::off:
      return false;
    case ProgressStyle::bar:
      return since >= (drawn_ ? kBetweenBars : kFirstBar);
    case ProgressStyle::plain:
      return since >= kBetweenLines;
    case ProgressStyle::json:
      return since >= kBetweenObjects || progress.phase == run::Progress::Phase::done;
  }
  return false;
}

void ProgressReport::progress(const run::Progress& progress) {
  last_ = progress;
  if (!is_due(progress)) return;
  shown_at_ = progress.elapsed;
  if (settings_.style == ProgressStyle::bar) {
    settings_.write_over(bar_line(settings_.name, progress, settings_.width() - 1));
    drawn_ = true;
  } else if (settings_.style == ProgressStyle::plain) {
    settings_.write(plain_line(settings_.name, progress) + "\n");
  } else {
    settings_.write(json_line(settings_.name, progress) + "\n");
  }
}

void ProgressReport::clear() {
  if (drawn_) settings_.write_over("");
  drawn_ = false;
}

}  // namespace dp::report
