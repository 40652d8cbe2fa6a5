// SPDX-License-Identifier: Apache-2.0
#include "check/laws.hpp"

namespace dp::check {

namespace {

/// A whole file, its rows written in these batches.
Outcome written(Driver& driver, const std::vector<std::size_t>& batches) {
  DP_TRY(auto writer, driver.open<plugin::WriterInstance>());
  Seen seen;
  DP_CHECK(driver.begin(writer, seen));
  DP_CHECK(driver.section(writer, seen));
  auto rows = driver.rows();
  for (const auto size : batches) {
    DP_CHECK(driver.write(writer, rows.first(size), seen));
    rows = rows.subspan(size);
  }
  DP_CHECK(driver.end(writer, seen));
  return seen;
}

/// The bytes of the write calls alone: by one instance, or part by part by one each.
Outcome stream(Driver& driver, bool one_instance) {
  Seen unused;
  Seen seen;
  for (std::uint8_t number = 0; number < 3; ++number) {
    DP_TRY(auto writer, driver.open<plugin::WriterInstance>());
    DP_CHECK(driver.begin(writer, unused));
    DP_CHECK(driver.section(writer, unused));
    if (one_instance) {
      DP_CHECK(driver.write(writer, driver.rows(), seen));
      return seen;
    }
    DP_CHECK(driver.write(writer, driver.part(number), seen));
  }
  return seen;
}

}  // namespace

Verdict try_writer(Driver& driver) {
  const auto count = driver.rows().size();
  const auto expected = written(driver, {count});
  auto verdict = judge_reference(expected);
  if (verdict.fault || !verdict.refused.empty()) return verdict;
  verdict.rows = count;
  auto random = driver.random(1);
  verdict.fault =
      hold("depends on batches", "one batch", expected, "the same in random batches",
           written(driver, random_pieces(count, random)));
  if (verdict.fault || (driver.trial().subject.traits & DP_WRITER_WHOLE) != 0) return verdict;
  verdict.fault = hold("writes what depends on calls before", "one writer",
                       stream(driver, true), "a writer each part", stream(driver, false));
  return verdict;
}

}  // namespace dp::check
