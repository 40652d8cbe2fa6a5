// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

namespace dp::expr {

enum class Function : std::uint8_t {
  abs,
  ceil,
  coalesce,
  concat,
  contains,
  date,
  day,
  to_decimal,
  ends_with,
  file,
  floor,
  hour,
  choose,  ///< if(condition, then, else)
  to_float,
  to_int,
  to_string,
  length,
  lower,
  member,
  minute,
  month,
  offset,
  round,
  sample,
  second,
  split_part,
  starts_with,
  strftime,
  substring,
  timestamp,
  trunc,
  unix_time,
  upper,
  weekday,
  without,
  year,
};

/// A function of the expression language, for the parser, messages and `dp help`.
struct FunctionInfo {
  Function function;
  std::string_view name;
  std::size_t least;  ///< arguments
  std::size_t most;
  std::string_view signature;
  std::string_view doc;
};

/// Any number: what an expression holds is the limit.
inline constexpr std::size_t kManyArguments = std::numeric_limits<std::size_t>::max();

/// "2 arguments", "at least 1 argument", "1 to 3 arguments".
std::string count_of_arguments(std::size_t least, std::size_t most);

/// All of them, by name.
std::span<const FunctionInfo> functions() noexcept;

/// The function `name`, or nullptr.
const FunctionInfo* find_function(std::string_view name) noexcept;

}  // namespace dp::expr
