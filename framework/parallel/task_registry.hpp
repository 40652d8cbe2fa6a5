// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/detail/tasks.hpp>
#include <dp/result.hpp>
#include <string_view>

namespace dp::parallel {

/// The task that DP_TASK registered for a function, or for its name. Errors: invalid_argument
/// when there is none, or two functions of the same name.
Result<const detail::Task*> find_task(detail::Address address);
Result<const detail::Task*> find_task(std::string_view name);

}  // namespace dp::parallel
