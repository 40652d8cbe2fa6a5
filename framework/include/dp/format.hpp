// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The text forms of values, one for all of dp; strings are in <dp/escape.hpp>.
///
/// `put_x(out, value)` writes at `out`, which must have kValueRoom bytes, and returns the end
/// of what it wrote; it may scribble on the rest of that room. `append_x` appends to a
/// std::string. Threads: no state; call from anywhere.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <dp/batch.hpp>
#include <dp/civil.hpp>
#include <dp/decimal.hpp>
#include <dp/detail/bytes16.hpp>
#include <dp/escape.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace dp::format {

/// Text that only grows, with room given out ahead: what writers fill before they hand it on.
class Buffer {
 public:
  /// At least `bytes` writable bytes after what is there; take() says how many were used.
  [[nodiscard]] char* room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return data_.get() + size_;
  }
  /// What lies before `end`, which came from room(), is text now.
  void take(const char* end) noexcept { size_ = static_cast<std::size_t>(end - data_.get()); }
  void put(std::string_view text) {
    char* out = room(text.size());
    std::copy_n(text.data(), text.size(), out);
    take(out + text.size());
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::string_view view() const noexcept { return {data_.get(), size_}; }
  /// Forget the text; the storage stays.
  void clear() noexcept { size_ = 0; }

 private:
  void grow(std::size_t bytes) {
    const std::size_t wanted = std::max({size_ + bytes, 2 * capacity_, std::size_t{4096}});
    auto larger = std::make_unique_for_overwrite<char[]>(wanted);
    std::copy_n(data_.get(), size_, larger.get());
    data_ = std::move(larger);
    capacity_ = wanted;
  }
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Room for any value but a string.
inline constexpr std::size_t kValueRoom = 48;
static_assert(Decimal::kRoom <= kValueRoom);

// ---- numbers and times ----------------------------------------------------------------------

inline char* put_int(char* out, std::int64_t value) noexcept {
  return std::to_chars(out, out + kValueRoom, value).ptr;
}

namespace detail {

/// "1e+300" -> "1e300", "1e-07" -> "1e-7": the shorter spelling reads back just the same.
inline char* shorten_exponent(char* begin, char* end) noexcept {
  char* e = std::find(begin, end, 'e');
  if (e == end) return end;
  char* from = e + 1;
  char* to = from;
  if (*from == '-') ++to;
  ++from;
  while (from + 1 < end && *from == '0') ++from;
  return std::copy(from, end, to);
}

/// `value` in decimal with at least `width` digits. Precondition: it has at most 9.
inline char* put_padded(char* out, std::uint32_t value, int width) noexcept {
  char digits[10];
  int n = 0;
  for (; value != 0 || n < width; value /= 10)
    digits[n++] = static_cast<char>('0' + value % 10);
  while (n > 0) *out++ = digits[--n];
  return out;
}

/// Append the fraction `digits` / 10^`width` with its point: 3 digits of 6 as ".003".
inline char* put_fraction(char* out, std::uint32_t digits, int width) noexcept {
  for (; digits % 10 == 0; digits /= 10) --width;
  *out++ = '.';
  return put_padded(out, digits, width);
}

/// `value` if it is a decimal of at most 6 places, which most data is, else nullptr: some 10
/// times faster than the general way. Law: at most 15 digits name at most one double, and a
/// quotient of two exact doubles is rounded
///   as reading the decimal would be; so if it is `value`, these digits are the fewest.
inline char* put_short_decimal(char* out, double value) noexcept {
  constexpr std::int64_t kScale = 1'000'000;
  const double size = std::fabs(value);
  if (!(size < 1e9)) return nullptr;
  const std::int64_t scaled = dp::detail::nearest_int(size * kScale);
  if (static_cast<double>(scaled) / kScale != size) return nullptr;
  if (std::signbit(value)) *out++ = '-';
  out = put_int(out, scaled / kScale);
  const auto fraction = static_cast<std::uint32_t>(scaled % kScale);
  return fraction == 0 ? out : put_fraction(out, fraction, 6);
}

}  // namespace detail

/// The fewest digits that read back as the same double: "0.1", "3", "-0", "1e300", "nan",
/// "-inf". Law: plain digits if 1e-4 <= |value| < 1e16 (or 0), else an exponent.
inline char* put_float(char* out, double value) noexcept {
  if (std::isnan(value)) return detail::put(out, "nan");
  const double size = std::fabs(value);
  if (size >= 1e-4 || size == 0)
    if (char* end = detail::put_short_decimal(out, value)) return end;
  if (std::isinf(size)) return detail::put(out, value < 0 ? "-inf" : "inf");
  if (size != 0 && (size < 1e-4 || size >= 1e16)) {
    const auto end = std::to_chars(out, out + kValueRoom, value, std::chars_format::scientific);
    return detail::shorten_exponent(out, end.ptr);
  }
  return std::to_chars(out, out + kValueRoom, value, std::chars_format::fixed).ptr;
}

inline char* put_bool(char* out, bool value) noexcept {
  return detail::put(out, value ? "true" : "false");
}

namespace detail {

inline char* put_two(char* out, std::uint32_t value) noexcept {
  out[0] = static_cast<char>('0' + value / 10);
  out[1] = static_cast<char>('0' + value % 10);
  return out + 2;
}

/// Years outside 0000 to 9999 get a sign, as ISO 8601 has it: "-0044-03-15", "+12000-01-01".
inline char* put_civil(char* out, std::int64_t days) noexcept {
  const auto date = civil::from_days(days);
  const std::int64_t year = date.year;
  if (year < 0) *out++ = '-';
  if (year > 9999) *out++ = '+';
  const auto digits = static_cast<std::uint32_t>(year < 0 ? -year : year);
  out = digits > 9999 ? put_padded(out, digits, 4)
                      : put_two(put_two(out, digits / 100), digits % 100);
  *out++ = '-';
  out = put_two(out, static_cast<std::uint32_t>(date.month));
  *out++ = '-';
  return put_two(out, static_cast<std::uint32_t>(date.day));
}

}  // namespace detail

/// Days since 1970-01-01 as "2015-05-17".
inline char* put_date(char* out, std::int32_t days) noexcept {
  return detail::put_civil(out, days);
}

/// Microseconds since 1970-01-01T00:00:00Z as RFC 3339 in UTC: "2015-05-17T10:05:03Z"; a
/// fraction only if there is one, of 3 digits if they hold it, else of 6:
/// "2015-05-17T10:05:03.250Z".
inline char* put_timestamp(char* out, std::int64_t micros) noexcept {
  const std::int64_t days = civil::floor_divide(micros, civil::kDay);
  const auto of_day = static_cast<std::uint64_t>(civil::floor_modulo(micros, civil::kDay));
  const auto second = static_cast<std::uint32_t>(of_day / 1'000'000);
  const auto fraction = static_cast<std::uint32_t>(of_day % 1'000'000);
  out = detail::put_civil(out, days);
  *out++ = 'T';
  out = detail::put_two(out, second / 3600);
  *out++ = ':';
  out = detail::put_two(out, second / 60 % 60);
  *out++ = ':';
  out = detail::put_two(out, second % 60);
  if (fraction != 0) {
    *out++ = '.';
    const bool millis = fraction % 1000 == 0;
    out = detail::put_padded(out, millis ? fraction / 1000 : fraction, millis ? 3 : 6);
  }
  *out++ = 'Z';
  return out;
}

// ---- cells of a batch -----------------------------------------------------------------------

/// The plain text of a value that is neither null nor text (see is_text). Room: kValueRoom.
inline char* put_value(char* out, Type type, const ArrowArray& column,
                       std::size_t row) noexcept {
  switch (type) {
    case Type::boolean:
      return put_bool(out, BoolColumn(column)[row]);
    case Type::int64:
      return put_int(out, Int64Column(column)[row]);
    case Type::float64:
      return put_float(out, Float64Column(column)[row]);
    case Type::timestamp:
      return put_timestamp(out, Int64Column(column)[row]);
    case Type::date:
      return put_date(out, DateColumn(column)[row]);
    case Type::decimal:
      return DecimalColumn(column)[row].put(out);
    case Type::string:
    case Type::json:
      break;
  }
  return out;
}

/// Append any cell as a JSON value. NaN and infinities, which JSON lacks, are null; times are
/// strings; decimals are numbers with all of their digits; JSON texts stand as they are.
inline void put_json_cell(Buffer& buffer, Type type, const ArrowArray& column,
                          std::size_t row) {
  const bool is_text = dp::is_text(type) && !ColumnView(column).is_null(row);
  const auto text = is_text ? StringColumn(column)[row] : std::string_view{};
  if (is_text && type == Type::json) return buffer.put(text);
  char* out = buffer.room(is_text ? json_room(text.size()) : kValueRoom);
  const bool null = ColumnView(column).is_null(row) ||
                    (type == Type::float64 && !std::isfinite(Float64Column(column)[row]));
  const bool quoted = type == Type::timestamp || type == Type::date;
  if (null) {
    out = detail::put(out, "null");
  } else if (is_text) {
    out = put_json(out, text);
  } else {
    if (quoted) *out++ = '"';
    out = put_value(out, type, column, row);
    if (quoted) *out++ = '"';
  }
  buffer.take(out);
}

// ---- std::string ----------------------------------------------------------------------------

inline void append_int(std::string& out, std::int64_t value) {
  char text[kValueRoom];
  out.append(text, put_int(text, value));
}
inline void append_float(std::string& out, double value) {
  char text[kValueRoom];
  out.append(text, put_float(text, value));
}
inline void append_date(std::string& out, std::int32_t days) {
  char text[kValueRoom];
  out.append(text, put_date(text, days));
}
inline void append_timestamp(std::string& out, std::int64_t micros) {
  char text[kValueRoom];
  out.append(text, put_timestamp(text, micros));
}

}  // namespace dp::format
