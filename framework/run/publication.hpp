// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>
#include <string>
#include <vector>

#include "protocol/plan.hpp"
#include "run/output.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// All that a run writes: the outputs of its map, its results and its rejects. They are opened
/// before anything is done, and get their names together once all of them are whole.
///
/// Law: a failure or a signal up to the first rename leaves every file as it was; after it,
///   signals wait for the last one. Results get their names
///   before rejects: who sees the rejects sees the results that they belong to.
/// Lifetime: borrows the standard output.
class Publication {
 public:
  /// What else the run has to do with a file, as PartFiles::Settings has it.
  using UseOf = std::function<std::optional<std::string>(const FileIdentity&)>;

  /// `rejects`: the path of the rejects' file, if there is to be one. `threads`: the most that
  /// compress an output.
  /// Errors: as AtomicFile::create.
  static Result<Publication> open(const protocol::Plan& plan,
                                  const std::optional<std::string>& rejects,
                                  const StandardOutput& standard_output, unsigned threads = 1,
                                  const UseOf& use_of = {});

  /// One of Plan::streams.
  [[nodiscard]] Output& stream(std::size_t index) { return streams_[index]; }
  /// One of Plan::results.
  [[nodiscard]] Output& result(std::size_t index) { return results_[index]; }
  [[nodiscard]] Target* rejects() { return rejects_ ? &*rejects_ : nullptr; }
  [[nodiscard]] std::size_t streams() const noexcept { return streams_.size(); }
  [[nodiscard]] std::size_t results() const noexcept { return results_.size(); }

  /// Make all files durable, then give them their names. Returns the outputs and results among
  /// them, in the plan's order.
  Result<std::vector<Written>> publish();
  /// The run failed: the rejects so far alone are kept.
  Status publish_rejects();

 private:
  std::vector<Output> streams_;
  std::vector<Output> results_;
  std::optional<Target> rejects_;
};

}  // namespace dp::run
