// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "expr/evaluator.hpp"
#include "expr/row_filter.hpp"
#include "expr/row_splitter.hpp"
#include "plugin/instance.hpp"
#include "worker/call_tracker.hpp"
#include "worker/chain.hpp"
#include "worker/decimal_guard.hpp"
#include "worker/own_places.hpp"
#include "worker/partitioner.hpp"

namespace dp::worker {

/// One place of a chain that batches are pushed into.
class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link() = default;
  virtual Status push(const dp_batch& batch) = 0;
};

/// Takes a rejected record: its offset, raw bytes and the reason.
using RejectFunction = std::function<void(std::uint64_t, std::string_view, std::string_view)>;

/// Takes what a task says of some records.
using NoteFunction = std::function<void(const dp_note&)>;
/// Where a task's words about records go.
struct RecordReports {
  RejectFunction reject;
  NoteFunction note;
};

/// What a task's callbacks reach the host by. Keeps the error that a callback gave, for the
/// task can only hand its code on.
///
/// Lifetime: raw() refers to this object.
class Outlet {
 public:
  Outlet();
  Outlet(const Outlet&) = delete;
  Outlet& operator=(const Outlet&) = delete;

  using Sizes = std::array<std::uint64_t, DP_PARTITIONS>;

  Link* next = nullptr;             ///< for emit
  std::string* text = nullptr;      ///< for bytes
  std::function<Status()> filled;   ///< called when text has grown
  Sizes* sizes = nullptr;           ///< for bytes, by partition
  RecordReports reports;            ///< without: of this call, none are expected
  const dp_item* source = nullptr;  ///< what emitted batches come from
  OwnPlaces places;                 ///< of a reader
  DecimalGuard decimals;            ///< of what is emitted

  static constexpr std::uint64_t kNoStop = ~std::uint64_t{0};
  /// From here on a reader must take no record that begins at `offset` or later. One is let pass:
  /// what it begins with may lie before its offset (the comma in an array).
  void stop_at(std::uint64_t offset) noexcept { stop_ = {offset, std::nullopt}; }
  [[nodiscard]] const dp_out& raw() const noexcept { return raw_; }
  /// Where the record begins that was rejected last.
  [[nodiscard]] std::uint64_t rejected_at() const noexcept { return rejected_at_; }
  /// The status of a call that used this outlet: the error that it was given, if one was kept.
  [[nodiscard]] Status status_of(Status status);

 private:
  static std::int32_t emit(void* host, const dp_batch* batch) noexcept;
  static std::int32_t bytes(void* host, std::uint32_t partition, const void* data,
                            std::uint64_t size) noexcept;
  static std::int32_t reject_record(void* host, std::uint64_t offset, dp_bytes raw,
                                    dp_bytes reason) noexcept;
  static std::int32_t note(void* host, const dp_note* note) noexcept;
  void reject(std::uint64_t offset, std::string_view raw, std::string_view reason);
  /// Errors: bug, which ends the run: rows would be lost or come twice.
  [[nodiscard]] Status check_stop(std::uint64_t offset);
  static Status count(Sizes& sizes, std::uint32_t partition, std::uint64_t size);
  std::int32_t keep(Status status) noexcept;

  dp_out raw_;
  struct Stop {
    std::uint64_t at = kNoStop;
    std::optional<std::uint64_t> past;  ///< where a record begins that was taken there
  };
  Stop stop_;
  std::uint64_t rejected_at_ = 0;
  std::optional<Error> kept_;
};

/// A plugin's step.
class StepLink final : public Link {
 public:
  /// `name`: the task, as users know it. `used`: of its columns, those that anyone reads; empty: all.
  StepLink(plugin::StepInstance step, const std::string& name, CallTracker& calls,
           RecordReports reports, Link& next, std::span<const std::uint8_t> used = {});
  Status push(const dp_batch& batch) override;

 private:
  plugin::StepInstance step_;
  TaskCall call_;
  Outlet outlet_;
};

/// where: the rows for which the condition is true.
class WhereLink final : public Link {
 public:
  /// `number`: of the stage; `counts`: told whether records come to it, and whether it keeps any.
  WhereLink(expr::Evaluator condition, const Schema& schema, std::size_t number,
            protocol::Counts& counts, Link& next);
  Status push(const dp_batch& batch) override;

 private:
  expr::Evaluator condition_;
  expr::RowFilter filter_;
  std::uint64_t bit_;
  protocol::Counts* counts_;
  Link* next_;
};

/// derive: the input's columns, and after them one per expression. Each sees those before it.
class DeriveLink final : public Link {
 public:
  DeriveLink(std::vector<expr::Evaluator> expressions, std::size_t columns,
             std::vector<std::uint8_t> used, Link& next);
  Status push(const dp_batch& batch) override;

