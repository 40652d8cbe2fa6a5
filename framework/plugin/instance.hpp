// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/option_warning.hpp"
#include "data/value.hpp"
#include "plugin/table.hpp"

namespace dp::plugin {

/// What an instance is opened with.
struct OpenSettings {
  const data::Value* options = nullptr;
  const Schema* input = nullptr;  ///< nullptr: a reader or a writer
  std::string_view sample;        ///< reader: the first bytes of the first input
  std::uint64_t hash_seed = 0;
  // Of readers that learn: see dp_context.
  std::string_view knowledge = {};
  bool growing = false;
  bool learning = false;
  bool sample_cut = false;
  bool sample_more = false;
  bool refutes =
      true;  ///< false: to readers, the host is one that cannot look through the input
  /// Where what it says of its options is appended; nullptr: it is not asked.
  std::vector<data::OptionWarning>* warnings = nullptr;
};

/// Why an instance was refused, and which of its options is to blame ("sort[1]", or empty).
struct OpenError {
  Error error;
  std::string option;
};

/// An open task of any role: what all tasks have. The calls of each role are in the classes below,
/// which are made of an Instance whose role they are.
///
/// Law: what is handed to the task has all fields of this host's version, and what it hands back
///   in its own is read as far as it goes.
/// Errors: of all calls, those of the task.
/// Lifetime: borrows the table. Processes: workers only. Threads: one.
class Instance {
 public:
  static tl::expected<Instance, OpenError> open(const TaskTable& table,
                                                const OpenSettings& settings);

  Instance(Instance&& other) noexcept
      : table_(other.table_),
        self_(std::exchange(other.self_, nullptr)),
        output_(std::move(other.output_)) {}
  Instance& operator=(Instance&&) = delete;
  ~Instance();

  [[nodiscard]] const TaskTable& table() const noexcept { return *table_; }
  /// The columns that it emits; empty for a writer.
  [[nodiscard]] const Schema& output() const noexcept { return output_; }

  /// Say which columns of output() anyone reads, a byte for each. Before start.
  Status need(std::span<const std::uint8_t> used);
  /// Say that calls will follow: what may wait, or is done once for each instance.
  Status start();

 protected:
  /// Call it with self, `arguments` and an error to fill.
  template <class... Parameters, class... Arguments>
  Status invoke(std::int32_t (*callback)(void*, Parameters...), Arguments... arguments);
  [[nodiscard]] void* self() const noexcept { return self_; }

 private:
  Instance(const TaskTable& table, void* self, Schema output) noexcept
      : table_(&table), self_(self), output_(std::move(output)) {}

  const TaskTable* table_;
  void* self_;
  Schema output_;
};

/// An instance whose role is known. Precondition: that of its table.
template <dp_role role>
class InstanceOf : public Instance {
 public:
  static constexpr dp_role kRole = role;
  explicit InstanceOf(Instance instance) noexcept : Instance(std::move(instance)) {}
};

/// What a reader would consume, and where its first record lies in that.
struct Skipped {
  std::uint64_t consumed = 0;
  std::uint64_t begin = 0, end = 0;  ///< end at most the size of the data
};

/// Makes records of bytes: dp_reader.
class ReaderInstance : public InstanceOf<DP_READER> {
 public:
  using InstanceOf::InstanceOf;
  Status read(const dp_input& input, const dp_out& out, dp_read& done);
  /// Where the first record begins after input's first byte, by the reader's guess.
  Result<std::uint64_t> find(const dp_input& input);
  /// What read would consume. Errors: also those of read, if the reader has no skip.
  Result<Skipped> skip(const dp_input& input);
  /// How its items may be cut: DP_CUT_...
  [[nodiscard]] std::uint32_t cut() const noexcept;
};

/// Makes records of records: dp_step.
class StepInstance : public InstanceOf<DP_STEP> {
 public:
  using InstanceOf::InstanceOf;
  Status process(const dp_batch& batch, const dp_out& out);
  [[nodiscard]] bool has_targets() const noexcept { return table().step.target != nullptr; }
  /// The file that it would write for an item, as text of `out`. Precondition: has_targets().
  Status target(const dp_item& item, const dp_out& out);
};

/// Folds records into a state, and makes rows of it: dp_reducer and dp_ranges.
class ReducerInstance : public InstanceOf<DP_REDUCER> {
 public:
  using InstanceOf::InstanceOf;
  Status update(const dp_batch& batch, const dp_out& out);
  Status save(const dp_out& out);
  Status combine(std::uint32_t partition, std::string_view partial);
  Status trim();
  [[nodiscard]] bool has_ranges() const noexcept { return table().ranges.bounds != nullptr; }
  /// Precondition, as of save_ranges: has_ranges().
  Status bounds(std::uint32_t ranges, const dp_out& out);
  Status save_ranges(std::string_view bounds, const dp_out& out);
  Status finalize(const dp_out& out);
  /// Units: bytes held.
  [[nodiscard]] std::uint64_t size();
  Status reset();
};

/// Makes bytes of records: dp_writer.
class WriterInstance : public InstanceOf<DP_WRITER> {
 public:
  using InstanceOf::InstanceOf;
  Status begin(const dp_out& out);
  Status section(std::string_view name, const Schema& schema, const dp_out& out);
  Status write(const dp_batch& batch, const dp_out& out);
  Status end(const dp_out& out);
};

/// Makes one column of columns: dp_function.
class FunctionInstance : public InstanceOf<DP_FUNCTION> {
 public:
  using InstanceOf::InstanceOf;
  /// The result for each row of `arguments`.
  /// Errors: also invalid_plugin, if there are not as many rows.
  /// Lifetime: until the next call.
  Result<const ArrowArray*> call(const dp_batch& arguments);
};

}  // namespace dp::plugin
