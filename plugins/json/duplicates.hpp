// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dp::json {

/// A name that two members of one object have, anywhere in a value that is right; nullopt: there is
/// none. Names are what they mean, however they are written.
/// Precondition: DP_PADDING bytes past the value are readable.
std::optional<std::string> name_given_twice(std::string_view value);

}  // namespace dp::json
