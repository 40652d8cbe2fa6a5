// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/random_rows.hpp"
#include "check/trial.hpp"
#include "pool/worker.hpp"
#include "protocol/note.hpp"
#include "worker/libraries.hpp"
#include "worker/links.hpp"

namespace dp::check {

/// What came out of a task's calls, as text that is equal if the values are.
struct Seen {
  std::vector<std::vector<std::string>> rows;  ///< one cell per column, then a reader's offset
  std::vector<std::string> rejects;
  protocol::Notes notes;
  std::string bytes;  ///< a writer's
  std::uint64_t lines = 0;
};

/// Say how two outcomes differ that should not: "A gave [..], B gave [..]"; nullopt if not.
std::optional<std::string> difference(std::string_view a_name, const Seen& a,
                                      std::string_view b_name, const Seen& b);

using Partials = std::map<std::uint32_t, std::string>;  ///< by hash partition

/// Makes the calls of one trial. Each is reported to the pool first, so that a death names it.
///
/// Errors: of all calls, those of the task; invalid_plugin if what it gives breaks the ABI.
class Driver {
 public:
  Driver(const Trial& trial, worker::Libraries& libraries, pool::WorkerContext& context)
      : trial_(&trial), libraries_(&libraries), context_(&context) {}

  [[nodiscard]] const Trial& trial() const noexcept { return *trial_; }
  [[nodiscard]] std::span<const Row> rows() const noexcept { return trial_->rows; }
  /// The rows of part 0, 1 or 2.
  [[nodiscard]] std::span<const Row> part(std::uint8_t number) const;
  /// Choices of this trial: the same for the same `purpose`.
  [[nodiscard]] Random random(std::uint64_t purpose) const noexcept {
    return Random(trial_->seed * 31 + purpose);
  }

  /// Which columns of a task's output are read: a byte for each.
  using Used = std::function<std::vector<std::uint8_t>(const Schema& output)>;
  /// Open and start an instance. Without `used` it is told nothing of what is read. `Role`: that
  /// of the trial's subject.
  template <class Role>
  Result<Role> open(const Used& used = {}) {
    DP_TRY(auto instance, open_instance(used));
    return Role(std::move(instance));
  }
  /// Returns dp_read::consumed.
  Result<std::uint64_t> read(plugin::ReaderInstance& reader, std::string_view text,
                             const dp_input& place, char padding, Seen& seen);
  Result<std::uint64_t> skip(plugin::ReaderInstance& reader, std::string_view text,
                             const dp_input& place, char padding);
  Result<std::uint64_t> find(plugin::ReaderInstance& reader, std::string_view text,
                             const dp_input& place, char padding);
  /// `rows` are some of rows().
  Status process(plugin::StepInstance& step, std::span<const Row> rows, Seen& seen);
  /// The same of a function, whose results are the rows that are seen.
  Status process(plugin::FunctionInstance& function, std::span<const Row> rows, Seen& seen);
  Status update(plugin::ReducerInstance& reducer, std::span<const Row> rows);
  Result<Partials> save(plugin::ReducerInstance& reducer);
  Status combine(plugin::ReducerInstance& reducer, const Partials& partials,
                 Call call = Call::combine);
  Status trim(plugin::ReducerInstance& reducer);
  /// Precondition, as of save_ranges: reducer.has_ranges().
  Result<std::string> bounds(plugin::ReducerInstance& reducer, std::uint32_t ranges);
  /// The partials by range, in place of by hash partition.
  Result<Partials> save_ranges(plugin::ReducerInstance& reducer, std::string_view bounds);
  Status reset(plugin::ReducerInstance& reducer);
  Result<Seen> finalize(plugin::ReducerInstance& reducer);
  Status begin(plugin::WriterInstance& writer, Seen& seen);
  Status section(plugin::WriterInstance& writer, Seen& seen);
  Status write(plugin::WriterInstance& writer, std::span<const Row> rows, Seen& seen);
  Status end(plugin::WriterInstance& writer, Seen& seen);

 private:
  Result<plugin::Instance> open_instance(const Used& used);
  void at(Call call) noexcept {
    context_->report_position(0, ++calls_ << 8 | static_cast<std::uint64_t>(call), true);
  }
  const Trial* trial_;
  worker::Libraries* libraries_;
  pool::WorkerContext* context_;
  std::uint64_t calls_ = 0;
};

}  // namespace dp::check
