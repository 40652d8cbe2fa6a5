// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dp::pipeline {

/// What scalars in quotes say: by YAML 1.2, and with the pairs of surrogates that JSON writes. The
/// YAML library has line breaks and some escapes otherwise, and refuses surrogates.

/// The value of a scalar in quotes.
struct QuotedText {
  std::string text;
  /// The first escape that stands for half of a character, if `half_length` is not 0.
  std::size_t half_at = 0;
  std::size_t half_length = 0;
};

/// Read the scalar whose quote, ' or ", is the first byte of `raw`, which the library has accepted.
///
/// Law: a line break is a space, more are one '\n' less than there are; spaces and tabs around them
///   go, except those that are escapes.
QuotedText read_quoted(std::string_view raw);

/// `raw` with each surrogate escape as one of the same length that the library takes: "\ud83d" as
/// "\ue83d".
std::string hide_surrogates(std::string_view raw);

/// Give `text`, a scalar that begins `raw` and is in no quotes, the escapes that hide_surrogates
/// has changed: they mean nothing there.
void restore_surrogates(std::string& text, std::string_view raw);

}  // namespace dp::pipeline
