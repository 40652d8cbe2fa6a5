// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace dp::input {

/// What a text probably is, by its first bytes (some KiB of them): "CSV, separated by ';'", "a JSON
/// array", "a PNG image". Empty: nothing in particular.
///
/// For messages only: no result ever depends on it.
std::string_view looks_like(std::string_view head) noexcept;

}  // namespace dp::input
