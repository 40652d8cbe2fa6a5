// SPDX-License-Identifier: Apache-2.0
#include "check/laws.hpp"

namespace dp::check {

namespace {

std::string told(std::string_view name, const Outcome& outcome) {
  if (outcome) return std::string(name) + " did not fail";
  return std::string(name) + " failed (" + outcome.error().message + ")";
}

}  // namespace

std::optional<Fault> hold(std::string_view law, std::string_view reference_name,
                          const Outcome& reference, std::string_view way_name,
                          const Outcome& way) {
  if (!reference && !way) return std::nullopt;
  if (!reference || !way)
    return Fault{std::string(law), told(reference_name, reference) + ", " + told(way_name, way),
                 false};
  auto differs = difference(reference_name, *reference, way_name, *way);
  if (!differs) return std::nullopt;
  return Fault{std::string(law), std::move(*differs), false};
}

Verdict judge_reference(const Outcome& reference) {
  Verdict verdict;
  if (reference) {
    verdict.rows = reference->rows.size();
    verdict.rejects = reference->rejects.size();
  } else if (reference.error().code == Errc::invalid_plugin) {
    verdict.fault = Fault{"breaks the ABI", reference.error().message, false};
  } else {
    verdict.refused = reference.error().message;
  }
  return verdict;
}

std::vector<std::uint8_t> random_projection(std::size_t columns, Random& random) {
  std::vector<std::uint8_t> used(columns);
  for (auto& each : used) each = random.one_in(2) ? 1 : 0;
  if (!used.empty()) used[random.below(columns)] = 0;
  return used;
}

Outcome projected(Outcome outcome, const std::vector<std::uint8_t>& used) {
  if (!outcome) return outcome;
  for (auto& row : outcome->rows)
    for (std::size_t i = 0; i < used.size() && i < row.size(); ++i)
      if (used[i] == 0) row[i] = "_";
  return outcome;
}

Verdict try_task(Driver& driver) {
  switch (driver.trial().subject.role) {
    case DP_READER:
      return try_reader(driver);
    case DP_STEP:
      return try_step(driver);
    case DP_REDUCER:
      return try_reducer(driver);
    case DP_WRITER:
      return try_writer(driver);
    case DP_FUNCTION:
      return try_function(driver);
  }
  return {};
}

}  // namespace dp::check
