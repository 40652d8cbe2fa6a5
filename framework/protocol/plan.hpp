// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <algorithm>
#include <cstdint>
#include <dp/batch.hpp>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "data/task.hpp"
#include "data/value.hpp"
#include "expr/expression.hpp"
#include "protocol/record_stages.hpp"

namespace dp::protocol {

/// How a worker turns items into the first batches.
enum class Intake : std::uint8_t {
  lines,    ///< a reader of lines: items may be cut into slices after newlines
  records,  ///< a reader that says where its records begin
  whole,    ///< a reader that wants an item in one piece
  files,    ///< no reader: the records are the items themselves, one row a file
  range,    ///< no reader: the records are the numbers of a range
};

/// The columns of Intake::files and Intake::range.
const Schema& item_schema(Intake intake);

/// A plugin task with its checked options.
struct TaskUse {
  std::string library;  ///< path
  std::string task;
  data::Value options;

  static constexpr auto kFields =
      std::tuple(&TaskUse::library, &TaskUse::task, &TaskUse::options);
};

/// An expression and the column that its value becomes.
struct Derived {
  std::string name;
  expr::Expression expression;

  static constexpr auto kFields = std::tuple(&Derived::name, &Derived::expression);
};

/// What a value has to be. A record for which it is not is rejected.
struct Check {
  std::uint32_t column = 0;    ///< looked at only if anyone reads this column
  expr::Expression condition;  ///< true of the values that pass
  expr::Expression shown;      ///< what the reason shows of one that does not, as text
  std::string name;            ///< of the column, for the reason
  std::string expected;        ///< "int"

  static constexpr auto kFields = std::tuple(&Check::column, &Check::condition, &Check::shown,
                                             &Check::name, &Check::expected);
};

/// A column of texts that are split into a record for each part.
struct Split {
  std::uint32_t column = 0;
  std::string by;

  static constexpr auto kFields = std::tuple(&Split::column, &Split::by);
};

/// What a reader is opened with besides its options, so that all workers find the same columns.
struct ReaderContext {
  std::string sample;
  std::string knowledge;     ///< empty: the input was not looked through
  bool growing = false;      ///< columns that it does not know yet would be in the result
  bool learning = false;     ///< it is to emit what it learns, not records
  bool sample_cut = false;   ///< the input goes on after the sample
  bool sample_more = false;  ///< it may ask for more of the input

  static constexpr auto kFields = std::tuple(
      &ReaderContext::sample, &ReaderContext::knowledge, &ReaderContext::growing,
      &ReaderContext::learning, &ReaderContext::sample_cut, &ReaderContext::sample_more);
};

/// One step of the map, after which records have the columns of `output`.
struct Stage {
  enum class Kind : std::uint8_t {
    reader,
    step,
    where,
    derive,
    select,
    check,
    split,
    join,
    unpivot
  };
  Kind kind = Kind::step;
  TaskUse use;                      ///< reader, step
  ReaderContext reader;             ///< reader
  expr::Expression condition;       ///< where
  std::vector<Derived> derived;     ///< derive: appended to the columns
  std::vector<std::uint32_t> kept;  ///< select: places in the input's columns
  std::vector<Check> checks;        ///< check
  Split split;                      ///< split
  Join join;                        ///< join
  Unpivot unpivot;                  ///< unpivot
  std::vector<std::uint32_t>
      declared;  ///< reader: columns whose places in a record the pipeline
                 ///< names: whether any record has a value there is told
  Schema output;
  std::vector<std::uint8_t> used;  ///< one byte per column of output: does anyone read it?
  // What only the runner needs to know:
  std::string knowledge;    ///< reader: the reducer of what it learns; empty: it does not
  bool keeps_rest = false;  ///< select: would keep any column more that came to it

  static constexpr auto kFields =
      std::tuple(&Stage::kind, &Stage::use, &Stage::reader, &Stage::condition, &Stage::derived,
                 &Stage::kept, &Stage::checks, &Stage::split, &Stage::join, &Stage::unpivot,
                 &Stage::declared, &Stage::output, &Stage::used);
  [[nodiscard]] bool valid() const noexcept {
    return used.size() == output.size() &&
           (kind != Kind::split || (split.column < output.size() && !split.by.empty())) &&
           (kind != Kind::join ||
            (join.table.size != 0 && !join.keys.empty() && join.taken.size() <= output.size() &&
             (join.kind != Join::Kind::anti || join.taken.empty()))) &&
           (kind != Kind::unpivot || output.size() == unpivot.others.size() + 2) &&
           std::all_of(checks.begin(), checks.end(),
                       [&](const Check& check) { return check.column < output.size(); }) &&
           std::all_of(declared.begin(), declared.end(),
                       [&](std::uint32_t column) { return column < output.size(); });
  }
};

/// One entry of reduce:. Its input is what leaves the last stage.
struct ReducerUse {
  std::string name;  ///< empty: of the steps over all records
  TaskUse use;
  Schema output;
  std::uint32_t traits = 0;  ///< dp_task::traits
  // What only the runner needs to know:
  bool names_columns = false;  ///< its options say which columns it reads
  // What workers know too:
  bool only_records =
      false;  ///< its input is Plan::records(), without what others have derived

