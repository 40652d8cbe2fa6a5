// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "sample_batch.hpp"

namespace dp::test {

/// The value of an expression for one row: "7", "2.5f", "1.10d" of a decimal, "'text'", "null".
std::string value_of(std::string_view text, const Schema& schema, const Row& row);
/// The same over a column `n` of ints that is null.
std::string value_of(std::string_view text);

}  // namespace dp::test
