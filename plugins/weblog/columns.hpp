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

/// Write `lines`, which lie in `text`, to the rows of `batch` from `row`, in its used columns.
void fill_columns(const char* text, std::span<const Line> lines, std::size_t row,
                  BatchBuilder& batch);

}  // namespace dp::weblog