  static constexpr auto kFields =
      std::tuple(&ReducerUse::name, &ReducerUse::use, &ReducerUse::output, &ReducerUse::traits,
                 &ReducerUse::only_records);

  [[nodiscard]] bool in_order() const noexcept { return (traits & DP_ORDER_INPUT) != 0; }
  /// What messages call it; that of the steps over all records has no name.
  [[nodiscard]] const std::string& title() const noexcept {
    return name.empty() ? use.task : name;
  }
};

/// A piece of the path of files that rows are shared out among: a text, or a column's value as text.
struct PathPart {
  std::string text;  ///< as it stands; of a column: its name
  bool is_column = false;
  expr::Expression value;

  static constexpr auto kFields =
      std::tuple(&PathPart::text, &PathPart::is_column, &PathPart::value);
};

/// A place that rows go to: records as they flow, or the results of reductions.
struct WriterUse {
  std::string path;  ///< "-": standard output
  TaskUse writer;
  std::vector<std::uint32_t> reductions;  ///< sections of the file; none for records
  // What only the runner needs to know:
  bool whole = false;            ///< its writer needs all rows at once
  int level = 0;                 ///< of a path that is compressed; 0: the usual one
  std::uint64_t most_files = 0;  ///< of a path with columns
  // What workers know too:
  std::vector<PathPart> parts = {};  ///< of a path with columns: then bytes come as PathFrames

  static constexpr auto kFields = std::tuple(&WriterUse::path, &WriterUse::writer,
                                             &WriterUse::reductions, &WriterUse::parts);
};

/// A function of a plugin, under the name that expressions call it by.
struct FunctionUse {
  std::string name;
  std::string library;  ///< path
  std::string task;

  static constexpr auto kFields =
      std::tuple(&FunctionUse::name, &FunctionUse::library, &FunctionUse::task);
};

/// All that a worker must know of a run.
struct Plan {
  Intake intake = Intake::lines;
  std::vector<FunctionUse> functions;  ///< that the stages' expressions call
  std::vector<Stage> stages;
  std::uint32_t record_columns = 0;  ///< of the last stage: the records; after them stand
                                     ///< columns that were derived for reductions only
  std::vector<ReducerUse> reductions;
  std::vector<WriterUse> streams;  ///< records
  std::vector<WriterUse> results;
  std::uint64_t hash_seed = 0;
  std::uint64_t recycle = 0;     ///< records after which a worker is replaced; 0: never
  bool rejects_damaged = false;  ///< compressed files that are damaged anywhere give no records

  /// A reducer wants its input in order: then each chunk's state is saved by itself.
  [[nodiscard]] bool in_order() const noexcept {
    return std::any_of(reductions.begin(), reductions.end(),
                       [](const ReducerUse& reduction) { return reduction.in_order(); });
  }
  /// The columns that leave the last stage.
  [[nodiscard]] const Schema& mapped() const noexcept {
    return stages.empty() ? item_schema(intake) : stages.back().output;
  }
  /// The columns of a record: mapped() without what stands after record_columns.
  [[nodiscard]] Schema records() const {
    return {mapped().begin(), mapped().begin() + record_columns};
  }

  /// The columns that a reduction is given.
  [[nodiscard]] Schema input_of(const ReducerUse& reduction) const {
    return reduction.only_records ? records() : mapped();
  }

  static constexpr auto kFields = std::tuple(
      &Plan::intake, &Plan::functions, &Plan::stages, &Plan::record_columns, &Plan::reductions,
      &Plan::streams, &Plan::results, &Plan::hash_seed, &Plan::recycle, &Plan::rejects_damaged);
  [[nodiscard]] bool valid() const noexcept { return record_columns <= mapped().size(); }
};

}  // namespace dp::protocol

namespace dp {

template <>
struct EnumRange<protocol::Intake> {
  static constexpr auto kFirst = protocol::Intake::lines;
  static constexpr auto kLast = protocol::Intake::range;
};
template <>
struct EnumRange<protocol::Stage::Kind> {
  static constexpr auto kFirst = protocol::Stage::Kind::reader;
  static constexpr auto kLast = protocol::Stage::Kind::unpivot;
};

}  // namespace dp
