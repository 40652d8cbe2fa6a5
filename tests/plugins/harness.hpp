// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Drive one task of a built plugin as a worker would, and keep what it gives as text.
///
///   auto task = test::Task::open("lines", "lines").value();
///   task.read("a\nb\n");
///   BOOST_TEST(task.rows() == test::Rows({{"a"}, {"b"}}));

#include <dp/abi.h>

#include <cstdint>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "data/value.hpp"
#include "plugin/library.hpp"

namespace dp::test {

/// How a null, and a cell of a column that the task left empty, are shown in rows().
inline constexpr const char* kNull = "<null>";
inline constexpr const char* kEmpty = "<empty>";

using Row = std::vector<std::string>;

/// Rows as text: int and timestamp and date in decimal, float by %.17g, bool as true or false;
/// decimals with all their digits.
struct Rows : std::vector<Row> {
  using std::vector<Row>::vector;
  friend std::ostream& operator<<(std::ostream& out, const Rows& rows);
};

struct Reject {
  std::uint64_t offset = 0;
  std::string raw;
  std::string reason;
  bool operator==(const Reject&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Reject& reject);
};

/// One literal value of a batch: null, bool, int, float or text; int also for timestamp, date; text
/// also for decimal and json.
struct Cell : std::variant<std::nullptr_t, bool, std::int64_t, double, std::string> {
  using variant::variant;
  Cell(int value) : variant(std::int64_t{value}) {}
  Cell(const char* text) : variant(std::string(text)) {}
  // Out of line: inlined, GCC 12 takes the cells of a list to be uninitialized.
  Cell(const Cell& other);
  Cell(Cell&& other) noexcept;
  Cell& operator=(const Cell& other);
  Cell& operator=(Cell&& other) noexcept;
  ~Cell();
};

/// A batch made from literal rows, which owns all that its view shows. Text of odd rows lies in
/// the column's own buffer, of even rows in the shared one, so that both are exercised.
class Batch {
 public:
  /// `used` (a byte a column; empty: all) leaves the other columns empty, as readers do.
  Batch(const Schema& schema, const std::vector<std::vector<Cell>>& rows,
        const std::vector<std::uint8_t>& used = {}, std::uint64_t item = 0);
  [[nodiscard]] const dp_batch& view() const noexcept { return batch_; }

 private:
  void fill(std::size_t row, std::size_t column, const Cell& cell);
  std::unique_ptr<std::string> text_;
  std::unique_ptr<BatchBuilder> builder_;
  dp_batch batch_{};
};

/// Where a piece of an item lies. See dp_input.
struct Piece {
  std::uint64_t offset = 0;
  std::uint64_t item = 0;
  std::string name = "test.log";
  bool first = true;
  bool last = true;
  // For readers that are cut by records:
  bool full = false;
  std::uint64_t stop = ~std::uint64_t{0};  ///< at most the size
  std::string head = {};                   ///< of the item
};

/// What an instance is opened with, next to its options.
struct Setting {
  Schema input;        ///< of steps and reducers
  std::string sample;  ///< of readers
  dp_role role{};      ///< where several tasks have the name; else any
  std::uint64_t hash_seed = 42;
  // Of readers that learn:
  bool refutes = false;  ///< what they guess may be refuted; else the host is one of ABI 2.0
  bool growing = false;
  bool learning = false;
  bool sample_cut = false;
  bool sample_more = false;
  std::string knowledge = {};
};

/// An open instance of a task. Options that the task gives a default for are filled in,
/// save sizes, durations and ratios.
///
/// Errors: every call returns the task's own code and message; option() has the option it
/// named. Lifetime: the library stays loaded for the life of the process, as in a worker.
class Task {
 public:
  static Result<Task> open(const std::string& plugin, std::string_view task,
                           data::Value options = data::Value::map(), Setting setting = {});
  Task(Task&&) noexcept = default;
  Task& operator=(Task&&) noexcept = default;
  ~Task();

