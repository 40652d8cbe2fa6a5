// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dp::csv {

/// How dates or times are written, in the words of strptime: "%d.%m.%Y", "%b %e, %Y %I:%M %p".
///
/// | | what it reads |
/// |---|---|
/// | `%Y` `%y` | four digits; two: 69 to 99 are of the 20th century, 00 to 68 of the 21st |
/// | `%m` `%d` `%H` `%I` `%M` `%S` | one or two digits |
/// | `%e` | as `%d`, or a space and one digit |
/// | `%j` | the day of the year: one to three digits |
/// | `%f` | a fraction of a second: one to nine digits, of which six are kept |
/// | `%b` `%B` | the English name of a month, as three letters or as a whole |
/// | `%a` `%A` | that of the weekday, which must be the date's |
/// | `%p` | AM or PM, with `%I` |
/// | `%z` | `Z`, `+hh`, `+hhmm` or `+hh:mm`, with either sign; without it the time is UTC |
/// | `%s` | seconds since 1970 |
/// | `%F` `%T` `%R` `%D` | `%Y-%m-%d`, `%H:%M:%S`, `%H:%M`, `%m/%d/%y` |
/// | `%%` | a percent sign |
///
/// Law: all else in the pattern is text that stands so, a space is one space; the whole text is to
///   fit, and to name a day of the calendar. Small and capital letters of names are alike.
class TimePattern {
 public:
  /// `dates`: of dates alone, which have no hours.
  /// Errors: invalid_argument, with what is wrong and what was expected.
  static Result<TimePattern> of(std::string_view pattern, bool dates);

  /// Microseconds since 1970-01-01T00:00:00Z; nullopt if the text does not fit.
  [[nodiscard]] std::optional<std::int64_t> read(std::string_view text) const noexcept;
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

 private:
  struct Part {
    char conversion;  ///< '%': a byte of text
    char byte;
  };
  Status add(std::string_view pattern);
  [[nodiscard]] Status check(bool dates) const;
  [[nodiscard]] bool has(std::string_view conversions) const noexcept;

  std::string text_;
  std::vector<Part> parts_;
};

}  // namespace dp::csv
