// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/civil.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace dp::expr {

/// A checked strftime format.
class TimeFormat {
 public:
  /// `bad` gets the place of the first conversion that does not exist.
  static std::optional<TimeFormat> parse(std::string_view format, std::size_t* bad);

  /// The span of time, from a multiple of it, over which the text stays the same, in
  /// microseconds: one of the units of <dp/civil.hpp>.
  [[nodiscard]] std::int64_t step() const noexcept { return step_; }
  /// Append the text of a time.
  void append(std::string& out, std::int64_t microseconds) const;

 private:
  std::string format_;
  std::int64_t step_ = civil::kDay;
};

}  // namespace dp::expr
