// SPDX-License-Identifier: Apache-2.0

/// Measure the group reducer on an access log: bench_group LOG [CASE [REPEAT]]
///
/// Pieces of the log are read into one buffer, as a worker does, and cut into batches by a
/// plain loop that is not timed. Each case is one pass: ns a row of update(), then ms of
/// save(), of combining two such partials by partition and trimmed, and of finalize().

#include <dp/abi.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dp/batch.hpp>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.hpp"
#include "plugin/library.hpp"

namespace {

/// CPU time of this thread: the machine may be busy with other things.
struct Clock {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  static Milliseconds now() noexcept {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return Milliseconds(static_cast<double>(time.tv_sec) * 1e3 +
                        static_cast<double>(time.tv_nsec) / 1e6);
  }
};
using dp::data::Value;

const dp::Schema kSchema = {
    {"host", dp::Type::string, false},    {"path", dp::Type::string, false},
    {"status", dp::Type::int64, false},   {"bytes", dp::Type::int64, true},
    {"referrer", dp::Type::string, true}, {"agent", dp::Type::string, true},
    {"hour", dp::Type::timestamp, false}, {"seconds", dp::Type::float64, false},
};
constexpr std::size_t kRows = 2048;  // a piece is one batch
constexpr std::size_t kPiece = std::size_t{256} << 10;

struct Call {
  const char* name;
  const char* function;
  const char* column = nullptr;
  double number = 0;
};
struct Case {
  const char* name;
  std::vector<const char*> by;
  std::vector<Call> take;
  const char* sort = nullptr;
  std::int64_t limit = 0;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kAll = {
      {"count, sum of bytes", {}, {{"n", "count"}, {"b", "sum", "bytes"}}},
      {"mean of seconds", {}, {{"m", "mean", "seconds"}}},
      {"distinct hosts", {}, {{"d", "distinct", "host"}}},
      {"by status", {"status"}, {{"n", "count"}}},
      {"by hour", {"hour"}, {{"n", "count"}}},
      {"by agent", {"agent"}, {{"n", "count"}}},
      {"by referrer", {"referrer"}, {{"n", "count"}}},
      {"by path, top 20", {"path"}, {{"n", "count"}}, "-n", 20},
      {"by path and status", {"path", "status"}, {{"n", "count"}}},
      {"top(path, 20)", {}, {{"t", "top", "path", 20}}},
      {"by status, distinct hosts", {"status"}, {{"d", "distinct", "host"}}},
      {"by host, 5 of bytes",
       {"host"},
       {{"n", "count"},
        {"s", "sum", "bytes"},
        {"m", "mean", "bytes"},
        {"low", "min", "bytes"},
        {"high", "max", "bytes"}}},
      {"by host, 5 of seconds",
       {"host"},
       {{"n", "count"},
        {"s", "sum", "seconds"},
        {"m", "mean", "seconds"},
        {"low", "min", "seconds"},
        {"high", "max", "seconds"}}},
  };
  return kAll;
}

Value options_of(const Case& each) {
  auto options = Value::map();
  if (!each.by.empty()) {
    auto by = Value::list({});
    for (const auto* column : each.by) by.items.push_back(Value::of(std::string(column)));
    options.add("by", std::move(by));
  }
  auto take = Value::map();
  for (const auto& call : each.take) {
    auto one = Value::map();
    one.add("function", Value::of(std::string(call.function)));
    auto columns = Value::list({});
    if (call.column != nullptr) columns.items.push_back(Value::of(std::string(call.column)));
    one.add("columns", std::move(columns));
    auto numbers = Value::list({});
    if (call.number != 0) numbers.items.push_back(Value::of(call.number));
    one.add("numbers", std::move(numbers));
    take.add(call.name, std::move(one));
  }
  options.add("take", std::move(take));
  if (each.sort != nullptr)
    options.add("sort", Value::list({Value::of(std::string(each.sort))}));
  options.add("limit", Value::of(each.limit));
  return options;
}

const dp::plugin::TaskTable& group_task() {
  static const auto kLibrary = dp::plugin::Library::load(DP_BENCH_PLUGIN_DIR "/group.so");
  if (!kLibrary) {
    std::fprintf(stderr, "bench_group: %s\n", kLibrary.error().message.c_str());
    std::exit(1);
  }
  return kLibrary->tables()[0];
}

using Partials = std::array<std::string, DP_PARTITIONS>;

/// An open reducer whose calls must succeed, and are timed.
class Reducer {
 public:
  Reducer(const dp::plugin::TaskTable& task, const Case& each)
      : open_(task.task), task_(task.reducer) {
    error_.struct_size = sizeof error_;
    const auto options = options_of(each);
    const dp::data::ValueTree tree(options);
    ArrowSchema input{};
    ArrowSchema output{};
    dp::export_schema(kSchema, &input);
    const dp_context context{
        sizeof(dp_context), tree.root(), &input, {}, 42, {}, 0, 0, 0, 0, nullptr, nullptr};
    check(open_.open(&context, &output, &self_, &error_));
    input.release(&input);
    output.release(&output);
  }
  ~Reducer() { open_.close(self_); }
  Reducer(const Reducer&) = delete;

