// SPDX-License-Identifier: Apache-2.0
#include "csv/time_pattern.hpp"

#include <algorithm>
#include <dp/civil.hpp>

namespace dp::csv {
namespace {

constexpr std::string_view kConversions = "YymdHIMSejfbBaApzs";
constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
constexpr std::string_view kWeekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                          "Friday", "Saturday", "Sunday"};

/// What a conversion stands for that is others; empty: it is one itself.
std::string_view expanded(char conversion) noexcept {
  if (conversion == 'F') return "%Y-%m-%d";
  if (conversion == 'T') return "%H:%M:%S";
  if (conversion == 'R') return "%H:%M";
  return conversion == 'D' ? "%m/%d/%y" : "";
}

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }
char small(char byte) noexcept {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

/// What the parts of a text say.
struct Moment {
  std::int64_t year = 0, month = 0, day = 0;
  std::int64_t day_of_year = 0;  ///< 0: month and day say
  std::int64_t hour = 0, minute = 0, second = 0, micros = 0;
  std::int64_t weekday = 0;  ///< 1 to 7; 0: it is not said
  std::int64_t zone = 0;     ///< minutes east
  std::optional<bool> after_noon;
  struct Epoch {
    std::int64_t seconds = 0;
    bool minus = false;  ///< of the micros too, also where seconds are 0
  };
  std::optional<Epoch> epoch;

  /// Days since 1970; nullopt if the calendar has no such day.
  [[nodiscard]] std::optional<std::int64_t> days() const noexcept {
    std::int64_t found = 0;
    if (day_of_year != 0) {
      if (day_of_year > (civil::is_leap(year) ? 366 : 365)) return std::nullopt;
      found = civil::to_days({year, 1, 1}) + day_of_year - 1;
    } else {
      if (month < 1 || month > 12 || day < 1) return std::nullopt;
      if (day > civil::days_in_month(year, static_cast<int>(month))) return std::nullopt;
      found = civil::to_days({year, static_cast<int>(month), static_cast<int>(day)});
    }
    if (weekday != 0 && weekday != civil::weekday_of_days(found)) return std::nullopt;
    return found;
  }

  [[nodiscard]] std::optional<std::int64_t> value() const noexcept {
    if (epoch) return epoch->seconds * civil::kSecond + (epoch->minus ? -micros : micros);
    auto hours = hour;
    if (after_noon) {
      if (hour < 1 || hour > 12) return std::nullopt;
      hours = hour % 12 + (*after_noon ? 12 : 0);
    }
    const auto date = days();
    // A leap second is the next minute's first, as everywhere.
    if (!date || hours > 23 || minute > 59 || second > 60) return std::nullopt;
    return *date * civil::kDay + hours * civil::kHour + (minute - zone) * civil::kMinute +
           second * civil::kSecond + micros;
  }
};

/// Takes parts off the left of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }
  [[nodiscard]] bool take(char byte) noexcept {
    if (!rest_.starts_with(byte)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take(char conversion, Moment& to) noexcept {
    switch (conversion) {
      case 'Y':
        return number(4, 4, to.year);
      case 'y':
        if (!number(2, 2, to.year)) return false;
        to.year += to.year < 69 ? 2000 : 1900;
        return true;
      case 'm':
        return number(1, 2, to.month);
      case 'e':
        if (take(' ')) return number(1, 1, to.day);
        return number(1, 2, to.day);
      case 'd':
        return number(1, 2, to.day);
      case 'j':
        return number(1, 3, to.day_of_year) && to.day_of_year > 0;
      case 'H':
      case 'I':
        return number(1, 2, to.hour);
      case 'M':
        return number(1, 2, to.minute);
      case 'S':
        return number(1, 2, to.second);
      default:
        return take_other(conversion, to);
    }
  }

 private:
  bool take_other(char conversion, Moment& to) noexcept {
    switch (conversion) {
      case 'f':
        return fraction(to.micros);
      case 'b':
      case 'B':
        return name(kMonths, to.month);
      case 'a':
      case 'A':
        return name(kWeekdays, to.weekday);
      case 'p':
        return half_of_day(to.after_noon);
      case 'z':
        return zone(to.zone);
      default:
        return seconds(to);
    }
  }

  bool number(std::size_t least, std::size_t most, std::int64_t& to) noexcept {
    std::size_t size = 0;
    to = 0;
    for (; size < most && size < rest_.size() && is_digit(rest_[size]); ++size)
      to = to * 10 + (rest_[size] - '0');
    rest_.remove_prefix(size);
    return size >= least;
  }

  bool fraction(std::int64_t& to) noexcept {
    constexpr std::size_t kMost = 9, kKept = 6;
    const auto digits = rest_;
    std::int64_t ignored = 0;
    if (!number(1, kMost, ignored)) return false;
    const auto size = digits.size() - rest_.size();
    to = 0;
    for (std::size_t i = 0; i < kKept; ++i) to = to * 10 + (i < size ? digits[i] - '0' : 0);
    return true;
  }

  template <std::size_t kCount>
  bool name(const std::string_view (&names)[kCount], std::int64_t& to) noexcept {
    constexpr std::size_t kShort = 3;
    for (std::size_t i = 0; i < kCount; ++i) {
      const auto size = begins_with(names[i]) ? names[i].size() : kShort;
      if (!begins_with(names[i].substr(0, size))) continue;
      rest_.remove_prefix(size);
      to = static_cast<std::int64_t>(i) + 1;
      return true;
    }
    return false;
  }

  [[nodiscard]] bool begins_with(std::string_view name) const noexcept {
    return rest_.size() >= name.size() &&
           std::equal(name.begin(), name.end(), rest_.begin(),
                      [](char a, char b) { return small(a) == small(b); });
  }

  bool half_of_day(std::optional<bool>& to) noexcept {
    if (!begins_with("am") && !begins_with("pm")) return false;
    to = small(rest_[0]) == 'p';
    rest_.remove_prefix(2);
    return true;
  }

  bool zone(std::int64_t& to) noexcept {
    if (take('Z') || take('z')) return true;
    const bool west = rest_.starts_with('-');
    if (!take('+') && !take('-')) return false;
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    if (!number(2, 2, hours) || hours > 23) return false;
    const bool more = take(':') || (!rest_.empty() && is_digit(rest_[0]));
    if (more && (!number(2, 2, minutes) || minutes > 59)) return false;
    to = (hours * 60 + minutes) * (west ? -1 : 1);
    return true;
  }

  bool seconds(Moment& to) noexcept {
    constexpr std::size_t kMost = 12;  // 31,000 years
    const bool minus = take('-');
    std::int64_t value = 0;
    if (!number(1, kMost, value)) return false;
    to.epoch = Moment::Epoch{minus ? -value : value, minus};
    return true;
  }

  std::string_view rest_;
};

}  // namespace

Result<TimePattern> TimePattern::of(std::string_view pattern, bool dates) {
  TimePattern made;
  made.text_ = pattern;
  DP_CHECK(made.add(pattern));
  DP_CHECK(made.check(dates));
  return made;
}

Status TimePattern::add(std::string_view pattern) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool literal = pattern[i] != '%';
    if (!literal && ++i == pattern.size())
      return fail(Errc::invalid_argument, "ends in a single '%' (got '" + text_ + "')");
    const char byte = pattern[i];
    if (literal || byte == '%') {
      parts_.push_back({'%', byte});
    } else if (const auto more = expanded(byte); !more.empty()) {
      DP_CHECK(add(more));
    } else if (kConversions.find(byte) != std::string_view::npos) {
      parts_.push_back({byte, byte});
    } else {
      return fail(Errc::invalid_argument,
                  "got '%" + std::string(1, byte) + "' in '" + text_ +
                      "', expected %Y %y %m %d %e %b %B %j, %a %A, %H %I %p %M %S %f %z %s, or "
                      "%F %T %R %D");
    }
  }
  return {};
}

