// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::rows {

/// Append the rows of a batch as bytes, of its columns `kept` in that order, whose types `schema`
/// says.
///
/// Shape: row by row, as cells::put_cell has them.
void put_rows(std::string& out, const BatchView& batch, const std::vector<std::size_t>& kept,
              const Schema& schema);

/// Read `rows` rows as put_rows wrote them into `into`; nullptr: only see whether they are there.
/// Errors: corrupt, of what are not so many rows and nothing else.
Status get_rows(std::string_view bytes, std::size_t rows, const Schema& schema,
                BatchBuilder* into);

}  // namespace dp::rows
