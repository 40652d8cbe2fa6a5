// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/value.hpp"

namespace dp::fuzz {

/// A reader to be fuzzed.
struct Target {
  std::string plugin;
  std::vector<data::Value> options;  ///< it is opened with one of these each time
  std::vector<std::string> words;    ///< what texts are made of
};

/// The reader `name`. Precondition: there is one of that name.
const Target& target_of(std::string_view name);

/// What came of an input.
struct Tried {
  bool opened = false;  ///< the reader took the options, which may depend on the text
  std::string broken;   ///< what was broken; empty if nothing
};

/// Hold the reader to its law on one input: the same rows, rejects and counts however the text
/// is cut, and no read past the padding. The first bytes choose options and cuts.
Tried try_input(const Target& target, std::string_view input);

}  // namespace dp::fuzz
