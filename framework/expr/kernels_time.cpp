// SPDX-License-Identifier: Apache-2.0
#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

using civil::kDay;
using civil::kHour;
using civil::kMinute;
using civil::kSecond;

// Times this far from the ends of their range have whole years on both sides.
constexpr std::int64_t kMargin = 400 * 366 * kDay;
constexpr std::int64_t kEarliest = INT64_MIN + kMargin;
constexpr std::int64_t kLatest = INT64_MAX - kMargin;

/// A span of time over which a calendar function keeps its value.
struct Span {
  std::int64_t from;
  std::int64_t until;
};

Span span_of(std::int64_t time, std::int64_t step) noexcept {
  const std::int64_t from = civil::floor_divide(time, step) * step;
  return {from, from + step};
}

Span month_of(std::int64_t time, int months) noexcept {
  const auto date = civil::from_days(civil::floor_divide(time, kDay));
  const int first = months == 12 ? 1 : date.month;
  civil::YearMonthDay next{date.year, first + months, 1};
  if (next.month > 12) next = {date.year + 1, next.month - 12, 1};
  return {civil::to_days({date.year, first, 1}) * kDay, civil::to_days(next) * kDay};
}

Span week_of(std::int64_t time) noexcept {
  const std::int64_t days = civil::floor_divide(time, kDay);
  const std::int64_t monday = days - civil::weekday_of_days(days) + 1;
  return {monday * kDay, (monday + 7) * kDay};
}

Span truncated(std::int64_t time, TruncUnit unit) noexcept {
  switch (unit) {
    case TruncUnit::second:
      return span_of(time, kSecond);
    case TruncUnit::minute:
      return span_of(time, kMinute);
    case TruncUnit::hour:
      return span_of(time, kHour);
    case TruncUnit::day:
      return span_of(time, kDay);
    case TruncUnit::week:
      return week_of(time);
    case TruncUnit::month:
      return month_of(time, 1);
    default:
      return month_of(time, 12);
  }
}

std::int64_t step_of(Function function) noexcept {
  switch (function) {
    case Function::hour:
      return kHour;
    case Function::minute:
      return kMinute;
    case Function::second:
    case Function::unix_time:
      return kSecond;
    default:
      return kDay;
  }
}

std::int64_t part_of(std::int64_t time, Function function) noexcept {
  const std::int64_t days = civil::floor_divide(time, kDay);
  const std::int64_t clock = civil::floor_modulo(time, kDay);
  switch (function) {
    case Function::year:
      return civil::from_days(days).year;
    case Function::month:
      return civil::from_days(days).month;
    case Function::day:
      return civil::from_days(days).day;
    case Function::weekday:
      return civil::weekday_of_days(days);
    case Function::hour:
      return clock / kHour;
    case Function::minute:
      return clock / kMinute % 60;
    case Function::second:
      return clock / kSecond % 60;
    case Function::unix_time:
      return civil::floor_divide(time, kSecond);
    default:
      return days;
  }
}

/// Values of times. Logs are nearly in the order of time, so the last value is kept with the
/// span that it holds for: a row then costs two comparisons. `renew(time)` gives both for a new
/// span.
template <class Renew>
Vec remembered(const Call& call, Renew renew) {
  Scratch& scratch = *call.scratch;
  auto* out = scratch.room<std::int64_t>(call.size);
  const auto* times = call.in[0].as<std::int64_t>();
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [&, out, valid](std::size_t row) {
    const std::int64_t time = times[row];
    out[row] = 0;
    if (time < kEarliest || time > kLatest) valid[row] = 0;
    if (valid[row] == 0) return;
    if (time < scratch.from || time >= scratch.until) [[unlikely]]
      renew(time);
    out[row] = scratch.value;
  });
  return {out, valid};
}

template <class Parse>
Vec parsed(const Call& call, Parse parse) {
  auto* out = call.scratch->room<std::int64_t>(call.size);
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [&, out, valid](std::size_t row) {
    out[row] = 0;
    if (valid[row] == 0) return;
    const auto value = parse(call.in[0].text(row));
    valid[row] = value.has_value();
    out[row] = value.value_or(0);
  });
  return {out, valid};
}

}  // namespace

Vec call_time(const Call& call, Function function) {
  if (function == Function::date && call.operand == Type::string)
    return parsed(call, civil::parse_date);
  if (function == Function::timestamp) return parsed(call, civil::parse_time);
  Scratch& scratch = *call.scratch;
  return remembered(call, [&](std::int64_t time) {
    const auto span = span_of(time, step_of(function));
    scratch.from = span.from;
    scratch.until = span.until;
    scratch.value = part_of(time, function);
  });
}

Vec truncate_times(const Call& call, TruncUnit unit) {
  Scratch& scratch = *call.scratch;
  return remembered(call, [&](std::int64_t time) {
    const auto span = truncated(time, unit);
    scratch.from = scratch.value = span.from;
    scratch.until = span.until;
  });
}

Vec format_times(const Call& call, const TimeFormat& format) {
  Scratch& scratch = *call.scratch;
  auto* out = scratch.room<StringRef>(call.size);
  const auto* times = call.in[0].as<std::int64_t>();
  std::uint8_t* valid = own_valid(call);
  scratch.heap = scratch.memo;
  StringRef last = make_ref(scratch.memo, 0, 0);
  each(call.rows, [&, out, valid](std::size_t row) {
    const std::int64_t time = times[row];
    out[row] = StringRef{};
    if (time < kEarliest || time > kLatest) valid[row] = 0;
    if (valid[row] == 0) return;
    if (time < scratch.from || time >= scratch.until) {
      const auto span = span_of(time, format.step());
      scratch.from = span.from;
      scratch.until = span.until;
      scratch.memo.clear();
      format.append(scratch.memo, time);
      last = make_ref(scratch.memo, 0, static_cast<std::int32_t>(scratch.heap.size()));
      if (last.size > StringRef::kInline) scratch.heap += scratch.memo;
    }
    out[row] = last;
  });
  scratch.buffers.assign(1, scratch.heap.data());
  return {out, valid, scratch.buffers.data(), 1};
}

}  // namespace dp::expr
