// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <span>
#include <string_view>

#include "weblog/line.hpp"

namespace dp::weblog {

/// The columns that the reader makes, in the order of schema().
enum Column : std::uint8_t {
  kHost,
  kIdent,
  kUser,
  kTime,
  kLocalTime,
  kMethod,
  kTarget,
  kPath,
  kQuery,
  kProtocol,
  kRequest,
  kStatus,
  kBytes,
  kReferrer,
  kAgent,
  kColumns
};

Schema schema();

/// What a request is made of: "GET /search?q=dp HTTP/1.1".
///
/// Shape: method, of letters, '-' and '_'; a space; the target, of one or more bytes that are
/// not
///   spaces; and maybe more. An empty range where there is no such part.
struct Request {
  Range method, target, path;
  Range query;     ///< behind the target's first '?'
  Range protocol;  ///< the last word, if it is "HTTP/" and digits, maybe with a point
  bool has_query = false;
};
Request split_request(const char* text, Range request) noexcept;

/// Write `lines`, which lie in `text`, to the rows of `batch` from `row`, in its used columns.
void fill_columns(const char* text, std::span<const Line> lines, std::size_t row,
                  BatchBuilder& batch);

}  // namespace dp::weblog