 private:
  std::vector<expr::Evaluator> expressions_;
  std::size_t columns_;
  std::vector<std::uint8_t> used_;
  Link* next_;
  std::vector<ArrowArray*> children_;
  ArrowArray empty_{};
  const void* no_buffers_[5] = {};
};

/// What records must hold to go on.
struct CheckedValue {
  expr::Evaluator condition;
  expr::Evaluator shown;  ///< the value as text
  std::string name;       ///< of the column
  std::string expected;
};

/// check: the rows of which all conditions are true. The others are rejected: "column 'price': got
/// 'n/a', expected float".
class CheckLink final : public Link {
 public:
  CheckLink(std::vector<CheckedValue> values, const Schema& schema, RejectFunction reject,
            Link& next);
  Status push(const dp_batch& batch) override;

 private:
  Status add_reasons(CheckedValue& value, const BatchView& batch,
                     std::span<const std::uint32_t> fitting);

  std::vector<CheckedValue> values_;
  expr::RowFilter filter_;
  RejectFunction reject_;
  Link* next_;
  std::map<std::uint32_t, std::string> reasons_;  ///< by row
  std::vector<std::uint32_t> rows_;
};

/// split: a row for each part of a column's texts.
class SplitLink final : public Link {
 public:
  SplitLink(const Schema& schema, std::size_t column, std::string by, Link& next);
  Status push(const dp_batch& batch) override;

 private:
  expr::RowSplitter splitter_;
  Link* next_;
};

/// select: some of the input's columns, in another order.
class SelectLink final : public Link {
 public:
  SelectLink(std::vector<std::uint32_t> kept, Link& next);
  Status push(const dp_batch& batch) override;

 private:
  std::vector<std::uint32_t> kept_;
  Link* next_;
  std::vector<ArrowArray*> children_;
};

/// A task at the end of the map.
template <class Role>
struct EndTask {
  Role instance;
  TaskCall call;  ///< what it is asked for each batch: "update of the reducer hits"
};
using ReducerTask = EndTask<plugin::ReducerInstance>;
struct WriterTask : EndTask<plugin::WriterInstance> {
  std::unique_ptr<Partitioner> parts = {};  ///< shares rows out among files, or nullptr
};

/// The end of the map: feeds reducers and stream writers, and counts.
///
/// Law: what is pushed in a dry run leaves no trace, and meets the same tasks: stand-ins of the
///   reducers, whose states hold what other records left there, and the writers, whose bytes do
///   not depend on the calls before.
class EndLink final : public Link {
 public:
  /// Opens instances of the tasks at the end.
  template <class Task>
  using Open = std::function<Result<std::vector<Task>>()>;

  EndLink(Open<ReducerTask> open_reducers, Open<WriterTask> open_writers,
          std::size_t record_columns);
  Status push(const dp_batch& batch) override;
  /// Open all tasks, anew if they are open: a call that failed may have spoiled them.
  Status open();
  /// Open those anew that hold no state of the epoch.
  Status renew_stateless();

  /// Until end_dry_run: only see whether the tasks take what is pushed.
  Status begin_dry_run();
  void end_dry_run();

  /// Where the words of reducers about records go. Before the first push.
  void report_to(RecordReports reports) { reducer_outlet_.reports = std::move(reports); }
  void want(bool output, bool state) noexcept;
  void call_at_borders(AtBorder at_border) { at_border_ = std::move(at_border); }
  /// All that came so far of a chunk, up to there, is in its output.
  Status at_border(const protocol::Mark& mark) {
    return at_border_ ? at_border_(mark) : Status{};
  }
  [[nodiscard]] ChunkOutput& output() noexcept { return output_; }
  [[nodiscard]] std::vector<ReducerTask>& reducers() noexcept { return reducers_; }

 private:
  Status write(const dp_batch& batch);
  Status write(WriterTask& writer, const dp_batch& batch, std::string& text);

  /// What output_ was before a dry run, and where its bytes go.
  struct DryRun {
    bool on = false;
    protocol::Counts counts;
    std::size_t rejects = 0;
    std::string bytes;
  };

  Open<ReducerTask> open_reducers_;
  Open<WriterTask> open_writers_;
  std::vector<ReducerTask> reducers_;
  std::vector<ReducerTask> stand_ins_;
  std::vector<WriterTask> writers_;
  std::size_t record_columns_;
  DryRun dry_run_;
  struct Wanted {
    bool output = true, state = true;
  };
  Wanted wanted_;
  AtBorder at_border_;
  Outlet outlet_;
  Outlet reducer_outlet_;
  ChunkOutput output_;
};

}  // namespace dp::worker
