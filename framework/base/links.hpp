// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dp {

/// Symbolic links on one path: as many as the system follows.
inline constexpr int kMostLinks = 40;

}  // namespace dp
