// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Functions for expressions. Plugins include <dp/plugin.hpp>.
///
/// The short form is a class with a call operator of one row's values, whose parameters and
/// result are typed by its signature. A null argument makes a null result, unless the parameter
/// is a std::optional; so does a result that is an empty std::optional.
///
/// ```
/// struct Shout {
///   static constexpr dp_parameter kParameters[] = {dp::parameter("text").text()};
///   static constexpr dp::TaskInfo kInfo{.name = "shout", .summary = "Text in capitals",
///                                       .doc = "...", .parameters = kParameters};
///   std::string operator()(std::string_view text) const;
/// };
/// ```
///
/// The long form has `Status open(const Context&, Schema& output)`, which decides by the types
/// of its arguments, and `Status call(const BatchView& arguments, ColumnBuilder& result)`, which
/// writes a value or a null into each row of the result.
///
/// Law: the result of a row depends on its arguments only.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <dp/batch.hpp>
#include <dp/detail/calls.hpp>
#include <dp/option.hpp>
#include <dp/task.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dp::detail {

template <class T>
struct Unwrapped {
  using type = T;
  static constexpr bool kOptional = false;
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using type = T;
  static constexpr bool kOptional = true;
};
/// T without reference, const and std::optional.
template <class T>
using UnwrappedType = typename Unwrapped<std::remove_cvref_t<T>>::type;

/// The types of columns that a C++ type stands for.
template <class T>
constexpr std::uint32_t types_of() noexcept {
  if constexpr (std::same_as<T, std::string_view> || std::same_as<T, std::string>)
    return DP_TYPE_STRING;
  else if constexpr (std::same_as<T, bool>)
    return DP_TYPE_BOOL;
  else if constexpr (std::same_as<T, std::int64_t>)
    return DP_TYPE_INT;
  else if constexpr (std::same_as<T, double>)
    return DP_TYPE_FLOAT;
  else if constexpr (std::same_as<T, Timestamp>)
    return DP_TYPE_TIMESTAMP;
  else if constexpr (std::same_as<T, Date>)
    return DP_TYPE_DATE;
  else if constexpr (std::same_as<T, Decimal>)
    return DP_TYPE_DECIMAL;
  else
    return 0;
}

/// The type of a result.
template <class T>
constexpr Type result_type() noexcept {
  constexpr auto kTypes = types_of<T>();
  if constexpr ((kTypes & DP_TYPE_STRING) != 0) return Type::string;
  if constexpr ((kTypes & DP_TYPE_BOOL) != 0) return Type::boolean;
  if constexpr ((kTypes & DP_TYPE_FLOAT) != 0) return Type::float64;
  if constexpr ((kTypes & DP_TYPE_TIMESTAMP) != 0) return Type::timestamp;
  if constexpr ((kTypes & DP_TYPE_DATE) != 0) return Type::date;
  if constexpr ((kTypes & DP_TYPE_DECIMAL) != 0) return Type::decimal;
  return Type::int64;
}

/// A row's value of one argument, as a T or std::optional<T>.
template <class T>
T argument(const ArrowArray& array, std::size_t row) {
  using Value = UnwrappedType<T>;
  if constexpr (Unwrapped<T>::kOptional)
    if (ColumnView(array).is_null(row)) return std::nullopt;
  if constexpr (std::same_as<Value, bool>)
    return BoolColumn(array)[row];
  else if constexpr (std::same_as<Value, std::string_view>)
    return StringColumn(array)[row];
  else if constexpr (std::same_as<Value, Timestamp>)
    return Timestamp{Int64Column(array)[row]};
  else if constexpr (std::same_as<Value, Date>)
    return Date{DateColumn(array)[row]};
  else
    return ValueColumn<Value>(array)[row];
}

template <class Value>
void put_result(ColumnBuilder& result, std::size_t row, const Value& value) {
  if constexpr (std::same_as<Value, std::string> || std::same_as<Value, std::string_view>)
    result.put_copy(row, value);
  else
    result.put(row, value);
}
template <class Value>
void put_result(ColumnBuilder& result, std::size_t row, const std::optional<Value>& value) {
  if (value)
    put_result(result, row, *value);
  else
    result.set_null(row);
}

/// The short form as the long one.
template <class T, class Return, class... Arguments>
struct RowCalls {
  static_assert(
      types_of<UnwrappedType<Return>>() != 0,
      "dp: a function returns std::string, std::string_view, std::int64_t, double, bool, "
      "dp::Timestamp, dp::Date or dp::Decimal, or a std::optional of one");
  static_assert(
      ((types_of<UnwrappedType<Arguments>>() != 0) && ...),
      "dp: the parameters of a function's operator() are std::string_view, std::int64_t, "
      "double, bool, dp::Timestamp, dp::Date or dp::Decimal, or std::optional of one");
  static constexpr Type kResult = result_type<UnwrappedType<Return>>();

