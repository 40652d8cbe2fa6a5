// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arrow_format_generated.h>

#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp::arrow {

/// A buffer as it was before it was compressed: 8 bytes with its size (-1: it is not compressed), and a
/// frame.
///
/// Memory grows with what comes out of the frame, not with the size that the buffer claims.
/// Errors: invalid_argument, also if the codec is not built in; out_of_memory.
Result<std::string> unpack(wire::Codec codec, std::string_view buffer);

}  // namespace dp::arrow
