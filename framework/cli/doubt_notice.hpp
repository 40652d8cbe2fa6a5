// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "run/doubt.hpp"

namespace dp::cli {

/// Of so many bytes it is said that they are looked through: less is done before it is read.
inline constexpr std::uint64_t kWorthAWord = 16 << 20;

/// What is said before all of an input is looked through, which may take minutes, for what is most
/// often a misspelt name: the mistake, in what it is looked for, and how to end that.
std::string doubt_text(const run::Doubt& doubt);

/// The same for programs: {"looking_for": [...], "in": "a.json", "bytes": 17} and a newline.
std::string doubt_json(const run::Doubt& doubt);

}  // namespace dp::cli
