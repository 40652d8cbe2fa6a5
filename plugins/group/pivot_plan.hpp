// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/plugin.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "group/columns.hpp"
#include "group/plan.hpp"

namespace dp::group {

/// The checked options of a pivot, and how it groups: by the keys of a row, and by the name.
struct PivotPlan {
  Plan plan;             ///< takes the value, and the count of records
  std::size_t name = 0;  ///< the input's column of names
  std::string name_of;   ///< its name
  std::vector<std::string> names;
  std::unordered_map<std::string_view, std::size_t> places;  ///< of the names
  bool is_single = true;  ///< several records of one row and name are an error
  std::optional<Datum> fill;
  std::string fill_text;  ///< of a fill that is text

  PivotPlan() = default;
  PivotPlan(PivotPlan&&) = default;
  PivotPlan& operator=(PivotPlan&&) = default;
  PivotPlan(const PivotPlan&) = delete;  // places point into names
  PivotPlan& operator=(const PivotPlan&) = delete;
  ~PivotPlan() = default;

  /// Check the options. Errors: invalid_pipeline, with the option's place in the file.
  static Result<PivotPlan> make(const Context& context);
  /// The keys, and then a column for each name.
  [[nodiscard]] Schema output() const;
  /// How many columns are keys of a row.
  [[nodiscard]] std::size_t keys() const noexcept { return plan.keys.size() - 1; }
  [[nodiscard]] const Field& value() const noexcept { return plan.taken[0].field; }
  static constexpr std::size_t kValue = 0;  ///< of plan.taken
  static constexpr std::size_t kRecords = 1;
};

}  // namespace dp::group