  [[nodiscard]] const plugin::TaskTable& table() const noexcept { return *task_; }
  [[nodiscard]] const Schema& schema() const noexcept { return schema_; }
  [[nodiscard]] const std::string& option() const noexcept { return kept_->option; }
  /// Tell a reader or step which columns anyone reads, by name.
  void need(const std::vector<std::string>& columns);
  /// The instance is going to be used. Nothing, if the task has no such call.
  Status start();

  // Reader. The bytes are copied into a buffer of their exact size, with hostile padding.
  Status read(std::string_view data, const Piece& piece = {});
  /// Reader that is cut by records: its guess (see dp_task::find).
  Result<std::uint64_t> find(std::string_view data, const Piece& piece = {});
  /// How the reader's items are cut: DP_CUT_...
  [[nodiscard]] std::uint32_t cut() const noexcept;
  /// Reader that is cut by records: what read would consume, and nothing else.
  /// `first`: the bytes of the first record by themselves; empty: it does not tell of them.
  Result<std::uint64_t> skip(std::string_view data, const Piece& piece = {},
                             std::string* first = nullptr);
  // Step, reducer.
  Status process(const Batch& batch);
  Status update(const Batch& batch);
  Status update(const dp_batch& batch);
  /// The partial, by hash partition.
  Result<std::map<std::uint32_t, std::string>> save();
  Status combine(std::uint32_t partition, std::string_view partial);
  Status combine(const std::map<std::uint32_t, std::string>& partials);
  Status trim();
  Result<std::string> bounds(std::uint32_t ranges);
  Result<std::map<std::uint32_t, std::string>> save_ranges(std::string_view bounds);
  Status finalize();
  std::uint64_t size();
  void reset();
  // Writer.
  Status begin();
  Status section(std::string_view name, const Schema& schema);
  Status write(const Batch& batch);
  Status end();

  // What came out since open() or forget().
  [[nodiscard]] const Rows& rows() const noexcept { return kept_->rows; }
  /// One column of rows(), by name.
  [[nodiscard]] Row column(std::string_view name) const;
  [[nodiscard]] const std::vector<std::uint64_t>& offsets() const { return kept_->offsets; }
  [[nodiscard]] const std::vector<std::size_t>& batches() const { return kept_->batches; }
  [[nodiscard]] const std::vector<Reject>& rejects() const { return kept_->rejects; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return kept_->notes; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return kept_->warnings; }
  /// Bytes written to partition 0: a writer's output.
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] std::uint64_t lines() const noexcept { return kept_->lines; }
  [[nodiscard]] std::uint64_t blank() const noexcept { return kept_->blank; }
  /// Of the last read().
  [[nodiscard]] std::uint64_t consumed() const noexcept { return kept_->consumed; }
  void forget();
  /// Make the host refuse the batches, bytes and rejects to come with `code` (0: take them).
  void refuse_with(Errc code) noexcept { kept_->refusal = static_cast<std::int32_t>(code); }

  struct Kept {
    Schema schema;
    Rows rows;
    std::vector<std::uint64_t> offsets;  ///< of the rows
    std::vector<std::size_t> batches;    ///< rows in each batch
    std::vector<Reject> rejects;
    std::vector<std::string> notes;     ///< "OFFSET: TEXT (COUNT)"
    std::vector<std::string> warnings;  ///< of open: "OPTION: TEXT"
    std::map<std::uint32_t, std::string> bytes;
    std::uint64_t lines = 0;
    std::uint64_t blank = 0;
    std::uint64_t consumed = 0;
    std::string option;
    std::int32_t refusal = 0;
  };

 private:
  struct Close {
    const plugin::TaskTable* table;
    void operator()(void* self) const noexcept { table->task.close(self); }
  };
  Task(const plugin::TaskTable* table, void* self, Schema schema);
  Status done(std::int32_t code, const dp_error& error);

  const plugin::TaskTable* task_;
  std::unique_ptr<void, Close> self_;
  Schema schema_;
  std::unique_ptr<Kept> kept_;  // in place, since the host pointer of dp_out is to it
};

/// Keep in `kept` what comes out of a part of a task, which is driven without the task.
dp_out keep_in(Task::Kept& kept) noexcept;

}  // namespace dp::test
