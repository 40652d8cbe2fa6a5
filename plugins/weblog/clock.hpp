// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "scan/words.hpp"

namespace dp::weblog {

/// A moment as a log line writes it. Units: microseconds since 1970-01-01T00:00:00.
struct Stamp {
  std::int64_t local = 0;  ///< as written, its zone ignored
  std::int64_t utc = 0;
};

/// Read time stamps, quickly when they share their hour and zone with the one before.
///
/// Shape: "17/May/2015:10:05:03 +0000", 26 bytes. English month names; days that the month has;
///   hours to 23, minutes to 59, seconds to 60 (a leap second is the next minute's start);
///   zones from -2359 to +2359.
/// Threads: one instance belongs to one worker.
class Clock {
 public:
  static constexpr std::size_t kSize = 26;

  /// Read the stamp at `at`. Returns false, and leaves `out` alone, if it is not one.
  /// Precondition: kSize bytes at `at` are readable.
  [[nodiscard]] bool read(const char* at, Stamp& out) noexcept {
    if (scan::load8(at) != date_ || scan::load8(at + 6) != hour_) {
      if (!read_hour(at)) return false;
    }
    const std::uint64_t zone = scan::load8(at + 18) >> 16;
    if (zone != zone_ && !read_zone(at + 20, zone)) return false;
    // ":mm:ss " with ":00:00 " taken off: the digits' values, and zeros between them.
    const std::uint64_t rest =
        (scan::load8(at + 14) ^ UINT64_C(0x0020'3030'3a'3030'3a)) & scan::low_bytes(7);
    if (!scan::at_most(rest, UINT64_C(0x0000'0905'00'0905'00)) && !is_leap_second(rest))
      return false;
    const std::uint64_t seconds = (rest >> 8 & 0xff) * 600 + (rest >> 16 & 0xff) * 60 +
                                  (rest >> 32 & 0xff) * 10 + (rest >> 40 & 0xff);
    out.local = hour_us_ + static_cast<std::int64_t>(seconds) * 1'000'000;
    out.utc = out.local - zone_us_;
    return true;
  }

 private:
  /// Whether `rest` is of the form "mm:60".
  static bool is_leap_second(std::uint64_t rest) noexcept {
    return rest >> 32 == 6 && scan::at_most(rest & scan::low_bytes(4), UINT64_C(0x00'0905'00));
  }
  bool read_hour(const char* at) noexcept;
  bool read_zone(const char* at, std::uint64_t key) noexcept;

  // The last stamp's bytes. At first no stamp can match: bytes 6 and 7 are in both of the first
  // two, and differ; the third is of 6 bytes.
  std::uint64_t date_ = 0;                  ///< bytes 0 to 8
  std::uint64_t hour_ = ~std::uint64_t{0};  ///< bytes 6 to 14
  std::uint64_t zone_ = ~std::uint64_t{0};  ///< bytes 20 to 26
  std::int64_t hour_us_ = 0;
  std::int64_t zone_us_ = 0;
};

}  // namespace dp::weblog
