// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// Where scalars are in a file. The YAML library only says where they begin, and of what is left
/// out not even that.

/// The byte of a source at which a mark begins.
std::size_t offset_of(const FileText& source, const Mark& mark) noexcept;

/// The place of a value that is left out, which the library marks where the next thing stands: the
/// sign that it should follow. A null that is written out stays where it is.
Mark place_of_nothing(const FileText& source, const Mark& mark);

/// The place of a scalar whose mark is where the library saw it begin: past its anchor, with the
/// quotes, on one line. nullopt if its quote is not terminated, which the library lets pass at the
/// end of a file; the mark of `scalar` is past the anchor then, too.
std::optional<Mark> place_of_scalar(const FileText& source, Node& scalar);

inline constexpr auto kNoQuote = static_cast<std::size_t>(-1);
/// In the line of `mark`, which the library does not take: the byte of the closing quote of a value
/// that goes on past it, as in `where: 'a' == x`; kNoQuote if that is not what is wrong.
std::size_t quote_that_value_passes(const FileText& source, const Mark& mark, bool in_brackets);

/// Whether a comment begins inside a quote of an expression: `where: path == 'a # b'`, whose text
/// YAML ends before the ' #'.
bool is_cut_by_comment(const FileText& source, const Node& scalar);

}  // namespace dp::pipeline
