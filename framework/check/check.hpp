// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <vector>

#include "check/opening.hpp"
#include "pool/pool.hpp"

namespace dp::check {

struct CheckSettings {
  std::string library;  ///< path
  std::string task;     ///< only this one; empty: all
  Given given;
  std::uint64_t seed = 0;
  std::uint64_t trials = 200;                                    ///< per task
  std::chrono::microseconds timeout = std::chrono::seconds(10);  ///< one call of the plugin
  std::uint64_t memory_bytes = 1 << 30;                          ///< of the worker
};

enum class Grade : std::uint8_t { ok, wrong, not_checked };

/// One line of a report.
struct Finding {
  Grade grade = Grade::ok;
  std::string subject;               ///< "file", "reducer words.count"
  std::string text;                  ///< what was checked, or what is wrong
  std::vector<std::string> example;  ///< the rows that show it, one per line
};

struct Report {
  std::vector<Finding> findings;
  [[nodiscard]] bool has(Grade grade) const noexcept;
};

/// Check a plugin library: its ABI, what it says of itself, and the laws of its tasks on random
/// rows and splits.
///
/// Law: the same seed gives the same trials. No code of the plugin runs in this process.
/// Errors: invalid_argument for what is given; those of the pool. What is wrong with the plugin
///   is in the report.
Result<Report> check_library(const CheckSettings& settings);

}  // namespace dp::check
