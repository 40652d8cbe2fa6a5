// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace dp::samples {

/// One day of the access log of a made-up site, in the combined format.
///
/// Shape: addresses from the ranges set aside for documentation, names under example.com, .net
///   and .org; pages and visitors by Zipf; a quiet night and a busy evening; crawlers, probes
///   for holes that the site does not have, a quarter of an hour of errors on the third day. Of
///   each kLinesPerBad lines, one is not a valid log line.
/// Law: the bytes depend on seed, day and size alone, on any machine.
class WeblogDay {
 public:
  static constexpr std::uint64_t kLinesPerBad = 2000;

  /// `day` 0 is 2 March 2026, a Monday. Precondition: day < 28.
  WeblogDay(std::uint64_t seed, std::uint32_t day, std::uint64_t bytes);
  ~WeblogDay();

  /// Append lines to `out` until the day is over or `out` holds `limit` bytes or more. Returns
  /// false once the day is over.
  bool append(std::string& out, std::size_t limit);

 private:
  class Site;
  std::unique_ptr<Site> site_;
};

}  // namespace dp::samples