  void update(const dp_batch& batch, int repeat) {
    const dp_out nowhere{sizeof(dp_out), nullptr, nullptr, nullptr, nullptr, nullptr};
    timed([&] {
      std::int32_t code = 0;
      for (int i = 0; i < repeat && code == 0; ++i)
        code = task_.update(self_, &batch, &nowhere, &error_);
      return code;
    });
  }
  void save(Partials& out) {
    const dp_out host{
        sizeof(dp_out),
        &out,
        nullptr,
        [](void* to, std::uint32_t partition, const void* data, std::uint64_t size) {
          (*static_cast<Partials*>(to))[partition].append(static_cast<const char*>(data), size);
          return std::int32_t{0};
        },
        nullptr,
        nullptr};
    timed([&] { return task_.save(self_, &host, &error_); });
  }
  void combine(std::uint32_t partition, const std::string& partial) {
    timed([&] {
      return task_.combine(self_, partition, {partial.data(), partial.size()}, &error_);
    });
  }
  void trim() {
    timed([&] { return task_.trim(self_, &error_); });
  }
  std::size_t finalize() {
    std::size_t rows = 0;
    const dp_out host{sizeof(dp_out),
                      &rows,
                      [](void* to, const dp_batch* batch) {
                        *static_cast<std::size_t*>(to) +=
                            static_cast<std::size_t>(batch->array->length);
                        return std::int32_t{0};
                      },
                      nullptr,
                      nullptr,
                      nullptr};
    timed([&] { return task_.finalize(self_, &host, &error_); });
    return rows;
  }
  void reset() { check(task_.reset(self_, &error_)); }
  std::uint64_t size() { return task_.size(self_); }
  /// Milliseconds in calls since the last take().
  double take() { return std::exchange(spent_, {}).count(); }

 private:
  template <class Call>
  void timed(Call call) {
    const auto start = Clock::now();
    const auto code = call();
    spent_ += Clock::now() - start;
    check(code);
  }
  void check(std::int32_t code) const {
    if (code == 0) return;
    std::fprintf(stderr, "bench_group: %s %s\n", error_.option, error_.message);
    std::exit(1);
  }
  const dp_task& open_;
  const dp_reducer& task_;
  void* self_ = nullptr;
  dp_error error_{};
  Clock::Milliseconds spent_{};
};

/// Cuts lines of the combined format into rows of kSchema.
class Cutter {
 public:
  Cutter() : batch_(kSchema, kRows) {}

  /// Call use(batch) for all lines of the log.
  template <class Use>
  std::size_t each_batch(const char* path, Use use) {
    std::ifstream file(path, std::ios::binary);
    std::vector<char> buffer(2 * kPiece + 64);
    std::size_t held = 0;
    std::size_t rows = 0;
    for (;;) {
      file.read(buffer.data() + held, static_cast<std::streamsize>(kPiece));
      held += static_cast<std::size_t>(file.gcount());
      const std::string_view all(buffer.data(), held);
      const auto end = all.rfind('\n');
      if (end == std::string_view::npos) return rows;
      rows += cut(all.substr(0, end + 1), use);
      held -= end + 1;
      std::memmove(buffer.data(), buffer.data() + end + 1, held);
    }
  }

