// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "data/value.hpp"
#include "plugin/table.hpp"

namespace dp::plugin {

/// What an instance is opened with.
struct OpenSettings {
  const data::Value* options = nullptr;
  const Schema* input = nullptr;  ///< nullptr: a reader or a writer
  std::string_view sample;        ///< reader: the first bytes of the first input
  std::uint64_t hash_seed = 0;
};

/// Why an instance was refused, and which of its options is to blame ("sort[1]", or empty).
struct OpenError {
  Error error;
  std::string option;
};

/// An open task: the callbacks of its tables as calls that return Status.
///
/// Law: what is handed to the task has all fields of this host's version, and what it hands back
///   in its own is read as far as it goes.
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

  Status need(std::span<const std::uint8_t> used);
  /// Say that calls will follow: what may wait, or is done once for each instance.
  Status start();
  Status read(const dp_input& input, const dp_out& out, dp_read& done);
  /// Where the first record begins after input's first byte, by the reader's guess.
  Result<std::uint64_t> find(const dp_input& input);
  /// What read would consume. Errors: also those of read, if the reader has no skip.
  Result<std::uint64_t> skip(const dp_input& input);
  /// How a reader's items may be cut: DP_CUT_...
  [[nodiscard]] std::uint32_t cut() const noexcept;
  Status process(const dp_batch& batch, const dp_out& out);
  [[nodiscard]] bool has_targets() const noexcept { return table_->step.target != nullptr; }
  /// The file that a step with targets would write for an item, as text of `out`.
  Status target(const dp_item& item, const dp_out& out);
  Status update(const dp_batch& batch, const dp_out& out);
  Status save(const dp_out& out);
  Status combine(std::uint32_t partition, std::string_view partial);
  Status trim();
  [[nodiscard]] bool has_ranges() const noexcept { return table_->ranges.bounds != nullptr; }
  Status bounds(std::uint32_t ranges, const dp_out& out);
  Status save_ranges(std::string_view bounds, const dp_out& out);
  Status finalize(const dp_out& out);
  [[nodiscard]] std::uint64_t size();
  Status reset();
  Status begin(const dp_out& out);
  Status section(std::string_view name, const Schema& schema, const dp_out& out);
  Status write(const dp_batch& batch, const dp_out& out);
  Status end(const dp_out& out);
  /// The result of a function for each row of `arguments`.
  /// Errors: those of the task; invalid_plugin if there are not as many rows.
  /// Lifetime: until the next call.
  Result<const ArrowArray*> call(const dp_batch& arguments);

 private:
  Instance(const TaskTable& table, void* self, Schema output) noexcept
      : table_(&table), self_(self), output_(std::move(output)) {}

  template <class Call>
  Status checked(Call&& call);

  const TaskTable* table_;
  void* self_;
  Schema output_;
};

}  // namespace dp::plugin
