// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/path_template.hpp"
#include "expr/expression.hpp"
#include "pipeline/diagnostic.hpp"
#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// Text of the file, with its place.
struct Text {
  std::string text;
  Mark mark;
  /// Where a glob may stand, if variables were put in: the text, with a backslash before what is a
  /// glob's sign in a value that is a part of it. Empty: the text itself.
  std::string pattern = {};

  [[nodiscard]] const std::string& glob() const noexcept {
    return pattern.empty() ? text : pattern;
  }
};

/// An expression of the file. `node` is the scalar that its offsets count in.
struct Formula {
  expr::Expression expression;
  Node node;
};

/// The type of a formula over `schema`; its mistake goes to `diagnostics`, then nullopt.
/// `functions`: what it may call beside the functions of the language; may be nullptr.
std::optional<Type> check(const Formula& formula, const Schema& schema,
                          expr::FunctionSource* functions, Diagnostics& diagnostics);
/// Check of a formula what can be told without its columns: that the functions exist.
void check_functions(const Formula& formula, expr::FunctionSource* functions,
                     Diagnostics& diagnostics);

/// A task and its options, not yet checked against the task (see options.hpp).
struct Use {
  std::string task;   ///< empty: none was named
  Mark mark;          ///< of the name
  Node with;          ///< a map; null if there are no options
  bool whole = true;  ///< false: some of it could not be read, so nothing is missing for sure
};

struct Derived {
  Text name;
  Formula value;
};

/// What a step makes of one of the columns that come to it.
struct Change {
  Text column;
  Text name;                 ///< kind rename: its new name
  Type type = Type::string;  ///< kind cast: what it becomes
  Node value;                ///< kind fill: what stands in place of null
};

/// A column whose texts become a record for each of their parts.
struct Split {
  Text column;
  std::string by;  ///< what separates the parts; never empty
};

/// A table that records are joined with.
struct Join {
  enum class Kind : std::uint8_t { left, inner, anti };
  /// What is done where several rows of the table have one key.
  enum class Several : std::uint8_t { error, first, all };
  std::vector<Text> files;  ///< paths, folders and globs; none if they could not be read
  Use use;                  ///< its reader; the task is empty where the extension is to pick it
  std::vector<Change> keys;  ///< `column`: of the records; `name`: of the table
  Kind kind = Kind::left;
  Several several = Several::error;
  /// `column`: of the table; `name`: what it is called after. None: all but the table's key.
  std::optional<std::vector<Change>> take;
};

/// Columns of which each makes a record.
struct Unpivot {
  std::vector<Text> columns;
  Text name;   ///< the column that will hold their names
  Text value;  ///< the column that will hold their values
};

/// A column of JSON whose objects' members become columns.
struct Flatten {
  Text column;
  std::vector<Change> members;  ///< `column`: its path in the value; `type`: json as it stands
  std::string separator = ".";  ///< between the names that a member's column is called by
  /// The column of what is left; if it is not given, `column` itself.
  std::optional<Text> rest;
};

/// What is to be done with all records at once: an option of the reducer that does it.
struct Whole {
  std::string option;
  Node value;
};

/// One step of `map`.
struct Step {
  enum class Kind : std::uint8_t {
    use,
    where,
    derive,
    select,
    rename,
    drop,
    cast,
    fill,
    split,
    join,
    unpivot,
    flatten,
    whole  ///< not in Model::map: it is the reduction without a name
  };
  Kind kind = Kind::use;
  Mark mark;
  bool whole = true;             ///< false: the columns that it leaves are not known
  Use use;                       ///< kind use
  std::optional<Formula> where;  ///< kind where; kind use: filters what the task emits
  std::vector<Derived> derive;  ///< kind derive: each sees the input's columns and those before
  std::vector<Text> select;     ///< kind select: the columns that go on, in this order; kind
                                ///< drop: those that do not
  std::vector<Change> changes;  ///< kinds rename, cast and fill
  Split split;                  ///< kind split
  Join join;                    ///< kind join
  Unpivot unpivot;              ///< kind unpivot
  Flatten flatten;              ///< kind flatten
  Whole all;                    ///< kind whole
  std::optional<std::chrono::microseconds> timeout;  ///< kind use: per item
};

