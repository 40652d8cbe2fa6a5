// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include <stdexcept>

#include "check/laws.hpp"

namespace dp::test {

namespace {

constexpr std::uint64_t kSeed = 7;

void add_rows(check::Trial& trial, std::vector<check::Cell> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    trial.rows.push_back({std::move(cells[i])});
    trial.parts.push_back(static_cast<std::uint8_t>(3 * i / cells.size()));
  }
}

}  // namespace

std::string library_path(const std::string& name) {
  return std::string(DP_TEST_PLUGINS "/") + name + ".so";
}

check::Trial trial_of(dp_role role, const std::string& task) {
  check::Trial trial;
  trial.subject.role = role;
  trial.subject.use = {library_path(task.substr(0, task.find('.'))), task, data::Value::map()};
  trial.seed = kSeed;
  return trial;
}

check::Trial trial_of_lines(const std::string& task, const std::vector<std::string>& lines) {
  auto trial = trial_of(DP_READER, task);
  std::vector<check::Cell> cells;
  for (const auto& line : lines) cells.push_back({false, 0, 0, line});
  add_rows(trial, std::move(cells));
  return trial;
}

check::Trial trial_of_numbers(const std::string& task,
                              const std::vector<std::int64_t>& numbers) {
  auto trial = trial_of(DP_REDUCER, task);
  trial.subject.input = {{"x", Type::int64, false}};
  std::vector<check::Cell> cells;
  for (const auto number : numbers) cells.push_back({false, number, 0, ""});
  add_rows(trial, std::move(cells));
  return trial;
}

check::Trial trial_of_texts(dp_role role, const std::string& task,
                            const std::vector<std::string>& texts) {
  auto trial = trial_of(role, task);
  trial.subject.input = {{"line", Type::string, false}};
  std::vector<check::Cell> cells;
  for (const auto& text : texts) cells.push_back({false, 0, 0, text});
  add_rows(trial, std::move(cells));
  return trial;
}

pool::Pool pool_of_dp() {
  pool::Options options;
  options.workers = 1;
  options.command = {DP_PROGRAM};
  options.timeout = std::chrono::seconds(20);
  auto pool = pool::Pool::start(std::move(options));
  if (!pool) throw std::runtime_error(pool.error().message);
  return std::move(*pool);
}

Tried::Tried(const check::Trial& trial) {
  worker::Libraries libraries;
  RecordingContext context;
  check::Driver driver(trial, libraries, context);
  verdict = check::try_task(driver);
}

}  // namespace dp::test