  static constexpr bool fits(std::span<const dp_parameter> parameters) noexcept {
    const std::uint32_t takes[] = {types_of<UnwrappedType<Arguments>>()..., 0};
    std::size_t place = 0;
    for (const auto& parameter : parameters) {
      if ((parameter.flags & DP_PARAMETER_CONSTANT) != 0) continue;
      if (place == sizeof...(Arguments) || (parameter.types & ~takes[place++]) != 0)
        return false;
    }
    return place == sizeof...(Arguments);
  }
  static void call(T& task, const BatchView& arguments, ColumnBuilder& result) {
    call(task, arguments, result, std::index_sequence_for<Arguments...>());
  }

 private:
  template <std::size_t... places>
  static void call(T& task, const BatchView& arguments, ColumnBuilder& result,
                   std::index_sequence<places...>) {
    for (std::size_t row = 0; row < arguments.rows(); ++row) {
      const bool lacks = ((!Unwrapped<std::remove_cvref_t<Arguments>>::kOptional &&
                           ColumnView(arguments.column(places)).is_null(row)) ||
                          ...);
      if (lacks)
        result.set_null(row);
      else
        put_result(
            result, row,
            task(argument<std::remove_cvref_t<Arguments>>(arguments.column(places), row)...));
    }
  }
};

template <class T, class Return, class... Arguments>
RowCalls<T, Return, Arguments...> row_calls(Return (T::*)(Arguments...));
template <class T, class Return, class... Arguments>
RowCalls<T, Return, Arguments...> row_calls(Return (T::*)(Arguments...) const);

template <class T>
concept calls_batches = requires(T& task, const BatchView& arguments, ColumnBuilder& result) {
  { task.call(arguments, result) } -> std::same_as<Status>;
};
template <class T>
concept calls_rows = requires {
  row_calls(&T::operator());
};

/// How the constants of a function are declared to Options.
template <class T>
constexpr auto declared_constants() noexcept {
  std::array<dp_option, T::kInfo.parameters.size() + 1> declared{};
  std::size_t count = 0;
  for (const auto& each : T::kInfo.parameters) {
    if ((each.flags & DP_PARAMETER_CONSTANT) == 0) continue;
    auto made = option(each.name);
    if ((each.types & DP_TYPE_STRING) != 0)
      made = made.text();
    else if ((each.types & DP_TYPE_FLOAT) != 0)
      made = made.number();
    else
      made = (each.types & DP_TYPE_BOOL) != 0 ? made.flag() : made.integer();
    declared[count++] = made;
  }
  return std::pair(declared, count);
}

/// An instance of a function: the author's class, and the column of its last results.
template <class T>
class FunctionTask {
  static constexpr auto kConstants = declared_constants<T>();

 public:
  static constexpr TaskInfo kInfo = T::kInfo;
  static constexpr std::span<const dp_option> kDeclared{kConstants.first.data(),
                                                        kConstants.second};

  Status open(const Context& context, Schema& output) {
    if constexpr (calls_batches<T>) {
      DP_CHECK(task_.open(context, output));
    } else {
      if constexpr (requires { task_.open(context); }) DP_CHECK(task_.open(context));
      using Rows = decltype(row_calls(&T::operator()));
      static_assert(
          Rows::fits(T::kInfo.parameters),
          "dp: the parameters of operator() are not those of kInfo.parameters (without "
          "constants), in order and type");
      output = {{T::kInfo.name, Rows::kResult, true}};
    }
    if (output.size() != 1)
      return fail(Errc::bug, "a function's output has " + std::to_string(output.size()) +
                                 " columns, expected 1");
    type_ = output.front().type;
    return {};
  }
  Status start() {
    if constexpr (is_start<T>) return task_.start();
    return {};
  }
  Status call(const BatchView& arguments, const ArrowArray** array) {
    if (!result_ || capacity_ < arguments.rows()) {
      capacity_ = std::max<std::size_t>(2 * capacity_, arguments.rows());
      result_.reset();
      result_.emplace(type_, capacity_);
    }
    result_->clear();
    if constexpr (calls_batches<T>)
      DP_CHECK(task_.call(arguments, *result_));
    else
      decltype(row_calls(&T::operator()))::call(task_, arguments, *result_);
    if (auto status = result_->status(arguments.rows()); !status)
      return fail(std::move(status).error().within("its result"));
    *array = result_->finish(arguments.rows());
    return {};
  }

 private:
  T task_;
  Type type_ = Type::string;
  std::size_t capacity_ = 0;
  std::optional<ColumnBuilder> result_;
};

}  // namespace dp::detail
