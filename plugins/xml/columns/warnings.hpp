// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>

#include "xml/columns/infer.hpp"
#include "xml/columns/layout.hpp"

namespace dp::xml {

/// Say what in the options is most likely a mistake, by what the records of the sample have: a path that
/// leads to nothing in any of them, if that is all of the input, or something there is called alike;
/// `record`, if an element is called alike; and names of columns that are not what one would think.
void warn_of(const Context& context, const Layout& layout, const SeenValues& seen);

}  // namespace dp::xml
