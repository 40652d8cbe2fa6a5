// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "csv/dialect.hpp"

namespace dp::csv {

/// Guess where the first record after text[0] begins: after a newline that is in no quotes.
///
/// What lies before is not known, so both are tried: that text[1] is in quotes and that it is
/// not. The one wins whose first records look better: quoting is right, no quote stands in a
/// bare field, and there are `fields` fields. Returns text.size() if no record begins here.
/// Law: depends on its arguments alone.
std::size_t guess_start(std::string_view text, const Dialect& dialect, std::size_t fields);

}  // namespace dp::csv
