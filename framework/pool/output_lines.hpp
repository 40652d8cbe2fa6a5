// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace dp::pool {

/// Cuts what a process writes into lines.
///
/// Shape: a line comes without its newline; of one that is longer than kMostBytes, the first
///   kMostBytes come, and the rest is dropped.
class OutputLines {
 public:
  using OnLine = std::function<void(std::string_view)>;
  static constexpr std::size_t kMostBytes = 1000;

  explicit OutputLines(OnLine on_line = {}) : on_line_(std::move(on_line)) {}

  /// Take bytes as they come; each line that ends in them is handed on.
  void add(std::string_view bytes);
  /// No more will come: a line without newline is one too.
  void end();

 private:
  void keep(std::string_view bytes);
  OnLine on_line_;
  std::string line_;  ///< the line that has not ended yet, at most kMostBytes of it
};

}  // namespace dp::pool
