// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "weblog/clock.hpp"
#include "weblog/index.hpp"
#include "weblog/request.hpp"

namespace dp::weblog {

enum class Format : std::uint8_t {
  any,       ///< common where nothing follows the size, else combined
  common,    ///< what follows the size is ignored
  combined,  ///< what follows the agent is ignored
};

/// Where the fields of a line are. Quoted fields are without their quotes, escapes left as
/// written.
struct Line {
  static constexpr std::int64_t kNoBytes = -1;

  Range host, ident, user, request;
  Range method, target;   ///< of the request; empty if it is not of the usual form
  Range referrer, agent;  ///< empty at 0 if the line is common
  Stamp stamp;
  std::int64_t bytes = kNoBytes;  ///< kNoBytes for "-"
  std::int32_t status = 0;
  std::uint32_t begin = 0;  ///< of the line: its host may begin later

  [[nodiscard]] bool combined() const noexcept { return agent.begin != 0; }
};

/// Why a line is not a record.
struct Fault {
  const char* field;     ///< "status"
  std::string_view got;  ///< points into the line
  const char* expected;  ///< "3 digits"

  /// "status: got '20x', expected 3 digits". `got` is cut at 40 bytes and safe to print.
  [[nodiscard]] std::string reason() const;
};

/// Read a line field by field, from the left. This is what a valid line is:
///
///   host ident user [dd/Mon/yyyy:hh:mm:ss +hhmm] "request" status size ["referrer" "agent"]
///   ...
///
/// one or more spaces between fields, and a space or the end after the last; host, ident and user
/// are one or more bytes without spaces and NULs; in quoted fields a backslash escapes the byte
/// after it; status is 3 digits; size is digits or "-"; what follows is no second line. NULs, spaces
/// and the mark of UTF-8 (U+FEFF) before the host are not of the line.
///
/// Shape: the line is text[begin, end), without its newline; a CR before `end` is not part of
/// it. Errors: the first field that is wrong, by the order above.
std::optional<Fault> parse_line(const char* text, Range line, Format format, Clock& clock,
                                Line& out);

/// Read a line of an indexed text. Returns false when it is not quite ordinary; parse_line
/// decides then. Law: when true, `out` is what parse_line gives.
///
/// Precondition: quotes[0, count) are the line's quotes, in order; text[line.end] is its
///   newline; 64 bytes past the line are readable.
[[nodiscard]] bool parse_quick(const char* text, const Index& index, Range line,
                               std::span<const std::uint32_t> quotes, Format format,
                               Clock& clock, Line& out) noexcept;

/// Whether a line is empty but for spaces, tabs and a CR, after what is not of it.
[[nodiscard]] bool is_blank(std::string_view line) noexcept;

}  // namespace dp::weblog
