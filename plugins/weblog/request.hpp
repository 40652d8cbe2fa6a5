// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "scan/words.hpp"

namespace dp::weblog {

/// A piece of the text that a line lies in: positions from the text's start. What a line lacks
/// is {0, 0}; of what it may lack, nothing can begin at 0.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  [[nodiscard]] std::uint32_t size() const noexcept { return end - begin; }
  bool operator==(const Range&) const = default;
};

/// Split a request, "GET /my file?q=dp HTTP/1.1": into a method, of letters, '-' and '_', before
/// its first space; a protocol, its last word if that looks like one (as "HTTP/1.1" or "RTSP/1.0");
/// and a target, all that is between them, without the spaces around it: one or more bytes. Returns
/// false, and leaves `method` and `target` alone, if it is not of that form.
/// Precondition: `first_space` is the request's first space, or not in it.
bool split_request(const char* text, Range request, std::uint32_t first_space, Range& method,
                   Range& target) noexcept;

/// The target up to its first '?'.
Range path_of(const char* text, Range target) noexcept;
/// The target after its first '?', if it has one.
Range query_of(const char* text, Range target) noexcept;
/// The protocol after the target that split_request found, if it has one.
Range protocol_of(const char* text, Range request, Range target) noexcept;

}  // namespace dp::weblog