bool TimePattern::has(std::string_view conversions) const noexcept {
  return std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) {
    return part.conversion != '%' && conversions.find(part.conversion) != conversions.npos;
  });
}

Status TimePattern::check(bool dates) const {
  const auto wrong = [this](const std::string& what) {
    return fail(Errc::invalid_argument, what + " (got '" + text_ + "')");
  };
  for (const std::string_view one :
       {"Yy", "mbBj", "dej", "HI", "M", "S", "f", "aA", "p", "z", "s"})
    if (std::count_if(parts_.begin(), parts_.end(), [&](const Part& part) {
          return part.conversion != '%' && one.find(part.conversion) != one.npos;
        }) > 1)
      return wrong("names the same part of a time twice");
  if (dates && has("HIMSfpzs"))
    return wrong("has a time of day, which a date has not: timestamp_format is for that");
  if (has("s") && has("YymdejbBaAHIMSpz")) return wrong("has %s and parts of a time beside it");
  const bool has_day = has("Yy") && (has("j") || (has("mbB") && has("de")));
  if (!has("s") && !has_day) return wrong("names no day: expected year, month and day");
  if (has("I") != has("p")) return wrong("expected %I and %p together");
  return {};
}

std::optional<std::int64_t> TimePattern::read(std::string_view text) const noexcept {
  Scanner scanner(text);
  Moment moment;
  for (const auto& [conversion, byte] : parts_)
    if (!(conversion == '%' ? scanner.take(byte) : scanner.take(conversion, moment)))
      return std::nullopt;
  if (!scanner.at_end()) return std::nullopt;
  return moment.value();
}

}  // namespace dp::csv