/// Where bytes go.
struct Sink {
  Mark mark;
  Text path;  ///< "-": standard output
  /// Of a path that has columns in it, whose values share the rows out among files; else empty.
  std::vector<data::PathPiece> parts;
  std::uint64_t most_files = kMostFiles;  ///< of such a path
  int level = 0;                          ///< of a path that is compressed; 0: the usual one
  Use use;  ///< the writer; its task is empty where the path's extension is to pick it. `path`
      ///< is taken out of the options, and `level` if the path is compressed, and `most_files`
      ///< if it has columns

  /// More are rarely meant.
  static constexpr std::uint64_t kMostFiles = 10'000;
};

/// A reducer over the records that leave `map`.
struct Reduction {
  Text name;             ///< empty: of the steps over all records, whose result is `output`
  Use use;               ///< `group` if none was named
  std::vector<Sink> to;  ///< standard output if none was named
};

struct Input {
  enum class Order : std::uint8_t {
    name,   ///< by path, bytewise
    size,   ///< largest first
    given,  ///< as listed; what a glob finds: by path
  };
  Mark mark;
  bool whole = false;         ///< false: it could not all be read
  std::vector<Text> files;    ///< paths, folders and globs; one "-" alone: standard input
  std::vector<Text> exclude;  ///< globs
  Order order = Order::name;
  /// What becomes of bytes that are no text in the encoding.
  enum class BadBytes : std::uint8_t { reject, replace, keep };
  std::optional<Text> encoding;  ///< of all files that do not begin with a byte order mark
  BadBytes bad_bytes = BadBytes::reject;
  bool follow = false;                 ///< links to folders below folders and by **, too
  std::optional<Text> list;            ///< a file of paths, one a line; "-": standard input
  std::optional<std::uint64_t> range;  ///< items 0 to range-1, without files
};

struct Chunksize {
  enum class Unit : std::uint8_t { automatic, items, bytes };
  Unit unit = Unit::automatic;
  std::uint64_t count = 0;
};

struct PoolSettings {
  unsigned workers = 0;  ///< 0: as many as the machine allows
  Chunksize chunksize;
  std::uint64_t memory_bytes = 0;        ///< per worker; 0: a share of what there is
  std::chrono::microseconds timeout{0};  ///< per item; 0: none
  std::uint64_t recycle_records = 0;     ///< a fresh worker after so many records; 0: never
};

struct ErrorSettings {
  enum class Policy : std::uint8_t { collect, stop, ignore };
  Policy policy = Policy::collect;
  std::optional<Text> rejects;         ///< the file for rejected records
  std::optional<double> budget_ratio;  ///< of all records and items, 0 to 1
  std::optional<std::uint64_t> budget_count;
  bool rejects_damaged = false;  ///< compressed files that are damaged, as a whole
  unsigned retries = 1;          ///< more tries for an item whose worker died or timed out
};

/// A test that the file carries.
struct TestCase {
  /// Rows that are to come, in order: of each, a map of the columns to look at.
  struct Rows {
    Text reduction;  ///< whose result they are; empty: the records that leave `map`
    std::vector<Node> rows;
  };
  Text name;          ///< "test 1" if it has none
  Text given;         ///< the bytes of an item, or the path of a file that holds them
  bool file = false;  ///< `given` is a path
  std::vector<Rows> expect;
};

struct Variable {
  Text name;
  std::string value;  ///< as used: what --set gave, or the file's
};

/// What could be read of a pipeline file. What its tasks say of their options and columns is
/// checked later, by whoever knows the tasks.
///
/// Law: what is absent here and should not be has been reported: parts that are not `whole`, an
///   empty task, path or list of steps.
struct Model {
  Text name;  ///< the file's name without its extension if it gives none
  std::string description;
  std::vector<Variable> vars;
  std::vector<Text> plugins;
  Input input;
  std::vector<Step> map;
  std::vector<Reduction> reduce;
  std::vector<Sink> output;  ///< standard output if there is neither `reduce` nor `output`
  PoolSettings pool;
  ErrorSettings errors;
  std::vector<TestCase> tests;
};

/// What decides a file's variables beside the file itself.
struct VariableSettings {
  std::vector<std::pair<std::string, std::string>> set;  ///< --set NAME=VALUE, in order
  std::map<std::string, std::string, std::less<>> environment;

  /// This process's environment, and no --set.
  static VariableSettings from_environment();
};

/// Read and check a pipeline file. Every mistake goes to `diagnostics`; nullopt if they leave
/// nothing that is worth checking further.
std::optional<Model> load(const FileText& source, const VariableSettings& settings,
                          Diagnostics& diagnostics);

}  // namespace dp::pipeline
