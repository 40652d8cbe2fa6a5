// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <string>
#include <vector>

#include "check/driver.hpp"
#include "pool/pool.hpp"

namespace dp::test {

/// A worker's context that keeps what was reported, and stores nothing.
class RecordingContext final : public pool::WorkerContext {
 public:
  void report_position(std::uint64_t item, std::uint64_t place,
                       bool precise) noexcept override {
    (void)item, (void)precise;
    places.push_back(place);
  }
  void report_call(std::string_view, pool::Timing) noexcept override {}
  void report_alive() noexcept override {}
  Result<pool::StoreRange> store(pool::Bytes) override { return fail(Errc::io, "no store"); }
  Status load(const pool::StoreRange&, std::string&) override {
    return fail(Errc::io, "no store");
  }
  Status commit_part(pool::Part, pool::Bytes) override { return fail(Errc::io, "no commit"); }
  Status commit_prefix(pool::Bytes) override { return fail(Errc::io, "no commit"); }

  /// The call that was reported last.
  [[nodiscard]] check::Call last_call() const {
    return places.empty() ? check::Call::none : static_cast<check::Call>(places.back() & 0xff);
  }
  std::vector<std::uint64_t> places;
};

/// A trial of a task of tests/cli/bad.cpp or flawed.cpp, named as there ("bad.mean").
check::Trial trial_of(dp_role role, const std::string& task);
/// The same of a reader, over these lines.
check::Trial trial_of_lines(const std::string& task, const std::vector<std::string>& lines);
/// The same of a reducer over an int column `x`, with as many values in each of the three parts.
check::Trial trial_of_numbers(const std::string& task,
                              const std::vector<std::int64_t>& numbers);
/// The same of a step or writer over a string column `line`.
check::Trial trial_of_texts(dp_role role, const std::string& task,
                            const std::vector<std::string>& texts);

/// The path of bad.so or flawed.so.
std::string library_path(const std::string& name);

/// A pool of one worker that is dp.
pool::Pool pool_of_dp();

/// What a trial showed, made in this process.
struct Tried {
  explicit Tried(const check::Trial& trial);
  /// The law that was broken; empty: none.
  [[nodiscard]] std::string law() const {
    return verdict.fault ? verdict.fault->law : std::string();
  }
  check::Verdict verdict;
};

}  // namespace dp::test
