// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "planner/tables.hpp"
#include "plugin/search.hpp"
#include "pool/pool.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// A run in place of the file's: a text as its input, and one thing that comes out of it, as
/// NDJSON on standard output. What a test of the file needs.
struct TestRun {
  std::string name;       ///< of the input, for messages
  std::string given;      ///< its bytes
  bool file = false;      ///< they are a file's, in the input's encoding; else they are UTF-8
  std::string reduction;  ///< whose result comes out; empty: the records that leave `map`
};

/// What a file is checked without. Such a file cannot be run.
struct Unseen {
  /// The input's files are not looked for: what only they could tell (columns of readers that infer
  /// them) is taken for right.
  bool without_data = false;
  /// The same of what only streams (standard input, FIFOs) could tell: what waits in them is for the run.
  bool without_streams = false;
};

/// What the caller decides over the pipeline file's head.
struct Settings : Unseen {
  pipeline::VariableSettings pipeline = pipeline::VariableSettings::from_environment();
  std::vector<std::string> plugin_path;
  /// Take the folders that the file names under `plugins` whoever can write the file.
  bool allow_plugins = false;
  std::optional<unsigned> workers;
  std::optional<pipeline::Chunksize> chunksize;
  std::vector<std::string> worker_command;  ///< argv of a worker; see pool::Options::command
  /// Called when the pool is up and before it ends (with nullptr), so that a signal handler can
  /// ask it to stop.
  std::function<void(pool::Pool*)> on_pool;
  pool::WorkerOutput output;
  /// In place of pool::Options::work_limits, without its advice.
  std::optional<pool::WorkLimits> work_limits;
  /// For debugging: one worker, without any limits, which shares the standard streams.
  bool debug = false;
  std::optional<TestRun> test;
};

/// A pipeline file that was checked, with all that a run of it needs.
///
/// What validate reports is what prepare() found, and what run does begins with prepare():
/// there is no second path.
struct Prepared {
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
  std::unique_ptr<pipeline::FileText> source;
  std::unique_ptr<pipeline::Diagnostics> diagnostics;
  pipeline::Model model;  ///< the rest is only there if diagnostics has no errors
  input::Items items;
  protocol::Plan plan;
  plugin::SearchPath plugins;      ///< where they are looked for
  Tables tables;                   ///< of its joins
  std::uint64_t memory_bytes = 0;  ///< that each worker may hold; 0: no limit
  std::optional<pool::Pool> pool;

  /// Its mistakes may be none: they are about columns, which only the input's first bytes told. `plan`
  /// then only reads the input.
  bool in_doubt = false;
  std::unique_ptr<pipeline::Diagnostics>
      before_plan;  ///< what was wrong before a plan was made

  [[nodiscard]] bool ok() const { return !diagnostics->has_errors(); }
};

/// Read and check a pipeline file, its inputs and its plugins; nothing is run or written.
/// Errors: the file cannot be read; the pool cannot be started. Mistakes in the file are in
///   diagnostics.
Result<Prepared> prepare(const std::string& path, const Settings& settings);
/// The same of bytes that were read already, from `path`.
Result<Prepared> prepare(pipeline::FileText source, const std::string& path,
                         const Settings& settings);

/// Plan the run anew, with what its reader learned of all of the input.
/// Errors: those of pool::Pool::run; refuted, with the mistakes that the pipeline has by now: a column
///   is of another type than the sample showed. The plan is as it was then.
Status replan(Prepared& prepared, std::string knowledge);

/// Check the pipeline of a file that was in doubt anew, with what its reader learned of all of the
/// input. What is wrong then is in diagnostics.
/// Errors: those of pool::Pool::run.
Status check_anew(Prepared& prepared, std::string knowledge);

}  // namespace dp::planner
