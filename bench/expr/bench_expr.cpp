// SPDX-License-Identifier: Apache-2.0

/// Measure expressions over batches of an access log's columns: bench_expr [CASE [REPEAT]]
///
/// Each case is one expression, evaluated over one batch again and again, as a derive link does, or
/// its rows selected, as a where link does. `small` is a batch of 16 rows: what a batch costs by
/// itself. Units: ns of CPU time a row, the least of ten rounds.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <dp/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "expr/evaluator.hpp"

namespace {

constexpr std::size_t kRows = 2048;
constexpr std::size_t kFew = 16;
constexpr int kRounds = 10;

const dp::Schema kSchema = {
    {"path", dp::Type::string, false},    {"status", dp::Type::int64, false},
    {"bytes", dp::Type::int64, true},     {"referrer", dp::Type::string, true},
    {"time", dp::Type::timestamp, false}, {"seconds", dp::Type::float64, false},
    {"cached", dp::Type::boolean, false}, {"day", dp::Type::date, false},
};

/// CPU time of this thread: the machine may be busy with other things.
double nanoseconds() noexcept {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

/// Rows like those of a log: mostly 200, a null here and there, times that rise.
dp_batch fill(dp::BatchBuilder& builder, std::size_t rows) {
  static const std::string kPaths[] = {"/", "/index.html", "/images/logo-of-the-house.png",
                                       "/api/v1/users/4711/orders?page=2"};
  static const std::int64_t kStatus[] = {200, 200, 200, 304, 200, 404, 200, 500};
  std::uint32_t random = 1;
  for (std::size_t row = 0; row < rows; ++row) {
    random = random * 1664525 + 1013904223;
    const std::uint32_t dice = random >> 16;
    builder.offsets()[row] = 100 * row;
    builder.column(0).put_copy(row, kPaths[dice % 4]);
    builder.column(1).put(row, kStatus[dice / 4 % 8]);
    if (dice % 11 == 0)
      builder.column(2).set_null(row);
    else
      builder.column(2).put(row, std::int64_t{dice} * 17);
    if (dice % 3 == 0)
      builder.column(3).set_null(row);
    else
      builder.column(3).put_copy(row, "https://www.example.com/" + std::to_string(dice % 50));
    builder.column(4).put(
        row, std::int64_t{1'700'000'000'000'000} + 250'000 * static_cast<std::int64_t>(row));
    builder.column(5).put(row, static_cast<double>(dice) / 1000);
    builder.column(6).put(row, dice % 5 == 0);
    builder.column(7).put(row, static_cast<std::int32_t>(19'000 + row / 100));
  }
  return builder.finish(rows, 0).value();
}

constexpr const char* kCases[] = {
    "status == 404",
    "status >= 400 and bytes > 1000",
    "status == 404 or contains(path, 'users')",
    "cached and not (status in (301, 302, 304))",
    "path in ('/', '/index.html', '/robots.txt')",
    "referrer is not null and referrer != 'https://www.example.com/7'",
    "bytes * 8 + status",
    "seconds / 1000 - bytes / 2.5",
    "round(seconds * 10)",
    "if(bytes is null, 0, bytes)",
    "coalesce(referrer, path)",
    "lower(path)",
    "concat(path, '?', string(status))",
    "split_part(path, '/', 2)",
    "hour(time)",
    "trunc(time, 'hour')",
    "strftime(time, '%Y-%m-%d %H:00')",
    "time - timestamp('2023-11-14 00:00:00')",
    "day < '2022-06-01'",
};

struct Measured {
  double per_row;
  double selecting;  ///< a row; 0: not a condition
};

/// The least time that `pass` takes of a row.
template <class Pass>
double least(std::size_t rows, int repeat, Pass pass) {
  double best = 1e18;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = nanoseconds();
    for (int i = 0; i < repeat; ++i) pass();
    best = std::min(best, nanoseconds() - begin);
  }
  return best / repeat / static_cast<double>(rows);
}

Measured measure(const char* text, std::size_t rows, int repeat) {
  const auto expression = dp::expr::Expression::parse(text);
  auto evaluator = dp::expr::Evaluator::make(expression.value(), kSchema).value();
  dp::BatchBuilder builder(kSchema, rows);
  const dp_batch batch = fill(builder, rows);
  const dp::BatchView view(batch);
  Measured measured{};
  measured.per_row = least(rows, repeat, [&] { (void)evaluator.evaluate(view).value(); });
  if (evaluator.type() == dp::Type::boolean)
    measured.selecting = least(rows, repeat, [&] { (void)evaluator.select(view).value(); });
  return measured;
}

}  // namespace

int main(int count, char** words) {
  const int repeat = count < 3 ? 100 : std::max(1, std::atoi(words[2]));
  std::printf("%-66s %8s %8s %8s\n", "case, ns/row", "evaluate", "select", "small");
  for (const char* each : kCases) {
    if (count > 1 && std::string_view(each).find(words[1]) == std::string_view::npos) continue;
    const auto large = measure(each, kRows, repeat);
    const auto small = measure(each, kFew, 20 * repeat);
    std::printf("%-66s %8.2f %8.2f %8.2f\n", each, large.per_row, large.selecting,
                small.per_row);
    std::fflush(stdout);
  }
  return 0;
}
