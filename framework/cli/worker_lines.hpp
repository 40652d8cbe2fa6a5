// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace dp::cli {

/// Prints the lines that workers write, each with its worker: "worker 2: text".
///
/// Shape: workers are counted from 1. At most kMost lines are printed, so that a plugin that
///   prints for each record does not flood the terminal; the others are counted.
class WorkerLines {
 public:
  static constexpr std::uint64_t kMost = 100;
  enum class Form : std::uint8_t { text, json };

  WorkerLines(Form form, std::function<void(std::string_view)> print)
      : form_(form), print_(std::move(print)) {}

  void add(unsigned worker, std::string_view line);
  /// Print how many lines were not, if any.
  void finish();

 private:
  Form form_;
  std::function<void(std::string_view)> print_;
  std::uint64_t count_ = 0;
};

}  // namespace dp::cli
