// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "csv/record.hpp"

namespace dp::csv {

/// As read_record, of dialects that are not plain:
///
///   record: field {delimiter field} line-end
///   field:  {space} quote {any byte but quote, escape | quote quote | escape any} quote {space}
///        |  {any but delimiter, line-end, escape | escape any}
///   line-end: LF | CR LF, and CR where it ends lines; at the end of the text also nothing, or CR
///
/// An escaped CR LF is text as a whole. An escape that ends the text is text itself. What a quote
/// is, and what a comment, is as in read_record: an escape means nothing in a comment.
Outcome read_odd_record(const char* text, std::size_t begin, std::size_t end, bool final,
                        const Dialect& dialect, Record& out);

}  // namespace dp::csv
