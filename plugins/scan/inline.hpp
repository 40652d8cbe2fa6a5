// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Code of which there is a copy in each function that uses it: made for that one's processor, or
/// because a call would cost more than what it does.
#define DP_INLINE [[gnu::always_inline]] inline
