// SPDX-License-Identifier: Apache-2.0
#include "expr/functions.hpp"

#include <algorithm>

namespace dp::expr {

namespace {

using F = Function;

constexpr FunctionInfo kFunctions[] = {
    {F::abs, "abs", 1, 1, "abs(number)", "without its sign"},
    {F::ceil, "ceil", 1, 1, "ceil(number)", "rounded up to a whole number"},
    {F::coalesce, "coalesce", 2, kManyArguments, "coalesce(a, b, ...)",
     "the first that is not null"},
    {F::concat, "concat", 2, kManyArguments, "concat(text, text, ...)",
     "the texts in a row; null if one is"},
    {F::contains, "contains", 2, 2, "contains(text, part)", "whether part is anywhere in text"},
    {F::date, "date", 1, 1, "date(time or text)",
     "the UTC day of a timestamp; text is read as YYYY-MM-DD, or gives null"},
    {F::day, "day", 1, 1, "day(time)", "day of the month, 1 to 31"},
    {F::to_decimal, "decimal", 1, 1, "decimal(value)",
     "a number, text or bool as exact decimal, of a float its digits; null if it is not one"},
    {F::ends_with, "ends_with", 2, 2, "ends_with(text, part)", "whether part ends text"},
    {F::file, "file", 0, 0, "file()",
     "the path of the file that the record is from; - is standard input"},
    {F::to_float, "float", 1, 1, "float(value)",
     "a number, text or bool as float; null if it is not one"},
    {F::floor, "floor", 1, 1, "floor(number)", "rounded down to a whole number"},
    {F::hour, "hour", 1, 1, "hour(time)", "hour of the UTC day, 0 to 23"},
    {F::choose, "if", 3, 3, "if(condition, then, else)",
     "then if condition is true, else if it is false or null"},
    {F::to_int, "int", 1, 1, "int(value)",
     "a number (its fraction cut), text or bool as int; null if it is not one"},
    {F::length, "length", 1, 1, "length(text)", "number of characters"},
    {F::lower, "lower", 1, 1, "lower(text)", "with A to Z as a to z"},
    {F::member, "member", 2, 2, "member(json, 'path')",
     "what a value of JSON has at a path such as geo.lat, tags.0 or /a~1b; null if there is "
     "nothing"},
    {F::minute, "minute", 1, 1, "minute(time)", "minute of the hour, 0 to 59"},
    {F::month, "month", 1, 1, "month(time)", "month of the year, 1 to 12"},
    {F::offset, "offset", 0, 0, "offset()",
     "the byte of the (unpacked) file that the record begins at"},
    {F::round, "round", 1, 2, "round(number, places)",
     "the nearest number with so many digits after the point, or whole number; halves go away "
     "from "
     "zero"},
    {F::sample, "sample", 1, 2, "sample(share, seed)",
     "whether the record is in a sample of this share, 0 to 1, of all; its place decides"},
    {F::second, "second", 1, 1, "second(time)", "second of the minute, 0 to 59"},
    {F::split_part, "split_part", 3, 3, "split_part(text, separator, n)",
     "the part with number n, from 1, of text cut at the separators; '' if there is none"},
    {F::starts_with, "starts_with", 2, 2, "starts_with(text, part)",
     "whether part begins text"},
    {F::strftime, "strftime", 2, 2, "strftime(time, 'format')",
     "the UTC time as text, by strftime's %Y %m %d %H %M %S and the like"},
    {F::to_string, "string", 1, 1, "string(value)", "any value as text"},
    {F::substring, "substring", 2, 3, "substring(text, start, count)",
     "count characters (or all) from character start, the first being 1; a negative start "
     "counts "
     "from the end"},
    {F::timestamp, "timestamp", 1, 1, "timestamp(text or date)",
     "text as YYYY-MM-DD, with hh:mm[:ss] if you like, in UTC or with an offset such as "
     "+02:00; null if it is not one"},
    {F::trunc, "trunc", 2, 2, "trunc(time, 'unit')",
     "the start of the second, minute, hour, day, week (Monday), month or year"},
    {F::unix_time, "unix", 1, 1, "unix(time)", "whole seconds since 1970-01-01 UTC"},
    {F::upper, "upper", 1, 1, "upper(text)", "with a to z as A to Z"},
    {F::weekday, "weekday", 1, 1, "weekday(time)", "day of the week, Monday 1 to Sunday 7"},
    {F::without, "without", 2, kManyArguments, "without(json, 'path', ...)",
     "a value of JSON without the members at the paths; null if nothing is left"},
    {F::year, "year", 1, 1, "year(time)", "the year"},
};

static_assert(std::is_sorted(std::begin(kFunctions), std::end(kFunctions),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

}  // namespace

std::string count_of_arguments(std::size_t least, std::size_t most) {
  const auto plural = [](std::size_t n) {
    return std::to_string(n) + (n == 1 ? " argument" : " arguments");
  };
  if (least == most) return plural(least);
  if (most == kManyArguments) return "at least " + plural(least);
  return std::to_string(least) + " to " + plural(most);
}

std::span<const FunctionInfo> functions() noexcept { return kFunctions; }

const FunctionInfo* find_function(std::string_view name) noexcept {
  for (const auto& info : kFunctions)
    if (info.name == name) return &info;
  return nullptr;
}

}  // namespace dp::expr
