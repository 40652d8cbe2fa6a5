// SPDX-License-Identifier: Apache-2.0
#include "check/laws.hpp"

namespace dp::check {

namespace {

/// Rows in these batches through one instance. `Role`: a step or a function.
template <class Role>
Outcome processed(Driver& driver, Role& task, const std::vector<std::size_t>& batches) {
  Seen seen;
  auto rows = driver.rows();
  for (const auto size : batches) {
    DP_CHECK(driver.process(task, rows.first(size), seen));
    rows = rows.subspan(size);
  }
  return seen;
}

template <class Role>
Outcome whole(Driver& driver) {
  DP_TRY(auto task, driver.open<Role>());
  return processed(driver, task, {driver.rows().size()});
}

template <class Role>
Outcome in_batches(Driver& driver) {
  auto random = driver.random(1);
  DP_TRY(auto task, driver.open<Role>());
  return processed(driver, task, random_pieces(driver.rows().size(), random));
}

template <class Role>
Outcome twice(Driver& driver) {
  DP_TRY(auto task, driver.open<Role>());
  auto first = processed(driver, task, {driver.rows().size()});
  if (!first) return first;
  return processed(driver, task, {driver.rows().size()});
}

Outcome one_by_one(Driver& driver) {
  DP_TRY(auto function, driver.open<plugin::FunctionInstance>());
  return processed(driver, function, std::vector<std::size_t>(driver.rows().size(), 1));
}

Outcome with_columns(Driver& driver, std::vector<std::uint8_t>& used) {
  auto random = driver.random(2);
  DP_TRY(auto step, driver.open<plugin::StepInstance>([&](const Schema& output) {
    return used = random_projection(output.size(), random);
  }));
  return processed(driver, step, {driver.rows().size()});
}

}  // namespace

Verdict try_step(Driver& driver) {
  using Step = plugin::StepInstance;
  constexpr std::string_view kWhole = "one batch";
  const auto expected = whole<Step>(driver);
  auto verdict = judge_reference(expected);
  if (verdict.fault || !verdict.refused.empty()) return verdict;
  verdict.fault = hold("depends on batches", kWhole, expected, "the same in random batches",
                       in_batches<Step>(driver));
  if (!verdict.fault)
    verdict.fault = hold("remembers what it saw before", kWhole, expected, "the same once more",
                         twice<Step>(driver));
  if (verdict.fault) return verdict;
  std::vector<std::uint8_t> used;
  const auto fewer = with_columns(driver, used);
  verdict.fault = hold("depends on which columns are read", "all columns",
                       projected(expected, used), "with fewer needed", projected(fewer, used));
  return verdict;
}

Verdict try_function(Driver& driver) {
  using Function = plugin::FunctionInstance;
  constexpr std::string_view kWhole = "one batch";
  const auto expected = whole<Function>(driver);
  auto verdict = judge_reference(expected);
  if (verdict.fault || !verdict.refused.empty()) return verdict;
  verdict.fault =
      hold("depends on other rows", kWhole, expected, "row by row", one_by_one(driver));
  if (!verdict.fault)
    verdict.fault = hold("depends on batches", kWhole, expected, "the same in random batches",
                         in_batches<Function>(driver));
  if (!verdict.fault)
    verdict.fault = hold("remembers what it saw before", kWhole, expected, "the same once more",
                         twice<Function>(driver));
  return verdict;
}

}  // namespace dp::check
