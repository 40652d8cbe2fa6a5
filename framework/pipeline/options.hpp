// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/task.hpp"
#include "data/value.hpp"
#include "expr/expression.hpp"
#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"
#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// A column that a task's options ask for.
struct ColumnUse {
  std::string name;  ///< what the option's value calls it: see name_of()
  Formula formula;
  bool plain = true;    ///< a column of the input; else one to be derived under `name`
  bool number = false;  ///< must be int or float (an aggregate says so)
  std::string user;     ///< who wants it, for messages: "sum"; may be empty
};

/// A task's options, checked and complete.
struct CheckedOptions {
  data::Value values;              ///< a map: all that were given, and all that have a default
  std::vector<ColumnUse> columns;  ///< in file order; a name may come more than once
};

/// Check the options `use.with` against what `task` says of them. Every mistake goes to
/// `diagnostics`; nullopt if there are any, or if what is
/// missing may be in the part of `use` that could not be read. `columns`: those of the input,
/// nullptr if they are not known; a name among them wins over an expression of the same text.
///
/// Units: sizes arrive in bytes, durations in microseconds, ratios as 0 to 1.
/// Law: a bare value of a list option is a list of one; options keep the task's order.
std::optional<CheckedOptions> check_options(const data::TaskDescription& task, const Use& use,
                                            const Schema* columns, Diagnostics& diagnostics);

/// The types of all of options.columns, or nullopt.
using ColumnTypes = std::optional<std::vector<Type>>;
/// Check the columns that options ask for against the columns there are. The mistakes go to
/// `diagnostics`. `functions`: as of check().
ColumnTypes check_columns(const CheckedOptions& options, const Schema& schema,
                          expr::FunctionSource* functions, Diagnostics& diagnostics);

/// The columns to derive before the task sees a batch: those that are not in the input, each
/// once.
std::vector<ColumnUse> derived_columns(const CheckedOptions& options);

/// The place of an option that a plugin named: "by", "sort[1]", "take.hits", "take.hits[0]". As
/// much of the path as there is; the task's name if there is nothing.
Mark option_mark(const Use& use, std::string_view path);

}  // namespace dp::pipeline
