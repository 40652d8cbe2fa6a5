// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Declare options and parameters, one line each:
///
/// ```
/// static constexpr dp_option kOptions[] = {
///     dp::option("limit").integer().fallback("0").range(0, 1e9).doc("The most rows; 0: all."),
///     dp::option("by").text().list().required().doc("Columns that rows are grouped by.")};
/// ```

#include <dp/abi.h>

#include <cstdint>

namespace dp {

/// A dp_option in the making. Without a type it is text.
struct Option : dp_option {
  // Its type, by the name of the getter of dp::Options that reads it.
  [[nodiscard]] constexpr Option text() const { return of(DP_OPTION_STRING); }
  [[nodiscard]] constexpr Option integer() const { return of(DP_OPTION_INT); }
  [[nodiscard]] constexpr Option number() const { return of(DP_OPTION_FLOAT); }
  [[nodiscard]] constexpr Option flag() const { return of(DP_OPTION_BOOL); }
  /// "8MiB": read with integer(), in bytes.
  [[nodiscard]] constexpr Option size() const { return of(DP_OPTION_SIZE); }
  /// "30s": read with integer(), in microseconds.
  [[nodiscard]] constexpr Option duration() const { return of(DP_OPTION_DURATION); }
  /// "1%" or 0.01: read with number().
  [[nodiscard]] constexpr Option ratio() const { return of(DP_OPTION_RATIO); }
  /// "bytes / 1024": read with text(), as the name of the input's column that holds its value.
  [[nodiscard]] constexpr Option expression() const { return of(DP_OPTION_EXPRESSION); }
  /// "sum(bytes)": see DP_OPTION_AGGREGATE.
  [[nodiscard]] constexpr Option aggregate() const { return of(DP_OPTION_AGGREGATE); }

  [[nodiscard]] constexpr Option required() const { return with(DP_OPTION_REQUIRED); }
  /// A list of the type: read with items(). One value alone is a list of one.
  [[nodiscard]] constexpr Option list() const { return with(DP_OPTION_LIST); }
  /// A map from names to the type: read with keys() and items().
  [[nodiscard]] constexpr Option map() const { return with(DP_OPTION_MAP); }

  /// The default, as YAML text.
  [[nodiscard]] constexpr Option fallback(const char* yaml) const {
    auto made = *this;
    made.dp_option::fallback = yaml;
    return made;
  }
  /// One sentence: what it is, its unit, when to change it.
  [[nodiscard]] constexpr Option doc(const char* sentence) const {
    auto made = *this;
    made.dp_option::doc = sentence;
    return made;
  }
  /// The only values, separated by '|'.
  [[nodiscard]] constexpr Option allowed(const char* values) const {
    auto made = *this;
    made.dp_option::allowed = values;
    return made;
  }
  [[nodiscard]] constexpr Option range(double least, double most) const {
    auto made = *this;
    made.dp_option::minimum = least;
    made.dp_option::maximum = most;
    return made;
  }

 private:
  [[nodiscard]] constexpr Option of(dp_option_type kind) const {
    auto made = *this;
    made.dp_option::type = kind;
    return made;
  }
  [[nodiscard]] constexpr Option with(std::uint32_t flag) const {
    auto made = *this;
    made.dp_option::flags |= flag;
    return made;
  }
};

constexpr Option option(const char* name) {
  return {{name, DP_OPTION_STRING, 0, nullptr, "", nullptr, 0, 0}};
}

/// A dp_parameter of a function in the making. Without a type it takes any.
struct Parameter : dp_parameter {
  [[nodiscard]] constexpr Parameter text() const { return of(DP_TYPE_STRING); }
  [[nodiscard]] constexpr Parameter integer() const { return of(DP_TYPE_INT); }
  /// An int or a float; `real`: ints are widened.
  [[nodiscard]] constexpr Parameter number() const { return of(DP_TYPE_NUMBER); }
  [[nodiscard]] constexpr Parameter real() const { return of(DP_TYPE_FLOAT); }
  [[nodiscard]] constexpr Parameter flag() const { return of(DP_TYPE_BOOL); }
  [[nodiscard]] constexpr Parameter timestamp() const { return of(DP_TYPE_TIMESTAMP); }
  [[nodiscard]] constexpr Parameter date() const { return of(DP_TYPE_DATE); }

  /// A literal, which open finds among its options.
  [[nodiscard]] constexpr Parameter constant() const { return with(DP_PARAMETER_CONSTANT); }
  [[nodiscard]] constexpr Parameter optional() const { return with(DP_PARAMETER_OPTIONAL); }
  [[nodiscard]] constexpr Parameter repeated() const { return with(DP_PARAMETER_REPEATED); }
  [[nodiscard]] constexpr Parameter doc(const char* sentence) const {
    auto made = *this;
    made.dp_parameter::doc = sentence;
    return made;
  }

 private:
  [[nodiscard]] constexpr Parameter of(std::uint32_t bits) const {
    auto made = *this;
    made.dp_parameter::types = bits;
    return made;
  }
  [[nodiscard]] constexpr Parameter with(std::uint32_t flag) const {
    auto made = *this;
    made.dp_parameter::flags |= flag;
    return made;
  }
};

constexpr Parameter parameter(const char* name) { return {{name, "", DP_TYPE_ANY, 0}}; }

}  // namespace dp
