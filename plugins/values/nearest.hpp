// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dp::values {

/// How many bytes must be put in, left out, changed or swapped with the next to make `b` of `a`, where
/// the letters of ASCII are the same in both cases. Of names of more than 256 bytes, which are no typos
/// of each other, it is the larger size.
std::size_t edits(std::string_view a, std::string_view b);

/// The one of `names` that is most like `name`, which is most likely a typo of it; empty if none is
/// like it: more than a third of its bytes, and more than one, would have to be put in, left out,
/// changed or swapped with the next. If several are as near, the first wins.
std::string nearest(std::string_view name, const std::vector<std::string>& names);

}  // namespace dp::values