 private:
  template <class Use>
  std::size_t cut(std::string_view piece, Use use) {
    std::size_t count = 0;
    std::size_t row = 0;
    batch_.set_text(piece.data());
    while (!piece.empty()) {
      const auto line = piece.substr(0, piece.find('\n'));
      piece.remove_prefix(line.size() + 1);
      if (!fill(row, line)) continue;
      if (++row == kRows || piece.empty()) {
        use(batch_.finish(row, 0).value());
        batch_.clear();
        count += row;
        row = 0;
      }
    }
    if (row != 0) use(batch_.finish(row, 0).value());
    batch_.clear();
    return count + row;
  }

  bool fill(std::size_t row, std::string_view line) {
    std::array<std::size_t, 6> quotes{};
    std::size_t at = 0;
    for (auto& quote : quotes) {
      quote = line.find('"', at);
      if (quote == std::string_view::npos) return false;
      at = quote + 1;
    }
    text(0, row, line.substr(0, line.find(' ')));
    const auto request = line.substr(quotes[0] + 1, quotes[1] - quotes[0] - 1);
    const auto path = request.substr(std::min(request.find(' ') + 1, request.size()));
    text(1, row, path.substr(0, path.find(' ')));
    const char* status = line.data() + quotes[1] + 2;
    batch_.column(2).put(row, std::int64_t{std::strtol(status, nullptr, 10)});
    const std::int64_t bytes = std::strtol(status + 4, nullptr, 10);
    if (status[4] == '-')
      batch_.column(3).set_null(row);
    else
      batch_.column(3).put(row, bytes);
    text(4, row, line.substr(quotes[2] + 1, quotes[3] - quotes[2] - 1));
    text(5, row, line.substr(quotes[4] + 1, quotes[5] - quotes[4] - 1));
    const char* day = line.data() + line.find('[') + 1;
    batch_.column(6).put(row, std::int64_t{std::strtol(day, nullptr, 10) * 24 +
                                           std::strtol(day + 12, nullptr, 10)});
    batch_.column(7).put(row, static_cast<double>(bytes) / 1000);
    return true;
  }
  void text(std::size_t column, std::size_t row, std::string_view value) {
    batch_.column(column).put(row, value.data(), static_cast<std::uint32_t>(value.size()));
  }
  dp::BatchBuilder batch_;
};

void measure(const dp::plugin::TaskTable& task, const Case& each, const char* log, int repeat) {
  Cutter cutter;
  Reducer worker(task, each);
  const auto rows =
      cutter.each_batch(log, [&](const dp_batch& batch) { worker.update(batch, repeat); });
  const double update = worker.take();
  const double size = static_cast<double>(worker.size()) / 1e6;
  Partials partials;
  worker.save(partials);
  const double save = worker.take();
  std::size_t bytes = 0;
  for (const auto& partial : partials) bytes += partial.size();

  Reducer by_partition(task, each);
  Reducer last(task, each);
  for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
    if (partials[p].empty()) continue;
    by_partition.reset();
    by_partition.combine(p, partials[p]);
    by_partition.combine(p, partials[p]);
    by_partition.trim();
    Partials trimmed;
    by_partition.save(trimmed);
    last.combine(p, trimmed[p]);
  }
  const double combine = by_partition.take();
  const double join = last.take();
  const auto result = last.finalize();
  std::printf("%-26s %7.1f %8.1f %8.1f %8.1f %8.1f %8.1f %8.1f %9zu\n", each.name,
              update * 1e6 / static_cast<double>(rows) / repeat, size, save,
              static_cast<double>(bytes) / 1e6, combine, join, last.take(), result);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fprintf(stderr, "usage: bench_group LOG [CASE [REPEAT]]\n");
    return 2;
  }
  const auto& task = group_task();
  std::printf("%-26s %7s %8s %8s %8s %8s %8s %8s %9s\n", "case", "ns/row", "size MB", "save ms",
              "saved MB", "2 in ms", "join ms", "final ms", "rows");
  for (const auto& each : cases())
    if (count < 3 || std::string_view(each.name).find(words[2]) != std::string_view::npos)
      measure(task, each, words[1], count < 4 ? 1 : std::max(1, std::atoi(words[3])));
  return 0;
}
