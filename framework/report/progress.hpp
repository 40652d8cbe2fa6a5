// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "run/progress.hpp"

namespace dp::report {

enum class ProgressStyle : std::uint8_t {
  off,
  bar,    ///< one line, drawn over itself: for a terminal
  plain,  ///< a line now and then: for a log
  json,   ///< one object per line, once a second
};

/// Shows a run's progress as it goes, through `write`; prints nothing itself.
class ProgressReport final : public run::Observer {
 public:
  struct Settings {
    std::string name;
    ProgressStyle style = ProgressStyle::off;
    std::function<void(std::string_view)> write;
    std::function<std::size_t()> width;  ///< of the terminal, in columns
    /// Write in place of the line that is on the terminal.
    std::function<void(std::string_view)> write_over;
  };
  explicit ProgressReport(Settings settings) : settings_(std::move(settings)) {}

  void progress(const run::Progress& progress) override;
  /// What was told last.
  [[nodiscard]] const run::Progress& last() const noexcept { return last_; }
  /// Take the bar off the terminal, before something else is written there.
  void clear();

 private:
  [[nodiscard]] bool is_due(const run::Progress& progress) const noexcept;

  Settings settings_;
  run::Progress last_;
  std::chrono::steady_clock::duration shown_at_{0};
  bool drawn_ = false;
};

}  // namespace dp::report
