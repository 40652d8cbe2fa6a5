// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "group/plan.hpp"

namespace dp::group {

/// Makes a Plan: add_key() and add_taken(), then lay_out(), then finish().
///
/// Lifetime: as long as the input's schema.
class PlanMaker {
 public:
  PlanMaker(const Schema& input, std::uint64_t seed) : input_(&input), seed_(seed) {}

  /// Precondition: no key has the column yet.
  void add_key(std::size_t column);
  /// Take a function of a column, under a name. A count is of no column.
  void add_taken(Taken taken, std::size_t column, const std::string& name);
  /// Decide where in a group's entry each accumulator is.
  void lay_out();
  /// The plan, whose order ends in all keys.
  Plan finish();

 protected:
  /// Of what is added so far.
  [[nodiscard]] Plan& plan() noexcept { return plan_; }
  [[nodiscard]] const Plan& plan() const noexcept { return plan_; }

 private:
  /// Set what `taken` is made from, and the type of what it gives.
  void take(Taken& taken, std::size_t column);
  std::size_t keep_values(std::size_t column);
  /// Keep the column's values with their counts, at least so many of the most frequent.
  std::size_t keep_counts(std::size_t column, std::uint32_t most);
  std::size_t keep(Kind kind, std::size_t column);
  void add_key_to_sort(std::size_t key);
  /// What partials must agree on to be combined.
  [[nodiscard]] std::uint64_t fingerprint() const;

  const Schema* input_;
  std::uint64_t seed_;
  Plan plan_;
};

}  // namespace dp::group
