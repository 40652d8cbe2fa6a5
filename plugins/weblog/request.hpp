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

/// Split a request, "GET /search?q=dp HTTP/1.1", at its first space and the one after that (or
/// the request's end): into a method, of letters, '-' and '_', and a target, of one or more
/// bytes. Returns false, and leaves `method` and `target` alone, if it is not of that form.
bool split_request(const char* text, Range request, std::uint32_t first_space,
                   std::uint32_t second_space, Range& method, Range& target) noexcept;

/// The target up to its first '?'.
Range path_of(const char* text, Range target) noexcept;
/// The target after its first '?', if it has one.
Range query_of(const char* text, Range target) noexcept;
/// The last word after the target, if it is "HTTP/" and digits, maybe with a point among them.
Range protocol_of(const char* text, Range request, Range target) noexcept;

}  // namespace dp::weblog
