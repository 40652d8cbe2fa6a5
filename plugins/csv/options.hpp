// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <string>
#include <vector>

#include "csv/dialect.hpp"
#include "csv/layout.hpp"

/// What the options of the reader say, one by one.

namespace dp::csv {

/// `null_text` and `trim`.
Missing missing_option(const Options& options);

/// `ragged`.
Ragged ragged_option(const Options& options) noexcept;

/// `columns`, if it is a word and no list of names; `reject` else.
OtherColumns other_columns_option(const Options& options);
/// The words of `columns`.
std::vector<std::string> other_words();

/// How fields are separated, quoted and escaped, and lines ended. `separator`: nullopt: the sample
/// tells which.
/// Errors: invalid_pipeline, naming the option.
Result<Dialect> dialect_option(const Context& context,
                               const std::optional<std::string>& separator,
                               std::uint64_t skip_lines);

/// `decimal_comma` and `thousands`. Errors: invalid_pipeline, naming the option.
Result<NumberForm> numbers_option(const Context& context);

}  // namespace dp::csv
