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

}  // namespace dp::pipeline
