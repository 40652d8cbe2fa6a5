// SPDX-License-Identifier: Apache-2.0
#include "group/pivot.hpp"

#include <dp/plugin.hpp>

DP_PLUGIN("pivot", "1.0.0", "Makes a wide table of a long one",
          dp::reducer<dp::group::Pivot>());
