// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <vector>

#include "check/trial.hpp"
#include "data/task.hpp"
#include "pool/pool.hpp"

namespace dp::check {

/// What the caller says that tasks are to be tried with.
struct Given {
  /// "NAME=YAML" for all tasks that have an option NAME, "TASK.NAME=YAML" for one of them.
  std::vector<std::string> options;
  Schema columns;      ///< of the input; empty: inferred
  std::string sample;  ///< text for readers, and for the columns of other tasks
};

/// "word: string, count: int?" as columns; `?`: with nulls.
/// Errors: invalid_argument, with the word that is wrong.
Result<Schema> parse_columns(const std::string& text);

/// Let a function's constants be given as if they were options: times that cannot be text as
/// counts of their unit.
void take_constants_as_options(data::TaskDescription& function);

/// Check that every given option is one of some task's, or of the task that it names.
/// Errors: invalid_argument, with the nearest name.
Status check_given(const Given& given, const data::PluginDescription& plugin);

/// A task that can be tried, or why not.
struct Opened {
  Subject subject;
  Schema output;
  Schema learned = {};  ///< of a reader that learns: the columns that its reducer takes
  std::string problem;  ///< empty: it can be tried
  bool plugin_at_fault = false;
};

/// Find options and columns that `task` opens with. Columns are tried in this order: the given
/// ones; those that tasks of the same plugin emit (`emitted`); one of each type. Columns that
/// options name are added to each.
///
/// Errors: invalid_argument for a given option that the task does not take; those of
///   pool::Pool::run.
Result<Opened> open_task(pool::Pool& pool, const std::string& library,
                         const data::TaskDescription& task, const Given& given,
                         const std::vector<Schema>& emitted);

}  // namespace dp::check
